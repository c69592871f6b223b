/** What must compile with `couponkit/react`, and what must not: checked by `npm run test:types`, never run. */
import type {} from 'couponkit/react';
import type { CouponCart } from 'couponkit/elements/coupon-cart';
import type { ReactNode, Ref } from 'react';

declare const ref: Ref<CouponCart>;

export const right: ReactNode = (
  <>
    <coupon-banner key="1" className="top" coupon="autumn" floating use-url="/cart" lang="en" slot="top" />
    <coupon-banner
      oncoupon-dismiss={(event) => event.preventDefault()}
      onClick={(event) => event.preventDefault()}
    />
    <coupon-cart
      ref={ref}
      expanded={false}
      refundMode="proportional"
      checkout-url="/orders"
      oncoupon-checkout={({ detail: { token, hold } }) => [token?.length, hold?.id.length]}
    />
    <coupon-claim
      priceCurrency="CNY"
      categories={['menswear']}
      oncoupon-claimed={({ detail, currentTarget }) => [detail.held.coupon.id.length, currentTarget]}
    >
      <p>¥5,680</p>
    </coupon-claim>
  </>
);

export const wrong: ReactNode = (
  <>
    {/* @ts-expect-error An element that is not there. */}
    <coupon-carts />
    {/* @ts-expect-error A property that is not there. */}
    <coupon-cart checkoutURL="/orders" />
    {/* @ts-expect-error A value of another type. */}
    <coupon-cart expanded="yes" />
    {/* @ts-expect-error A value that is not there. */}
    <coupon-cart refundMode="half" />
    {/* @ts-expect-error An attribute of another type. */}
    <coupon-banner use-url={7} />
    {/* @ts-expect-error A part of another event. */}
    <coupon-cart oncoupon-checkout={({ detail }) => detail.held} />
    {/* @ts-expect-error A listener that is none. */}
    <coupon-cart oncoupon-checkout="pay()" />
    {/* @ts-expect-error A ref to another element. */}
    <coupon-claim ref={ref} />
    {/* @ts-expect-error What the element keeps for itself. */}
    <coupon-cart parts={undefined} />
  </>
);
