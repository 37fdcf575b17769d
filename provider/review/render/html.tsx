/**
 * The review as one HTML file: it loads nothing, runs nothing, and can be read on a screen of any width, in the dark,
 * and on paper. The same review gives the same bytes.
 */
import { createHash } from "node:crypto";
import { renderToString } from "preact-render-to-string";
import type { Review } from "../digest.js";
import { Page } from "./html/page.js";
import { CSS } from "./html/styles.js";
import { headSentence } from "./source-words.js";
import { capitalized } from "./summary.js";

/** Nothing but the styles of the page itself. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(CSS).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** A whole HTML document. Every text of the review is escaped. */
export function html(review: Review): string {
  const page = <Page review={review} sentence={capitalized(headSentence(review))} css={CSS} policy={POLICY} />;
  return `<!doctype html>\n${renderToString(page)}\n`;
}
