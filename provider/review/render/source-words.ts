/** From what a review was made, in words. */
import type { Review } from "../digest.js";
import { countSentence } from "./summary.js";

/**
 * The head of a review in one sentence without a full stop. It says first that the preview failed or that the
 * catalogue has problems, and last that files were compared. The names of stacks in it are from outside and have to be
 * escaped.
 */
export function headSentence({ source, changes }: Review): string {
  const counts = countSentence(changes);
  if (source.from === "stacks") {
    const found = changes.length === 0 ? "no differences" : counts;
    const said = source.failed ? `${FAILED.stacks}, so this is incomplete: ${found}` : found;
    return `from ${short(source.promoted)} to ${short(source.into)}: ${said}`;
  }
  const known = changes.length === 0 ? "no changes are known" : counts;
  const sentence = source.failed ? `${FAILED[source.from]}, so this is incomplete: ${known}` : counts;
  const note = NOTES[source.from];
  return note === undefined ? sentence : `${sentence} (${note})`;
}

/** No stack of Pulumi has a longer name. */
const MAX_NAME = 100;

const short = (name: string): string => {
  const characters = [...name];
  return characters.length > MAX_NAME ? `${characters.slice(0, MAX_NAME).join("")}…` : name;
};

/** Why a review is incomplete. */
export const FAILED: Readonly<Record<Review["source"]["from"], string>> = {
  preview: "the preview failed",
  files: "the catalogue has problems",
  drift: "the accounts could not be read",
  stacks: "not all was compared",
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
  if (source.from === "stacks")
    return (
      `What a promotion from ${short(source.promoted)} to ${short(source.into)} would change in ` +
      `${short(source.into)}. ` +
      "From the states; not compared with the vendors."
    );
  if (source.from === "drift") return `Accounts compared with the state of the stack ${source.stack}.`;
  const values = source.values === undefined ? "without values of a stack" : `with the values of ${source.values}`;
  const commit = source.commit === "" ? "" : ` (commit ${source.commit.slice(0, 7)})`;
  return `Compared with ${source.base}${commit}, ${values}.`;
}
