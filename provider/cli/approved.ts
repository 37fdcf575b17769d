/** The reviews that people have approved, from the files that a pipeline has kept. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Review } from "../review/digest.js";
import { reviewProblem } from "./saved-review.js";

/** Lists what `catalogue approvals` has written; not a review itself. */
export const APPROVALS_FILE = "approvals.json";

/**
 * Reads reviews of previews of a stack, as `catalogue review --format json` writes them. A folder stands for all
 * `.json` files in it; one of them that is not such a review approves nothing, and `skip` is told why.
 *
 * @throws an Error that names the file and what to do, when a file that was named is not such a review
 */
export const readApproved = (paths: readonly string[], stack: string, skip: (why: string) => void): readonly Review[] =>
  paths.flatMap((path) => {
    const files = filesIn(path);
    if (files === undefined) return [readReview(path, stack)];
    return files.flatMap((file) => {
      try {
        return [readReview(file, stack)];
      } catch (error) {
        skip((error as Error).message.split("\n", 1)[0] ?? "");
        return [];
      }
    });
  });

/** undefined: it is not a folder. */
function filesIn(path: string): readonly string[] | undefined {
  try {
    if (!statSync(path).isDirectory()) return undefined;
    return readdirSync(path)
      .filter((name) => name.endsWith(".json") && name !== APPROVALS_FILE)
      .sort()
      .map((name) => join(path, name));
  } catch (error) {
    throw unreadable(path, (error as NodeJS.ErrnoException).code ?? "");
  }
}

const unreadable = (path: string, code: string): Error =>
  new Error(
    `${path} ${code === "ENOENT" ? "does not exist" : `cannot be read (${code})`}\n` +
      "  what to do: name the review that was approved, or the folder with such reviews: --approved <path>",
  );

function readReview(path: string, stack: string): Review {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? notA(path, "it is not JSON") : unreadable(path, code);
  }
  const problem = reviewProblem(value);
  if (problem !== undefined) throw notA(path, problem);
  const review = value as Review;
  const { source } = review;
  if (source.from !== "preview")
    throw notA(path, `it was made from ${source.from === "stacks" ? "two stacks" : source.from}, not from a preview`);
  if (source.failed) throw notA(path, "its preview failed, so it does not show all changes");
  if (source.stack !== undefined && nameOf(source.stack) !== nameOf(stack))
    throw notA(path, `it is of stack ${source.stack}`);
  return review;
}

/** `organization/project/stack` → `stack`. */
const nameOf = (stack: string): string => stack.split("/").at(-1) ?? stack;

const notA = (path: string, why: string): Error =>
  new Error(
    `${path} is not a review that can be approved: ${why}\n` +
      "  what to do: make it with `catalogue review --stack <stack> --format json --output <file>`",
  );
