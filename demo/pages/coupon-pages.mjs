/** The shop's pages for everything by which a shopper comes by a coupon. Each is a heading and an element. */
import { markup } from '../server/markup.mjs';
import { cartFacts, page } from './page.mjs';

/** 领券中心: every offer, those that open at an hour or cost something above them. */
export function centerPage(view) {
  const { t, language } = view.words;
  return couponPage(view, {
    name: 'center',
    path: 'coupons/',
    content: markup`
      <section class="flash-hour" aria-labelledby="flash-heading">
        <h2 class="minor" id="flash-heading">${t('center.flash')}</h2>
        <!-- couponkit: coupons that open at an hour, or cost points or money. -->
        <coupon-flash coupon="night-of-50, points-30, nine-nine" use-url="/${language}/cart/" pay-url="/${language}/coupons/pay/">
          <p class="fallback-ticket">${t('center.flash.fallback')}</p>
        </coupon-flash>
      </section>
      <section aria-labelledby="center-heading">
        <h2 class="minor" id="center-heading">${t('center.all')}</h2>
        <!-- couponkit: every offer. The list tells it how shops and categories are called here. -->
        <coupon-center use-url="/${language}/cart/">
          <p class="fallback-panel">${t('center.fallback')}</p>
          ${names(view)}
        </coupon-center>
      </section>
      ${others(view, ['wheel', 'welcome', 'invite'])}
    `,
  });
}

/** 我的优惠券. */
export function walletPage(view) {
  const { t, language } = view.words;
  return couponPage(view, {
    name: 'wallet',
    path: 'wallet/',
    content: markup`
      <!-- couponkit: what the shopper holds, has used, and let pass. -->
      <coupon-wallet use-url="/${language}/cart/" center-url="/${language}/coupons/">
        <p class="fallback-panel">${t('wallet.fallback')}</p>
        ${names(view)}
      </coupon-wallet>
      ${others(view, ['coupons', 'wheel', 'invite'])}
    `,
  });
}

/** 大转盘. */
export function wheelPage(view) {
  const { t, language } = view.words;
  return couponPage(view, {
    name: 'wheel',
    path: 'wheel/',
    content: markup`
      <!-- couponkit: a draw; the server draws, and the odds are on the wheel. -->
      <coupon-wheel campaign="autumn-wheel" use-url="/${language}/cart/">
        <p class="fallback-panel">${t('wheel.fallback')}</p>
      </coupon-wheel>
      ${others(view, ['coupons', 'wallet', 'invite'])}
    `,
  });
}

/** 新人礼包. */
export function welcomePage(view) {
  const { t, language } = view.words;
  return couponPage(view, {
    name: 'welcome',
    path: 'welcome/',
    content: markup`
      <!-- couponkit: several coupons, taken by one act. -->
      <coupon-pack campaign="newcomer-pack" use-url="/${language}/cart/">
        <p class="fallback-panel">${t('welcome.fallback')}</p>
      </coupon-pack>
      ${others(view, ['coupons', 'wallet', 'wheel'])}
    `,
  });
}

/** 邀请有礼: the own link, or, opened by a friend's, what it brings. */
export function invitePage(view, cart) {
  const { t, language } = view.words;
  return couponPage(view, {
    name: 'invite',
    path: 'invite/',
    content: markup`
      <!-- couponkit: a link that rewards both. Friends open this page by it. -->
      <coupon-invite campaign="bring-a-friend" cart use-url="/${language}/cart/">
        <p class="fallback-panel">${t('invite.fallback')}</p>
      </coupon-invite>
      ${cartFacts(view, cart)}
      ${others(view, ['coupons', 'wallet', 'welcome'])}
    `,
  });
}

/** Where a coupon that costs money is paid. The amount is the coupon server's; a real shop has its payment here. */
export function payPage(view, { claim, title, amount }) {
  const { t, pick, money, language } = view.words;
  return couponPage(view, {
    name: 'pay',
    path: 'coupons/pay/',
    content: markup`
      <form class="pay" method="post" action="/${language}/coupons/pay/">
        <p><b>${pick(title)}</b></p>
        <input type="hidden" name="claim" value="${claim}">
        <button class="button wide">${t('pay.button', { price: money(amount) })}</button>
        <p class="small">${t('pay.note')}</p>
      </form>
    `,
  });
}

function couponPage(view, { name, path, content }) {
  const { t } = view.words;
  return page(view, {
    title: `${t(`${name}.title`)} · ${t('name')}`,
    description: t(`${name}.lead`),
    path,
    content: markup`
      <div class="coupon-page coupon-page-${name}">
        <h1 class="page-title">${t(`${name}.title`)}</h1>
        <p class="lead">${t(`${name}.lead`)}</p>
        ${content}
      </div>
    `,
  });
}

/** The way on. */
function others({ words: { t, language } }, names) {
  return markup`
    <nav class="ways" aria-label="${t('ways.title')}">
      <ul>
        ${names.map(
          (name) => markup`
            <li>
              <a href="/${language}/${name}/"><b>${t(`ways.${name}`)}</b><span>${t(`ways.${name}.text`)}</span></a>
            </li>
          `,
        )}
      </ul>
    </nav>
  `;
}

/** Elements know shops and categories by their ids. */
function names({ words: { t }, shop: { catalog } }) {
  const categories = new Set(catalog.products.flatMap((product) => product.categories ?? []));
  const shops = new Set(catalog.products.flatMap(({ shop }) => shop ?? []));
  const option = (kind, id) => markup`<option value="${kind}:${id}">${t(`${kind}.${id}`)}</option>`;
  return markup`
    <datalist>
      ${[...shops].map((id) => option('shop', id))}
      ${[...categories].map((id) => option('category', id))}
    </datalist>
  `;
}
