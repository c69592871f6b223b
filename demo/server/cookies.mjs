/**
 * What a browser brings along: the cart, the wishes of the cart page, who is signed in, light or dark. Cookies, so that pages arrive
 * complete: the cart is there before any script runs, and nothing moves when it does.
 */
import { getCookie, setCookie } from 'hono/cookie';

const weekSeconds = 7 * 86_400;
/** More of one thing than this is not for a household. */
export const maxQuantity = 99;

/** The cart as `product:quantity,…`. What the shop does not have is left out. */
export function readCart(context, products) {
  const quantities = new Map();
  for (const item of (getCookie(context, 'cart') ?? '').split(',')) {
    const [product, text] = item.split(':');
    const quantity = Math.min(Number(text), maxQuantity);
    if (products.has(product) && Number.isInteger(quantity) && quantity > 0)
      quantities.set(product, quantity);
  }
  return quantities;
}

export function writeCart(context, quantities) {
  keep(context, 'cart', [...quantities].map(([product, quantity]) => `${product}:${quantity}`).join(','));
}

/** How it is to be paid, where it goes, and whether it is wrapped. Empty: not chosen yet. */
export const choices = {
  payment: ['', 'card', 'alipay', 'instalments'],
  region: ['', 'CN-11', 'CN-31', 'CN-32', 'CN-33', 'CN-44', 'CN-51'],
  packaging: ['', 'none'],
};

export function readOptions(context) {
  return Object.fromEntries(
    Object.entries(choices).map(([name, allowed]) => {
      const value = getCookie(context, name) ?? '';
      return [name, allowed.includes(value) ? value : ''];
    }),
  );
}

export function writeOptions(context, form) {
  for (const [name, allowed] of Object.entries(choices)) {
    const value = form[name] ?? '';
    if (allowed.includes(value)) keep(context, name, value);
  }
}

/** `undefined`: as the system has it. */
export function readTheme(context) {
  const theme = getCookie(context, 'theme');
  return theme === 'light' || theme === 'dark' ? theme : undefined;
}

/** For values that the page's own script changes, too. */
export function keep(context, name, value) {
  setCookie(context, name, value, { path: '/', sameSite: 'Lax', maxAge: weekSeconds });
}
