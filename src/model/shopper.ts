/** What is known of the shopper. Nothing here identifies anybody. */
export interface Shopper {
  readonly tags?: readonly string[];
  /** Completed orders. Absent: unknown, which counts as neither a newcomer nor a regular. */
  readonly orders?: number;
  readonly points?: number;
}
