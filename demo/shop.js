// The shop's own script: the cart, light and dark, and the two places where the shop speaks to couponkit.
// Every form on these pages works without it, too.

const root = document.documentElement;
const money = new Intl.NumberFormat(root.lang, {
  style: 'currency',
  currency: 'CNY',
  currencyDisplay: 'narrowSymbol',
  trailingZeroDisplay: 'stripIfInteger',
});

/** As the shop's backend has it. */
const maxQuantity = 99;

/** Runs a function with couponkit's session, now or as soon as it is there. */
function withCoupons(task) {
  (window.couponkit ??= []).push(task);
}

const shopper = readJson('shopper');
if (shopper) withCoupons((session) => session.setShopper(shopper));
/** As the page came with it; `undefined` where nothing on the page hangs on it. */
const cart = readJson('cart');
if (document.querySelector('[data-price-of]')) showPricesAfterCoupons();
if (document.querySelector('[data-cart]')) runCartPage();
else if (cart) tellCart();
if (document.querySelector('[data-held]')) runHeldTime(document.querySelector('[data-held]'));

document.addEventListener('submit', (event) => {
  if (event.target.matches('[data-add-to-cart]')) addToCart(event);
});
// What a nudge asks for, and what a friend has shared.
document.addEventListener('coupon-add-items', ({ detail }) => {
  for (const { product, quantity } of detail.lines) changeQuantity(product, quantity);
});
document.addEventListener('coupon-remove-items', ({ detail }) => {
  for (const { product, quantity } of detail.lines) changeQuantity(product, -quantity);
});
document.querySelector('[data-toggle-theme]').addEventListener('click', toggleTheme);

// "Sign in" on a coupon: here, the menu of who is shopping.
document.addEventListener('coupon-sign-in', (event) => {
  event.preventDefault();
  const menu = document.getElementById('who');
  menu.open = true;
  menu.querySelector('summary').focus();
});
closeMenu(document.getElementById('who'));

/** The prices of product cards, with the coupons that this shopper has or can get: couponkit's SDK finds them. */
function showPricesAfterCoupons() {
  const lines = new Map(readJson('price-facts').map((line) => [line.id, line]));
  let planned = false;

  withCoupons(async (session) => {
    const plan = () => {
      if (planned || !session.$offers.get()) return;
      planned = true;
      (window.requestIdleCallback ?? setTimeout)(async () => {
        planned = false;
        for (const place of document.querySelectorAll('[data-price-of]')) {
          const line = lines.get(place.dataset.priceOf);
          const { payable, discount } = await session.priceOf({ currency: 'CNY', lines: [line] });
          place.textContent =
            discount > 0 ? place.dataset.text.replace('{price}', money.format(payable / 100)) : '';
        }
      });
    };
    session.$offers.subscribe(plan);
    session.$wallet.subscribe(plan);
    session.$shopper.subscribe(plan);
    await session.loadOffers();
  });
}

/** The cart page: every change is seen at once, kept in the cookie, and told to couponkit, which finds the best price for it. */
function runCartPage() {
  const section = document.querySelector('[data-cart]');
  const setQuantity = (item, quantity) => {
    const line = cart.lines.find(({ id }) => id === item.dataset.line);
    const input = item.querySelector('[data-quantity]');
    const count = Math.min(Math.max(Math.trunc(quantity) || line.quantity, 1), Number(input.max));
    line.quantity = count;
    input.value = count;
    const [fewer, more] = item.querySelectorAll('[data-step]');
    fewer.value = Math.max(count - 1, 1);
    if (count === 1) fewer.setAttribute('aria-disabled', 'true');
    else fewer.removeAttribute('aria-disabled');
    more.value = count + 1;
    item.querySelector('[data-line-total]').textContent = money.format((line.unitPrice * count) / 100);
    keepCart(writeCart());
    say(input.dataset.said.replace('{n}', count));
    tellCart();
  };

  const remove = (item, text) => {
    const items = [...section.querySelectorAll('[data-line]')];
    const next = items[items.indexOf(item) + 1] ?? items[items.indexOf(item) - 1];
    cart.lines = cart.lines.filter(({ id }) => id !== item.dataset.line);
    const group = item.closest('[data-cart-shop]');
    item.remove();
    if (!group.querySelector('[data-line]')) group.remove();
    if (!next) {
      section.hidden = true;
      document.querySelector('[data-cart-empty]').hidden = false;
    }
    (next?.querySelector('[data-remove-form] button') ?? document.querySelector('[data-cart-title]')).focus();
    keepCart(writeCart());
    say(text);
    tellCart();
  };

  section.addEventListener('submit', (event) => {
    const form = event.target;
    const item = form.closest('[data-line]');
    if (!item) return;
    event.preventDefault();
    if (form.matches('[data-remove-form]')) return remove(item, form.dataset.said);
    const step = Number(event.submitter?.dataset.step ?? 0);
    const input = item.querySelector('[data-quantity]');
    return setQuantity(item, Number(input.value) + step);
  });

  section.addEventListener('change', ({ target }) => {
    if (target.matches('[data-quantity]')) setQuantity(target.closest('[data-line]'), Number(target.value));
    const form = target.closest('[data-options-form]');
    if (!form) return;
    const options = new FormData(form);
    for (const name of ['payment', 'region', 'packaging']) setCookie(name, options.get(name) ?? '');
    // Absent is "not chosen yet".
    cart.paymentMethod = options.get('payment') || undefined;
    cart.region = options.get('region') || undefined;
    cart.attributes = options.get('packaging') ? { packaging: options.get('packaging') } : undefined;
    tellCart();
  });

  // Another tab may have changed the cart.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && readCookie('cart') !== writeCart()) location.reload();
  });
}

