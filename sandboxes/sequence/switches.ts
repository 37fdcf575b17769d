/** What Sequence's documentation leaves open. */
export interface SequenceSwitches {
  /** Archiving what is archived. */
  archiveTwice: 200 | 409;
  /** GET /products lists archived products too. */
  archivedProductsListed: boolean;
  /** Archiving changes `updatedAt`. */
  archiveMovesUpdatedAt: boolean;
  /** GET of an archived product. */
  getArchivedProduct: 200 | 404;
  /** A PUT without an optional field. */
  putWithoutOptional: "clears" | "keeps";
  /** The `name` filter of GET /products. */
  nameFilter: "exact" | "contains";
  /** Archiving or changing a price of an archived product. */
  priceUnderArchived: 200 | 409;
  /** Archiving a product that has active prices. */
  archiveWithActivePrices: 200 | 409;
}

export const SEQUENCE_DEFAULTS: SequenceSwitches = {
  archiveTwice: 200,
  archivedProductsListed: false,
  archiveMovesUpdatedAt: true,
  getArchivedProduct: 200,
  putWithoutOptional: "clears",
  nameFilter: "contains",
  priceUnderArchived: 200,
  archiveWithActivePrices: 200,
};
