/**
 * Shows: a review in a script: what an edit means, from the files in a folder before to those in after. Exits
 *        with 3 if a finding blocks, and with 1 if a catalogue has problems.
 * Run:   node examples/review.mjs examples/sample-customers
 */
import { join } from "node:path";
import { review, terminal } from "billing-catalogue/review";

const [folder = "examples/sample-customers"] = process.argv.slice(2);
const made = review({ before: join(folder, "before"), after: join(folder, "after") });
console.log(terminal(made, { colour: false, columns: 80 }));
if (made.source.failed) process.exitCode = 1;
else if (made.findings.some(({ severity }) => severity === "block")) process.exitCode = 3;
