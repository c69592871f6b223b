/** The shop's own backend: its pages, its cart, its checkout, its orders. Of coupons it knows what a page brings, and what couponkit's server says to its client. */
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { CouponServerError, createClient } from 'couponkit/server';
import { cartPage } from '../pages/cart.mjs';
import { checkoutPage } from '../pages/checkout.mjs';
import {
  centerPage,
  invitePage,
  payPage,
  walletPage,
  welcomePage,
  wheelPage,
} from '../pages/coupon-pages.mjs';
import { elementPage } from '../pages/element.mjs';
import { galleryPage } from '../pages/gallery.mjs';
import { homePage } from '../pages/home.mjs';
import { merchantPage } from '../pages/merchant.mjs';
import { missingPage, orderPage } from '../pages/order.mjs';
import { productPage } from '../pages/product.mjs';
import { scenesPage } from '../pages/scenes.mjs';
import { themesPage } from '../pages/themes.mjs';
import { createBooks } from './books.mjs';
import { serveElements } from './bundle-elements.mjs';
import { createCheckout } from './checkout.mjs';
import { maxQuantity, readCart, readOptions, readTheme, writeCart, writeOptions } from './cookies.mjs';
import { languages } from './load-shop.mjs';
import { createOrders } from './orders.mjs';
import { createShoppers, roles } from './shoppers.mjs';
import { readTryout } from './read-tryout.mjs';
import { serveFiles } from './serve-files.mjs';

/** Longer than any hold. */
const draftCookieSeconds = 3600;

/**
 * @param shop what `loadShop` gave
 * @param site `{ couponServer, publishableKey, secretKey }`; `couponServer` is the address that pages use
 * @param coupons the entries of the coupons' file
 * @param elements what `loadElements` gave
 */
