/** What Fynn's sandbox makes of the bodies of POST and PUT: refused at one place, or an object to store. */
import type { Json, JsonObject } from "../json.ts";
import { asObject, compact } from "../sandbox.ts";
import type { FynnSwitches } from "./sandbox.ts";

export class Violation extends Error {
  readonly propertyPath: string;

  constructor(propertyPath: string, message: string) {
    super(message);
    this.propertyPath = propertyPath;
  }
}

/** What a body is written over, and what it may speak of. */
export interface Writing {
  readonly switches: FynnSwitches;
  readonly id: string;
  readonly time: string;
  readonly old: JsonObject | undefined;
  /** The product of this id. */
  readonly product: (id: string) => JsonObject | undefined;
  /** Another active product has this number. */
  readonly numberTaken: (number: string) => boolean;
}

const TENANT = "5a0b5d54-6a0e-4d5e-9b25-0f6d3e0b7c11";
/** What every tenant has, in full. */
const KNOWN: Readonly<Record<string, JsonObject>> = {
  measurement: {
    id: "0c5a3c0e-6d43-4f8f-9d53-6c3c1f2f5a01",
    code: "quantity",
    description: "Quantity",
    fairBilling: false,
    aggregationType: "sum",
    type: "quantity",
    unit: { id: "3f1d4c2b-5a69-4788-9c0d-1e2f3a4b5c04", name: "Piece" },
  },
  taxGroup: {
    id: "7e4b7c9a-4c2f-4b55-8a3b-2d1f0a9e6c02",
    internalDescription: "Standard",
    reverseChargeType: "REVERSE_CHARGE",
    type: "standard",
  },
};

/** Optional fields without a value. */
const PRODUCT_RESTING: JsonObject = {
  description: null,
  internalName: null,
  number: null,
  invoiceVisibility: "always",
  customFields: null,
  translations: {},
  costCentre: null,
  productFamilies: [],
};
const PLAN_RESTING: JsonObject = {
  internalName: null,
  salesChannel: {},
  freeUnits: {},
  showPricePerInterval: null,
  billingInterval: null,
  currencyCode: null,
  custom: false,
  charge: null,
  productSetOption: null,
  customer: null,
  applyTrial: true,
  payInAdvance: false,
  proRata: false,
};
const PRODUCT_TYPES = ["product", "charge", "plan"];
const PLAN_TYPES = ["flat_fee", "per_unit", "tiered", "volume", "stair_step", "percentage"];

export function productOf(body: JsonObject, writing: Writing): JsonObject {
  const { switches, id, time, old, numberTaken } = writing;
  const readOnly = ["id", "createdAt", "updatedAt", "pricePlans", ...(switches.unarchiveByPut ? [] : ["isArchived"])];
  const taken = checked(body, readOnly, "Product", writing);
  const { name, number, invoiceVisibility = "always", translations } = body;
  const type = body["type"] ?? old?.["type"] ?? null;
  if (typeof name !== "string" || name === "") throw new Violation("name", "This value should not be blank.");
  oneOf(PRODUCT_TYPES, type, "type");
  oneOf(["always", "only_if_charged"], invoiceVisibility, "invoiceVisibility");
  if (typeof number === "string") {
    if (number.length < 2 || number.length > 255) throw new Violation("number", "This value is too short or too long.");
    if (switches.numberUnique && numberTaken(number)) throw new Violation("number", "This value is already used.");
  }
  if (switches.nameWithTranslations === 422 && old && translations !== undefined && name !== old["name"])
    throw new Violation("translations", "Send name or translations.");
  for (const key of Object.keys(asObject(body["customFields"])))
    if (!switches.customFields.includes(key))
      throw new Violation(`customFields[${key}]`, "This field is not configured.");
  const families = body["productFamilies"];
  if (families !== undefined && families !== null && !Array.isArray(families))
    throw new Violation("productFamilies", "A list is expected.");
  const links = compact({
    ...one("measurement", body, writing),
    ...one("taxGroup", body, writing),
    ...one("costCentre", body, writing),
    productFamilies: families?.map((family, index) => {
      const familyId = relationId("productFamilies", family, `productFamilies[${index}]`, switches);
      return { id: familyId, name: `Family ${familyId}` };
    }),
  });
  return {
    measurement: KNOWN["measurement"] as JsonObject,
    taxGroup: KNOWN["taxGroup"] as JsonObject,
    ...keep(["measurement", "taxGroup"], old),
    ...PRODUCT_RESTING,
    ...(switches.putWithoutOptional === "keeps" ? old : {}),
    ...writable(taken, PRODUCT_RESTING),
    ...(switches.mapMembers === "merged" ? merged(taken, old) : {}),
    ...links,
    id,
    name,
    type,
    isArchived: body["isArchived"] === false && switches.unarchiveByPut ? false : (old?.["isArchived"] ?? false),
    createdAt: old?.["createdAt"] ?? time,
    updatedAt: time,
  };
}

