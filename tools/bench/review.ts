/**
 * How long a preview of 2,000 changes takes to become a review, and a review of 2,000 changes to be rendered. In this
 * process.
 */
import { performance } from "node:perf_hooks";
import type { Review } from "../../dist/provider/review/digest.js";
import { FORGES, type ForgeName } from "../../dist/provider/review/render/forges.js";
import { markdown } from "../../dist/provider/review/render/markdown.js";
import { terminal } from "../../dist/provider/review/render/terminal.js";
import { review } from "../../dist/provider/review.js";
import { manySteps } from "../../test/review/many-steps.ts";
import { manyChanges } from "../../test/review/reviews.ts";
import { type Plan, say } from "./plan.ts";

const CHANGES = 2_000;

export function measureReview({ runs, record }: Plan): void {
  const measure = (step: string, render: () => string): void => {
    const [start, used] = [performance.now(), process.cpuUsage()];
    const text = render();
    const { user, system } = process.cpuUsage(used);
    const wall = performance.now() - start;
    record.add("review", { step }, { wall, cpu: (user + system) / 1_000, bytes: Buffer.byteLength(text) });
    say(`review, ${step}: ${wall.toFixed(0)} ms`);
  };

  const preview = manySteps(CHANGES);
  const last = "archives and texts, terminal";
  for (let round = 0; round < runs; round += 1) {
    if (record.count("review", { step: last }) > round) continue;
    let made: Review | undefined;
    measure("from the preview to Markdown for GitHub", () => {
      made = review({ preview, directory: "there-is-none" });
      return markdown(made, { forge: "github" });
    });
    for (const [name, rendered] of [
      ["that review", made],
      ["archives and texts", manyChanges(CHANGES)],
    ] as const) {
      if (!rendered) continue;
      for (const forge of Object.keys(FORGES) as ForgeName[])
        measure(`${name}, Markdown for ${FORGES[forge].title}`, () => markdown(rendered, { forge }));
      measure(`${name}, terminal`, () => terminal(rendered, { colour: true, columns: 80 }));
    }
  }
}
