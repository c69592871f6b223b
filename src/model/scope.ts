/** Lists that a line is matched against. */
export interface ScopeLists {
  /** Matches a line's `product` or `sku`. */
  readonly products?: readonly string[];
  /** Matches a line's `brand`. */
  readonly brands?: readonly string[];
  /** Matches a line's `shop`. */
  readonly shops?: readonly string[];
  /** Any of a line's `categories`. */
  readonly categories?: readonly string[];
  /** Any of a line's `tags`. */
  readonly tags?: readonly string[];
}

/** Every list that is given must match; an empty list matches nothing; any match in `exclude` leaves the line out. */
export interface Scope extends ScopeLists {
  /** What it does not reach, although it is in the lists. */
  readonly exclude?: ScopeLists;
}
