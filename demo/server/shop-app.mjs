/** The shop's own backend: its pages, its cart, its checkout. It knows couponkit's server only by what a page brings from there. */
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { cartPage } from '../pages/cart.mjs';
import { checkoutPage } from '../pages/checkout.mjs';
import { homePage } from '../pages/home.mjs';
import { missingPage, orderPage } from '../pages/order.mjs';
import { productPage } from '../pages/product.mjs';
import { maxQuantity, readCart, readOptions, readTheme, writeCart, writeOptions } from './cookies.mjs';
import { languages } from './load-shop.mjs';
import { createOrders } from './orders.mjs';
import { createShoppers, roles } from './shoppers.mjs';
import { serveFiles } from './serve-files.mjs';

/** Longer than the price in it holds. */
const tokenCookieSeconds = 900;

/**
 * @param shop what `loadShop` gave
 * @param site `{ couponServer, publishableKey, secretKey }`; `couponServer` is the address that pages use
 * @param coupons the entries of the coupons' file
 */
export function createShopApp(shop, site, coupons) {
  const app = new Hono();
  const shoppers = createShoppers(site.secretKey);
  const orders = createOrders(shop, site.couponServer, coupons);

  /** What every page is made of. */
  function viewOf(context, language = context.req.param('language')) {
    const quantities = readCart(context, shop.products);
    return {
      shop,
      site,
      words: shop.wordsOf(language),
      nameOf: (other) => {
        const { t } = shop.wordsOf(other);
        return { name: t('language'), short: t('language.short') };
      },
      origin: new URL(context.req.url).origin,
      who: shoppers.find(context),
      theme: readTheme(context),
      cartCount: [...quantities.values()].reduce((sum, each) => sum + each, 0),
    };
  }

  const reviewOf = async (context, who) => {
    const cart = await orders.priceCart(readCart(context, shop.products), readOptions(context));
    const reviewed = await orders.review(cart, getCookie(context, 'coupon-token'), who);
    return { ...reviewed, titleOf: (coupon) => orders.couponOf(coupon).title };
  };

  const keepToken = (context, token) =>
    setCookie(context, 'coupon-token', token, {
      path: '/',
      httpOnly: true,
      sameSite: 'Lax',
      maxAge: token ? tokenCookieSeconds : 0,
    });

  app.use(async (context, next) => {
    await next();
    context.header('Content-Security-Policy', policyOf(site));
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'same-origin');
  });

  app.use('/couponkit/*', serveFiles(new URL('../../dist/cdn/', import.meta.url), '/couponkit/'));
  app.use('/images/*', serveFiles(new URL('../images/', import.meta.url), '/images/'));
  for (const name of ['shop.js', 'shop.css']) {
    app.use(`/${name}`, serveFiles(new URL('../', import.meta.url), '/'));
  }

  app.get('/', (context) => context.redirect(`/${preferredLanguage(context)}/`));

  // The token that couponkit shows to its server. The browser may keep it for a while, but for this shopper only.
  app.get('/shopper-token', async (context) => {
    const who = shoppers.find(context);
    context.header('Cache-Control', 'private, max-age=120');
    context.header('Vary', 'Cookie');
    return who.id ? context.text(await shoppers.sign(who)) : context.body(null, 204);
  });

  app.use('/:language/*', async (context, next) => {
    if (!languages.includes(context.req.param('language'))) return context.notFound();
    context.header('Cache-Control', 'no-store');
    return next();
  });

  app.get('/:language/', (context) => context.html(`${homePage(viewOf(context))}`));

  app.get('/:language/products/:id/', (context) => {
    const product = shop.products.get(context.req.param('id'));
    return product ? context.html(`${productPage(viewOf(context), product)}`) : context.notFound();
  });

  app.get('/:language/cart/', async (context) => {
    const options = readOptions(context);
    const cart = await orders.priceCart(readCart(context, shop.products), options);
    return context.html(`${cartPage(viewOf(context), cart, options)}`);
  });

  // Works without a script, too: shop.js does the same without leaving the page.
  app.post('/:language/cart/', async (context) => {
    const { product, set, quantity, to } = await context.req.parseBody();
    const quantities = readCart(context, shop.products);
    const count = Math.trunc(Number(to ?? quantity)) || 0;
    if (shop.products.has(product) && count > 0) {
      quantities.set(product, Math.min((quantities.get(product) ?? 0) + count, maxQuantity));
    }
    if (quantities.has(set)) quantities.set(set, Math.min(count, maxQuantity));
    writeCart(context, new Map([...quantities].filter(([, each]) => each > 0)));
    return context.redirect(`/${context.req.param('language')}/cart/`, 303);
  });

  app.post('/:language/cart/options', async (context) => {
    writeOptions(context, await context.req.parseBody());
    return context.redirect(`/${context.req.param('language')}/cart/`, 303);
  });

  app.post('/:language/sign-in', async (context) => {
    const { role, back } = await context.req.parseBody();
    shoppers.signIn(context, roles.includes(role) ? role : 'guest');
    keepToken(context, '');
    // Only to a path of this shop.
    const isOwn = typeof back === 'string' && /^\/[\w-]+\/[\w/-]*$/.test(back);
    return context.redirect(isOwn ? back : `/${context.req.param('language')}/`, 303);
  });

  // `<coupon-cart checkout-url>` posts the token; the page that follows can be loaded again.
  app.post('/:language/checkout/', async (context) => {
    const { 'coupon-token': token } = await context.req.parseBody();
    keepToken(context, typeof token === 'string' ? token : '');
    return context.redirect(`/${context.req.param('language')}/checkout/`, 303);
  });

  app.get('/:language/checkout/', async (context) => {
    const view = viewOf(context);
    if (!view.cartCount) return context.redirect(`/${view.words.language}/cart/`);
    return context.html(`${checkoutPage(view, await reviewOf(context, view.who))}`);
  });

  // The price is verified once more: only what the shopper saw is charged.
  app.post('/:language/orders', async (context) => {
    const language = context.req.param('language');
    const { payable } = await context.req.parseBody();
    const who = shoppers.find(context);
    const reviewed = await reviewOf(context, who);
    if (reviewed.cart.lines.length === 0 || Number(payable) !== reviewed.quote.payable) {
      return context.redirect(`/${language}/checkout/`, 303);
    }
    const id = orders.place(reviewed, who);
    shoppers.countOrder(who);
    writeCart(context, new Map());
    keepToken(context, '');
    return context.redirect(`/${language}/orders/${id}/`, 303);
  });

  app.get('/:language/orders/:id/', (context) => {
    const view = viewOf(context);
    const order = orders.find(context.req.param('id'));
    return order
      ? context.html(`${orderPage(view, order)}`)
      : context.html(`${missingPage(view, view.words.t('order.none'))}`, 404);
  });

  app.notFound((context) => {
    const language =
      languages.find((each) => context.req.path.startsWith(`/${each}/`)) ?? preferredLanguage(context);
    return context.html(`${missingPage(viewOf(context, language))}`, 404);
  });

  return app;
}

/**
 * Nothing but the shop's own files and the coupon server: no inline script, no inline style, and Trusted Types. JSON in a script element
 * is data, which a policy lets be.
 */
function policyOf({ couponServer }) {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${couponServer}`,
    "font-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');
}

function preferredLanguage(context) {
  for (const tag of (context.req.header('Accept-Language') ?? '').split(',')) {
    const { language, script, region } =
      /^\s*(?<language>\w+)(?:-(?<script>\w{4}))?(?:-(?<region>\w{2}))?/.exec(tag)?.groups ?? {};
    if (language === 'zh')
      return script === 'Hant' || ['TW', 'HK', 'MO'].includes(region) ? 'zh-Hant' : 'zh-Hans';
    if (language === 'en') return 'en';
  }
  return 'en';
}
