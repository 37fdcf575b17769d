/**
 * An account that people and other tools have filled, none of it by this package: every field and every form of price
 * that the vendor takes, archived objects, objects of other stacks, doubles, names with odd characters. The objects are
 * made by requests, so the sandbox refuses what the vendor refuses.
 */

import type { FynnSandbox } from "./fynn/sandbox.ts";
import { fynnHistory } from "./fynn/seed.ts";
import type { PolarSandbox } from "./polar/sandbox.ts";
import { polarHistory } from "./polar/seed.ts";
import { fill, type Seeded, type SeedOptions } from "./seeding.ts";
import type { SequenceSandbox } from "./sequence/sandbox.ts";
import { sequenceHistory } from "./sequence/seed.ts";

export type { Seeded, SeededObject, SeedOptions } from "./seeding.ts";

/**
 * Fills a new sandbox. The seeding requests are not among its exchanges afterwards, and every object is older than two
 * days.
 *
 * @throws an Error with the answer where the sandbox refuses a request
 */
export function seed(sandbox: SequenceSandbox | FynnSandbox | PolarSandbox, options: SeedOptions = {}): Seeded {
  if ("prices" in sandbox) return fill(sandbox, sequenceHistory(sandbox), options);
  if ("plans" in sandbox) return fill(sandbox, fynnHistory(sandbox), options);
  return fill(sandbox, polarHistory, options);
}
