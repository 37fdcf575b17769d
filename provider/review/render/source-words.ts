/** From what a review was made, in words. */
import type { Review } from "../digest.js";
import { countSentence } from "./summary.js";

/**
 * The head of a review in one sentence without a full stop. It says first that the preview failed or that the
 * catalogue has problems, and last that files were compared. It contains no text from outside.
 */
export function headSentence({ source, changes }: Review): string {
  const counts = countSentence(changes);
  const known = changes.length === 0 ? "no changes are known" : counts;
  const sentence = source.failed ? `${FAILED[source.from]}, so this is incomplete: ${known}` : counts;
  const note = NOTES[source.from];
  return note === undefined ? sentence : `${sentence} (${note})`;
}

/** Why a review is incomplete. */
export const FAILED: Readonly<Record<Review["source"]["from"], string>> = {
  preview: "the preview failed",
  files: "the catalogue has problems",
  drift: "the accounts could not be read",
};

/** Said in the head of every review that was made from files. */
export const FROM_FILES = "from the files; not compared with the vendor";

/** What the head says of a review that is not one of a preview. */
const NOTES: Readonly<Partial<Record<Review["source"]["from"], string>>> = {
  files: FROM_FILES,
  drift: "made outside the catalogue; nothing is sent",
};

/** What was compared, in a sentence with a full stop; the names in it are from outside and have to be escaped. */
export function sourceSentence({ source }: Review): string | undefined {
  if (source.from === "preview")
    return source.stack === undefined ? undefined : `Preview of the stack ${source.stack}.`;
  if (source.from === "drift") return `Accounts compared with the state of the stack ${source.stack}.`;
  const values = source.values === undefined ? "without values of a stack" : `with the values of ${source.values}`;
  return `Compared with ${source.base} (commit ${source.commit.slice(0, 7)}), ${values}.`;
}