/** How long the coupons are still kept for the order. Said aloud at first, with five minutes left and with one; when it is over, the page says so anew. */
function runHeldTime(place) {
  const endsAt = Date.now() + Number(place.dataset.held) * 1000;
  let said = Infinity;
  const tick = () => {
    const seconds = Math.ceil((endsAt - Date.now()) / 1000);
    if (seconds <= 0) return location.reload();
    place.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    const minutes = Math.ceil(seconds / 60);
    const milestone = [1, 5].find((each) => minutes <= each) ?? minutes;
    if (said > milestone && (said === Infinity || milestone <= 5)) {
      said = milestone;
      say(place.dataset.said.replace('{n}', milestone));
    }
    setTimeout(tick, 1000);
  };
  tick();
}

/** What delivery costs: a fee a shop, none from an amount on. */
function feesOf(lines, rules) {
  const ruled = rules.map(({ shop }) => shop);
  return rules.flatMap(({ shop, fee, freeFrom = Infinity }) => {
    const goods = lines.filter((line) => (shop ? line.shop === shop : !ruled.includes(line.shop)));
    const spent = goods.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
    return goods.length > 0 ? [{ shop, fee: spent >= freeFrom ? 0 : fee }] : [];
  });
}

function addToCart(event) {
  event.preventDefault();
  const form = event.target;
  const { product, quantity } = Object.fromEntries(new FormData(form));
  changeQuantity(product, Number(quantity));
  say(form.dataset.said);
}

/** Puts so many more of a product into the cart, or takes them out, in the cookie and for couponkit. */
function changeQuantity(product, by) {
  const quantities = new Map(
    readCookie('cart')
      .split(',')
      .filter(Boolean)
      .map((item) => item.split(':')),
  );
  const quantity = Math.min(Math.max(Number(quantities.get(product) ?? 0) + by, 0), maxQuantity);
  if (quantity) quantities.set(product, quantity);
  else quantities.delete(product);
  keepCart([...quantities].map((item) => item.join(':')).join(','));
  if (cart) void readCartAgain();
}

/** Takes the cart as the shop's backend has it now, and on the cart page its lines as it writes them. */
async function readCartAgain() {
  const page = await loadPage(`/${root.lang}/cart/`);
  const { lines } = JSON.parse(page.getElementById('cart').textContent);
  // Another change may have come meanwhile; its page comes, too.
  if (readCookie('cart') !== writeCart(lines)) return;
  cart.lines = lines;
  const place = '[data-cart-lines]';
  document.querySelector(place)?.replaceWith(document.importNode(page.querySelector(place), true));
  tellCart();
}

/** Tells couponkit what is in the cart. */
function tellCart() {
  cart.shipping = feesOf(cart.lines, readJson('shipping-rules'));
  withCoupons((session) => session.setCart(cart));
}

function writeCart(lines = cart.lines) {
  return lines.map(({ product, quantity }) => `${product}:${quantity}`).join(',');
}

/** Another page, as the browser reads it: the policy lets no script make markup of text. */
function loadPage(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = 'document';
    request.onload = () => resolve(request.response);
    request.onerror = reject;
    request.open('GET', address);
    request.send();
  });
}

/** Tells screen readers, and on product pages everybody. */
function say(text) {
  document.querySelector('[data-said-here]').textContent = text;
}

function keepCart(value) {
  setCookie('cart', value);
  const count = value.split(',').reduce((sum, item) => sum + Number(item.split(':')[1] ?? 0), 0);
  document.querySelector('[data-cart-count]').textContent = count;
  const said = document.querySelector('[data-cart-said]');
  said.textContent = said.dataset.text.replace('{n}', count);
}

function toggleTheme() {
  const isDark = root.dataset.theme
    ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = isDark ? 'light' : 'dark';
  setCookie('theme', root.dataset.theme);
}

/** Closes by Escape, and when something else is pressed or focused. */
function closeMenu(menu) {
  const isOutside = ({ target }) => !menu.contains(target);
  document.addEventListener('pointerdown', (event) => isOutside(event) && (menu.open = false));
  document.addEventListener('focusin', (event) => isOutside(event) && (menu.open = false));
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
}

function readJson(id) {
  const script = document.getElementById(id);
  return script ? JSON.parse(script.textContent) : undefined;
}

function readCookie(name) {
  const found = document.cookie.split('; ').find((each) => each.startsWith(`${name}=`));
  return decodeURIComponent(found?.slice(name.length + 1) ?? '');
}

function setCookie(name, value) {
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=604800; SameSite=Lax`;
}
