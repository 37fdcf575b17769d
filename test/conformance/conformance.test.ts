/** Every kind of the registry, with the values of `cases.ts`. */
import { registry } from "../../provider/vendors/registry.js";
import { fixtureOf } from "../support/vendors.js";
import { CASES } from "./cases.js";
import { conformance } from "./suite.js";

for (const vendor of registry.vendors) conformance(vendor, fixtureOf(vendor.name), CASES);
