/**
 * `npm run bench`: how long a preview of 2,000 changes takes to become a review, and a review of 2,000 changes to be
 * rendered, in milliseconds.
 */
import { performance } from "node:perf_hooks";
import type { Review } from "../../dist/provider/review/digest.js";
import { FORGES, type ForgeName } from "../../dist/provider/review/render/forges.js";
import { markdown } from "../../dist/provider/review/render/markdown.js";
import { terminal } from "../../dist/provider/review/render/terminal.js";
import { review } from "../../dist/provider/review.js";
import { manySteps } from "../../test/review/many-steps.ts";
import { manyChanges } from "../../test/review/reviews.ts";

const measure = (name: string, render: () => string): void => {
  const [start, used] = [performance.now(), process.cpuUsage()];
  const text = render();
  const { user, system } = process.cpuUsage(used);
  const times = `${(performance.now() - start).toFixed(0)} ms (${((user + system) / 1_000).toFixed(0)} ms of CPU)`;
  console.log(`${name}: ${times}, ${Buffer.byteLength(text)} bytes`);
};

const preview = manySteps(2_000);
let made: Review | undefined;
measure(`from a preview of ${Buffer.byteLength(preview)} bytes to Markdown for GitHub`, () => {
  made = review({ preview, directory: "there-is-none" });
  return markdown(made, { forge: "github" });
});

for (const [name, rendered] of [
  ["that review", made],
  ["archives and texts", manyChanges(2_000)],
] as const) {
  if (!rendered) continue;
  for (const forge of Object.keys(FORGES) as ForgeName[])
    measure(`${name}, Markdown for ${FORGES[forge].title}`, () => markdown(rendered, { forge }));
  measure(`${name}, terminal`, () => terminal(rendered, { colour: true, columns: 80 }));
}
