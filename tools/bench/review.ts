/** `npm run bench`: how long a review of 2,000 changes takes to render, in milliseconds. */
import { performance } from "node:perf_hooks";
import type { Review } from "../../dist/provider/review/digest.js";
import { FORGES, type ForgeName } from "../../dist/provider/review/render/forges.js";
import { markdown } from "../../dist/provider/review/render/markdown.js";
import { terminal } from "../../dist/provider/review/render/terminal.js";
import { manyChanges } from "../../test/review/reviews.ts";

const review = manyChanges(2_000);

const measure = (name: string, render: (review: Review) => string): void => {
  const start = performance.now();
  const text = render(review);
  console.log(`${name}: ${(performance.now() - start).toFixed(0)} ms, ${Buffer.byteLength(text)} bytes`);
};

for (const forge of Object.keys(FORGES) as ForgeName[])
  measure(`Markdown for ${FORGES[forge].title}`, (review) => markdown(review, { forge }));
measure("terminal", (review) => terminal(review, { colour: true, columns: 80 }));
