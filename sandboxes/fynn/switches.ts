/** What Fynn's documentation leaves open. */
export interface FynnSwitches {
  archiveTwice: 200 | 409;
  /** The form in which relations are taken, */
  relations: "object" | "id";
  /** and those that are taken as a path. */
  relationsByPath: readonly string[];
  /** The form in which answers show relations. */
  shownRelations: "object" | "id" | "path";
  /** Fields that must have a value: "Product.measurement". */
  required: readonly string[];
  /** What an amount must be. */
  amounts: "any" | "minor" | "major";
  putWithoutOptional: "clears" | "keeps";
  /** A PUT with customFields or translations that leaves out some of their members. */
  mapMembers: "replaced" | "merged";
  /** A body that holds null. */
  nullInBody: 200 | 422;
  /** Members of a body that only answers carry. */
  readOnlyMembers: "refused" | "ignored";
  /** The parameter `limit` of lists. */
  limitParameter: 200 | 400;
  /** The parameter that makes the list of price plans show archived ones too; undefined: there is none. */
  archivedPlansParameter: string | undefined;
  /** The filter `items.product.id` of subscriptions. */
  subscriptionFilter: "works" | "ignored";
  /** Archiving or changing a plan of an archived product. */
  priceUnderArchived: 200 | 409;
  archiveWithActivePrices: 200 | 409;
  /** Changing a plan that is in use. */
  changeInUse: 200 | 409;
  numberUnique: boolean;
  /** Archived products keep their numbers. */
  archivedNumbersCount: boolean;
  /** A PUT with isArchived false brings a product back. */
  unarchiveByPut: boolean;
  /** A PUT that holds both name and translations. */
  nameWithTranslations: 200 | 422;
  /** Keys of custom fields that have been set up. */
  customFields: readonly string[];
}

export const FYNN_DEFAULTS: FynnSwitches = {
  archiveTwice: 200,
  relations: "object",
  relationsByPath: [],
  shownRelations: "object",
  required: [],
  amounts: "any",
  putWithoutOptional: "clears",
  mapMembers: "replaced",
  nullInBody: 200,
  readOnlyMembers: "refused",
  limitParameter: 200,
  archivedPlansParameter: "showArchived",
  subscriptionFilter: "works",
  priceUnderArchived: 200,
  archiveWithActivePrices: 200,
  changeInUse: 200,
  numberUnique: false,
  archivedNumbersCount: false,
  unarchiveByPut: false,
  nameWithTranslations: 200,
  customFields: ["erpArticle", "erpAccount"],
};
