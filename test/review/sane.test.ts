/** The rules are of use only if they are silent about catalogues and changes that are right. */
import { describe, expect, it } from "vitest";
import { catalogueFindings, findings } from "../../provider/review/findings.js";
import { Random } from "../support/random.js";
import { saneCatalogue, saneEdit, type VendorName } from "./sane.js";
import { yamlOf } from "./sane-yaml.js";
import { pairsOf, sidesOf } from "./sides.js";

const CATALOGUES = 1_000;
const VENDORS: readonly VendorName[] = ["sequence", "fynn", "polar"];
const SEED = Number(process.env["CATALOGUE_SEED"] ?? 20_261_126);

describe(`plausible catalogues (seed ${SEED})`, () => {
  it("have false findings in less than 1 % of the cases", () => {
    const wrong: string[] = [];
    let [entries, changed] = [0, 0];
    for (let number = 0; number < CATALOGUES; number += 1) {
      const random = new Random(SEED + number);
      const sane = saneCatalogue(VENDORS[number % VENDORS.length] as VendorName, random);
      const [before, after] = [yamlOf(sane), yamlOf(saneEdit(sane, random))];
      const [was, is] = [sidesOf(before), sidesOf(after)];
      entries += was.length;
      if (before !== after) changed += 1;
      const found = [...catalogueFindings({ entries: was }), ...findings({ pairs: pairsOf(was, is) })];
      const said = found.map(({ code, address, message }) => `${number} ${code} ${address}: ${message}`);
      if (said.length > 0) wrong.push(said.join("\n"));
    }
    // Catalogues with nothing in them, or without an edit, show nothing.
    expect(entries).toBeGreaterThan(CATALOGUES * 4);
    expect(changed).toBeGreaterThan(CATALOGUES * 0.7);
    console.log(`${wrong.length} of ${CATALOGUES} with a false finding\n${wrong.join("\n")}`);
    expect(wrong.length).toBeLessThan(CATALOGUES / 100);
  });
});