export function createShopApp(shop, site, coupons, elements) {
  const app = new Hono();
  const shoppers = createShoppers(site.secretKey);
  const client = createClient({ server: site.couponServer, secretKey: site.secretKey });
  const checkout = createCheckout(shop, site.couponServer, client, coupons);
  const orders = createOrders(client);
  const books = createBooks(client, orders);

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

  /** The same for pages on which elements are tried: in a theme, and in either direction. */
  const tryoutOf = (context) => ({ ...viewOf(context), ...readTryout(context) });

  const titleOf = (coupon) => checkout.couponOf(coupon).title;
  const cartOf = (context) => checkout.priceCart(readCart(context, shop.products), readOptions(context));
  const draftOf = (context) => getCookie(context, 'checkout');
  const reviewOf = async (context, who) => ({
    ...(await checkout.review(await cartOf(context), draftOf(context), who)),
    titleOf,
  });

  const keepDraft = (context, id) =>
    setCookie(context, 'checkout', id, {
      path: '/',
      httpOnly: true,
      sameSite: 'Lax',
      maxAge: id ? draftCookieSeconds : 0,
    });
  /** What was on its way to an order is no more. */
  const leaveCheckout = async (context) => {
    await checkout.leave(draftOf(context));
    keepDraft(context, '');
  };

  /** Members come with points that they have collected. Where the coupon server is away, without. */
  const signIn = async (context, role) => {
    const account = shoppers.signIn(context, role);
    const points = shoppers.pointsOf(role);
    if (!points) return;
    await client
      .changePoints({ shopper: account, points }, { idempotencyKey: `${account}-collected` })
      .catch(() => undefined);
  };

  app.use(async (context, next) => {
    await next();
    context.header('Content-Security-Policy', policyOf(site));
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'same-origin');
  });

  app.use('/couponkit/*', serveFiles(new URL('../../dist/cdn/', import.meta.url), '/couponkit/'));
  app.use('/images/*', serveFiles(new URL('../images/', import.meta.url), '/images/'));
  app.use('/elements/*', serveElements());
  app.use('/themes/*', serveFiles(new URL('../themes/', import.meta.url), '/themes/'));
  for (const name of ['shop.js', 'shop.css', 'gallery.css']) {
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

  app.get('/:language/products/:id/', async (context) => {
    const product = shop.products.get(context.req.param('id'));
    if (!product) return context.notFound();
    return context.html(`${productPage(viewOf(context), product, await cartOf(context))}`);
  });

  app.get('/:language/cart/', async (context) => {
    return context.html(`${cartPage(viewOf(context), await cartOf(context), readOptions(context))}`);
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
    await leaveCheckout(context);
    await signIn(context, roles.includes(role) ? role : 'guest');
    // Only to a path of this shop.
    const isOwn = typeof back === 'string' && /^\/[\w-]+\/[\w/-]*(\?[\w=&-]*)?$/.test(back);
    return context.redirect(isOwn ? back : `/${context.req.param('language')}/`, 303);
  });

  // `<coupon-cart checkout-url>` posts the token of the price and the hold of its coupons; the page that follows can be loaded again.
  app.post('/:language/checkout/', async (context) => {
    const { 'coupon-token': token, 'coupon-hold': hold } = await context.req.parseBody();
    const proof = { ...(typeof token === 'string' && { token }), ...(typeof hold === 'string' && { hold }) };
    keepDraft(context, await checkout.begin(await cartOf(context), proof, shoppers.find(context)));
    return context.redirect(`/${context.req.param('language')}/checkout/`, 303);
  });

  app.get('/:language/checkout/', async (context) => {
    const view = viewOf(context);
    if (!view.cartCount) return context.redirect(`/${view.words.language}/cart/`);
    // What was ordered is done; this is another cart.
    if (checkout.orderOf(draftOf(context), view.who)) keepDraft(context, '');
    return context.html(`${checkoutPage(view, await reviewOf(context, view.who))}`);
  });

  app.post('/:language/checkout/back', async (context) => {
    await leaveCheckout(context);
    return context.redirect(`/${context.req.param('language')}/cart/`, 303);
  });

  // The price is reviewed once more: only what the shopper saw is charged.
  app.post('/:language/orders', async (context) => {
    const language = context.req.param('language');
    const { payable } = await context.req.parseBody();
    const who = shoppers.find(context);
    const reviewed = await reviewOf(context, who);
    // One order for one draft, however often the button is pressed, also while this was reviewed.
    const made = checkout.orderOf(draftOf(context), who);
    if (made) return context.redirect(`/${language}/orders/${made.id}/`, 303);
    if (reviewed.cart.lines.length === 0 || Number(payable) !== reviewed.quote.payable) {
      return context.redirect(`/${language}/checkout/`, 303);
    }
    const { id } = await orders.place(reviewed, who);
    shoppers.countOrder(who);
    writeCart(context, new Map());
    return context.redirect(`/${language}/orders/${id}/`, 303);
  });

  app.get('/:language/orders/:id/', (context) => {
    const view = viewOf(context);
    const order = orders.find(context.req.param('id'));
    return order
      ? context.html(`${orderPage(view, { ...order, titleOf, lines: orders.leftOf(order) })}`)
      : context.html(`${missingPage(view, view.words.t('order.none'))}`, 404);
  });

  // Cancels the order, or takes back what the form names; `act` makes a form that is sent twice one act.
  app.post('/:language/orders/:id/', async (context) => {
    const { language, id } = context.req.param();
    const { act, all, ...units } = await context.req.parseBody();
    const order = orders.find(id);
    if (!order || order.owner !== shoppers.find(context).id) return context.notFound();
    const quantities = new Map(
      Object.entries(units).map(([line, count]) => [line, Math.trunc(Number(count)) || 0]),
    );
    await orders.takeBack(order, `${act}`, all === undefined ? quantities : undefined);
    return context.redirect(`/${language}/orders/${id}/`, 303);
  });

  for (const [path, show] of Object.entries({
    coupons: centerPage,
    wallet: walletPage,
    wheel: wheelPage,
    welcome: welcomePage,
  })) {
    app.get(`/:language/${path}/`, (context) => context.html(`${show(viewOf(context))}`));
  }

  app.get('/:language/invite/', async (context) => {
    return context.html(`${invitePage(viewOf(context), await cartOf(context))}`);
  });

  // `<coupon-flash pay-url>` leads here with the claim that waits for its money. What it costs stands in the coupons' file, never in the address.
  app.get('/:language/coupons/pay/', (context) => {
    const { claim, coupon } = context.req.query();
    const { cost } = coupons.find((entry) => entry.coupon.id === coupon)?.claim ?? {};
    if (!claim || !cost?.amount) return context.notFound();
    const { title } = checkout.couponOf(coupon);
    return context.html(`${payPage(viewOf(context), { claim, title, amount: cost.amount })}`);
  });

  app.post('/:language/coupons/pay/', async (context) => {
    const { claim } = await context.req.parseBody();
    await client.confirmClaim(`${claim}`);
    return context.redirect(`/${context.req.param('language')}/wallet/`, 303);
  });

  app.get('/:language/scenes/', (context) => context.html(`${scenesPage(viewOf(context))}`));

  // The shop as the scene has to find it: another shopper, with this cart.
  app.post('/:language/scenes/:id', async (context) => {
    const { language, id } = context.req.param();
    const scene = shop.scenes.find((each) => each.id === id);
    if (!scene) return context.notFound();
    await leaveCheckout(context);
    await signIn(context, scene.shopper ?? 'guest');
    writeCart(context, new Map(Object.entries(scene.cart)));
    writeOptions(context, {});
    return context.redirect(`/${language}/${scene.path}`, 303);
  });

  app.get('/:language/elements/', (context) => {
    return context.html(`${galleryPage(tryoutOf(context), elements)}`);
  });

  app.get('/:language/themes/', (context) => {
    return context.html(`${themesPage(tryoutOf(context), elements)}`);
  });

  app.get('/:language/elements/:tag/', (context) => {
    const element = elements.find(({ tag }) => tag === context.req.param('tag'));
    return element ? context.html(`${elementPage(tryoutOf(context), element)}`) : context.notFound();
  });

  // A real shop has its sign-in before these two.
  app.get('/:language/merchant/', async (context) => {
    const read = await books.read(books.today()).catch((error) => {
      if (error instanceof CouponServerError && error.retryable) return undefined;
      throw error;
    });
    return context.html(`${merchantPage(viewOf(context), read && { ...read, titleOf })}`);
  });

  // The coupon server's own file, for whom the secret key is not.
  app.get('/:language/merchant/statements.csv', async () => {
    const day = books.today();
    return fetch(`${site.couponServer}/v1/settlements?from=${day}&to=${day}&format=csv`, {
      headers: { Authorization: `Bearer ${site.secretKey}` },
    });
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
