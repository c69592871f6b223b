/** Lists that a line is matched against. */
export interface ScopeLists {
  /** Matches a line's `product` or `sku`. */
  readonly products?: readonly string[];
  readonly brands?: readonly string[];
  readonly shops?: readonly string[];
  readonly categories?: readonly string[];
  readonly tags?: readonly string[];
}

/** Every list that is given must match; an empty list matches nothing; any match in `exclude` leaves the line out. */
export interface Scope extends ScopeLists {
  readonly exclude?: ScopeLists;
}
