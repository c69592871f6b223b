/**
 * What elements say to the page. An imperative (`coupon-claim`) is a request: the element goes on unless somebody prevents
 * it. The past tense (`coupon-claimed`) is a fact.
 */
export abstract class CouponEvent<Detail> extends CustomEvent<Detail> {
  constructor(type: string, detail: Detail, cancelable = false) {
    super(type, { detail, cancelable, bubbles: true, composed: true });
  }
}

/** A coupon, by its id. */
export interface CouponDetail {
  readonly coupon: string;
}