export function planOf(body: JsonObject, writing: Writing): JsonObject {
  const { switches, id, time, old, product } = writing;
  const taken = checked(
    body,
    ["id", "createdAt", "updatedAt", "status", "inUse", "checkoutLinkIds"],
    "PricePlan",
    writing,
  );
  if (switches.readOnlyMembers === "refused")
    refuse(asObject(body["price"]), ["createdAt", "updatedAt", "tenantId"], "price.");
  const named = body["product"] === undefined ? undefined : relationId("product", body["product"], "product", switches);
  const productId = named ?? old?.["product"];
  const parent = typeof productId === "string" ? product(productId) : undefined;
  if (!parent) throw new Violation("product", "This value should not be null.");
  if (!old && parent["isArchived"] === true) throw new Violation("product", "The product is archived.");
  const type = body["type"] ?? old?.["type"] ?? null;
  oneOf(PLAN_TYPES, type, "type");
  checkAmount(asObject(body["price"])["amount"], switches);
  return {
    ...PLAN_RESTING,
    ...(switches.putWithoutOptional === "keeps" ? old : {}),
    ...writable(taken, PLAN_RESTING),
    ...one("customer", body, writing),
    id,
    type,
    status: old?.["status"] ?? "active",
    product: productId as string,
    price: {
      ...asObject(body["price"]),
      createdAt: asObject(old?.["price"])["createdAt"] ?? time,
      updatedAt: time,
      tenantId: TENANT,
    },
    inUse: old?.["inUse"] ?? false,
    checkoutLinkIds: old?.["checkoutLinkIds"] ?? [],
  };
}

function checkAmount(amount: Json | undefined, { amounts }: FynnSwitches): void {
  if (amount === undefined) return;
  const path = "price.amount";
  if (amounts === "minor" && !Number.isInteger(amount)) throw new Violation(path, "A whole number is expected.");
  if (amounts === "major" && typeof amount !== "number") throw new Violation(path, "A number is expected.");
  if (typeof amount !== "number" && typeof amount !== "string") throw new Violation(path, "A number is expected.");
}

/** The body without what is ignored in it. */
function checked(body: JsonObject, readOnly: readonly string[], kind: string, { switches }: Writing): JsonObject {
  if (switches.readOnlyMembers === "refused") refuse(body, readOnly, "");
  for (const name of switches.required
    .filter((name) => name.startsWith(`${kind}.`))
    .map((name) => name.slice(kind.length + 1)))
    if ((body[name] ?? null) === null) throw new Violation(name, "This value should not be null.");
  if (switches.nullInBody === 422)
    for (const [name, value] of Object.entries(body))
      if (value === null) throw new Violation(name, "This value should not be null.");
  return Object.fromEntries(Object.entries(body).filter(([name]) => !readOnly.includes(name)));
}

function refuse(body: JsonObject, names: readonly string[], before: string): void {
  for (const name of names)
    if (body[name] !== undefined) throw new Violation(before + name, "This field is read-only.");
}

function oneOf(values: readonly string[], value: Json, path: string): void {
  if (typeof value !== "string" || !values.includes(value))
    throw new Violation(path, "The value you selected is not a valid choice.");
}

/** The members that can be written; null is what a field without a value is. */
const writable = (body: JsonObject, resting: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(resting).flatMap(([name, empty]): [string, Json][] => {
      const value = body[name];
      return value === undefined ? [] : [[name, value ?? empty]];
    }),
  );

/** Maps that keep what a PUT leaves out of them. */
const merged = (body: JsonObject, old: JsonObject | undefined): JsonObject =>
  Object.fromEntries(
    ["customFields", "translations"].flatMap((name): [string, Json][] =>
      body[name] === undefined || body[name] === null
        ? []
        : [[name, { ...asObject(old?.[name]), ...asObject(body[name]) }]],
    ),
  );

const keep = (names: readonly string[], old: JsonObject | undefined): JsonObject =>
  compact(Object.fromEntries(names.map((name) => [name, old?.[name]])));

/** A relation as it is stored. */
function one(name: string, body: JsonObject, { switches }: Writing): JsonObject {
  const value = body[name];
  if (value === undefined) return {};
  if (value === null) return { [name]: KNOWN[name] ?? null };
  const id = relationId(name, value, name, switches);
  return { [name]: { ...(KNOWN[name]?.["id"] === id ? KNOWN[name] : { name: `The ${name} ${id}` }), id } };
}

/** The id in a relation of a body, which must have the form that the tenant wants. */
function relationId(name: string, value: Json, path: string, { relations, relationsByPath }: FynnSwitches): string {
  if (relationsByPath.includes(name)) {
    const id = typeof value === "string" ? /^\/.+\/([^/]+)$/.exec(value)?.[1] : undefined;
    if (id === undefined) throw new Violation(path, "A path is expected.");
    return id;
  }
  const id = relations === "id" ? value : asObject(value)["id"];
  if (typeof id === "string" && !id.includes("/")) return id;
  throw new Violation(path, relations === "id" ? "An id is expected." : "An object with an id is expected.");
}
