/** Which refusals say that an object is archived already. */
import { expect, it } from "vitest";
import { saysArchived } from "../../provider/lifecycle/apply/archive-refusal.js";

it.each([
  ["AlreadyArchived", "Product 4711 is archived"],
  ["ALREADY_ARCHIVED", ""],
  ["product_archived", "invalid state"],
  ["Conflict", "already archived"],
  ["Conflict", "Archived already."],
  ["Conflict", "The product has been archived"],
  ["Conflict", "The product was archived on 2026-03-01"],
  ["Conflict", "Cannot archive a product that is already archived"],
  ["Conflict", "The product cannot be changed because it is archived."],
  ["Conflict", "Invalid state: archived"],
])("%s, %s: archived already", (code, detail) => {
  expect(saysArchived({ status: 409, code, detail })).toBe(true);
});

it.each([
  ["HasActivePrices", "The product has active list prices"],
  ["PricesMustBeArchived", "Prices must be archived first"],
  ["CannotBeArchived", "The product cannot be archived"],
  ["NotArchived", "The product is not archived"],
  ["Conflict", "Not possible until all list prices are archived"],
  ["Conflict", "A product can only be archived by an administrator"],
  ["Conflict", "This product isn't archived yet"],
  ["NotFound", "Product not found"],
  ["Conflict", ""],
])("%s, %s: a refusal", (code, detail) => {
  expect(saysArchived({ status: 409, code, detail })).toBe(false);
});

it.each([
  ["Conflict", "All list prices are archived, but the product is used by an active schedule"],
  ["Conflict", "Its price was archived; the product is in use"],
  ["PRICES_ARCHIVED", "The product is in use"],
])("%s, %s: says so of the kinds below, and not of the object", (code, detail) => {
  expect(saysArchived({ status: 409, code, detail }, [], ["list price"])).toBe(false);
});

it.each([
  "Prices cannot be added: the product is archived",
  "The product has been archived with its prices. It is archived.",
])("%s: says so of the object as well", (detail) => {
  expect(saysArchived({ status: 409, code: "Conflict", detail }, [], ["list price"])).toBe(true);
});

it("an account's own signs: a status, a code, or a part of the message", () => {
  const refusal = { status: 409, code: "InvalidState", detail: "Not possible in state 4090" };
  for (const sign of ["409", "InvalidState", "state 4090"]) expect(saysArchived(refusal, [sign])).toBe(true);
  for (const sign of ["400", "Invalid", "090"]) expect(saysArchived(refusal, [sign])).toBe(false);
});
