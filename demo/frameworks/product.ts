/** What the pages sell, and the cart that they make of it. The server looks the price up again. */
import type { Cart } from 'couponkit';

export const coat = {
  id: 'cashmere-coat',
  title: 'Double-faced cashmere coat',
  shop: 'qingjin',
  categories: ['menswear', 'outerwear'],
  image: '/images/cashmere-coat.svg',
  price: '5680.00',
  currency: 'CNY',
} as const;

export function cartOf(quantity: number): Cart {
  const { id, title, shop, categories, currency } = coat;
  return { currency, lines: [{ id, product: id, title, shop, categories, unitPrice: 568_000, quantity }] };
}
