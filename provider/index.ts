/** What a program imports. */
export { Catalogue, type CatalogueArgs, type CheckedCatalogue, readCatalogue } from "./pulumi/catalogue.js";
