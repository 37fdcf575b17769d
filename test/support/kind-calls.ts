/** Requests of a vendor by what its kinds say they are: no test needs to know a path. */
import type { Json } from "../../provider/fields/shape.js";
import type { Request } from "../../provider/kinds/calls.js";
import type { Kind } from "../../provider/kinds/kind.js";
import type { Vendor } from "../../provider/kinds/vendor.js";
import type { VendorFixture } from "./vendors.js";

/** Stands for any id. */
const ID = "any-id";

/**
 * A write as "POST /products" that makes a new object: every POST but the calls that concern an object that is
 * there.
 */
export function isCreate(fixture: VendorFixture, write: string): boolean {
  if (!write.startsWith("POST ")) return false;
  return !kindsOf(fixture)
    .flatMap(callsWithId)
    .some((call) => matches(call, write));
}

/** A path that lists the objects of a kind, with or without a query, whatever stands before it in `baseUrl`. */
export function isList(fixture: VendorFixture, path: string): boolean {
  const [plain = ""] = path.split("?");
  return kindsOf(fixture).some((kind) => plain.endsWith(listPath(vendorOf(fixture), kind)));
}

/** The path of a kind's list. */
export function listPath({ settings }: Vendor, { calls }: Kind): string {
  const defaults = Object.entries(settings).map(([name, { default: value }]): [string, Json] => [name, value ?? null]);
  return calls.list(Object.fromEntries(defaults)).path;
}

function vendorOf({ name, registry }: VendorFixture): Vendor {
  const vendor = registry.vendor(name);
  if (!vendor) throw new Error(`no vendor ${name}`);
  return vendor;
}

const kindsOf = (fixture: VendorFixture): readonly Kind[] => vendorOf(fixture).kinds;

/** The calls of a kind that write to an object that is there. */
function callsWithId({ archiving, fields, calls }: Kind): Request[] {
  const { archive } = archiving;
  return [
    calls.update(ID),
    ...(calls.observe ? [calls.observe(ID)] : []),
    ...(archive.by === "call" ? [archive.request(ID)] : []),
    ...Object.values(fields).flatMap(({ ownCall }) => (ownCall ? [ownCall(ID, [])] : [])),
  ];
}

function matches({ method, path }: Request, write: string): boolean {
  const [before = "", after = ""] = `${method} ${path}`.split(ID);
  return (
    write.startsWith(before) &&
    write.endsWith(after) &&
    !write.slice(before.length, -after.length || undefined).includes("/")
  );
}
