/** Something that grants pieces of a coupon of which there are only so many. */
export interface Contender {
  readonly name: string;
  /** A new coupon, of which there are `stock`. */
  open(coupon: string, stock: number): Promise<void>;
  /** Resolves to whether this shopper has got one: what is granted is durable by then. */
  claim(coupon: string, shopper: string): Promise<boolean>;
  /** How many rows say that somebody has got one. */
  count(coupon: string): Promise<number>;
  close(): Promise<void>;
}
