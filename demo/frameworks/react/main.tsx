/** A product page in React: a banner, the product's coupons, and the cart. */
import type {} from 'couponkit/react';
import type { CouponCart, CouponCheckoutEvent } from 'couponkit/elements/coupon-cart';
import { useMemo, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import '../coupons.js';
import { cartOf, coat } from '../product.js';

function ProductPage() {
  const [quantity, setQuantity] = useState(0);
  const [news, setNews] = useState('');
  const panel = useRef<CouponCart>(null);
  // A new cart only where something in it is new.
  const cart = useMemo(() => cartOf(quantity), [quantity]);

  function checkOut({ detail }: CouponCheckoutEvent) {
    setNews(detail.token ? 'Your backend gets the token of this price.' : 'This price is an estimate.');
  }

  return (
    <>
      <coupon-banner oncoupon-claimed={({ detail }) => setNews(`You have it: ${detail.held.coupon.id}`)}>
        <p>Free returns within 30 days</p>
      </coupon-banner>
      <main>
        <img src={coat.image} alt="" width="480" height="480" />
        <section>
          <h1>{coat.title}</h1>
          <coupon-claim
            product={coat.id}
            price={coat.price}
            priceCurrency={coat.currency}
            shop={coat.shop}
            categories={coat.categories}
          >
            <p>¥5,680</p>
          </coupon-claim>
          <form onSubmit={(event) => event.preventDefault()}>
            <button id="less" disabled={quantity === 0} onClick={() => setQuantity(quantity - 1)}>
              One less
            </button>
            <output>{quantity}</output>
            <button id="more" onClick={() => setQuantity(quantity + 1)}>
              Add to cart
            </button>
            <button id="all" disabled={quantity === 0} onClick={() => void panel.current?.openChooser()}>
              All coupons
            </button>
          </form>
          {quantity > 0 && (
            <coupon-cart ref={panel} cart={cart} expanded showFunding={false} oncoupon-checkout={checkOut} />
          )}
          <p role="status">{news}</p>
        </section>
      </main>
    </>
  );
}

createRoot(document.querySelector('#app')!).render(<ProductPage />);
