import { Registry } from "../kinds/registry.js";
import { fynn } from "./fynn/vendor.js";
import { polar } from "./polar/vendor.js";
import { sequence } from "./sequence/vendor.js";

/** Adding a vendor: its folder, and its name here. */
export const registry = new Registry([sequence, fynn, polar]);
