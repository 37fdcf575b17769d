/** The files that `catalogue comment` reads. */
import { existsSync, readFileSync } from "node:fs";
import { isObject, type Json } from "../../fields/shape.js";
import type { Drift } from "../../forge/comment/drift-issue.js";
import type { Review } from "../../review/digest.js";
import { RECEIPT_VERSION, type Receipt } from "../../review/receipt.js";
import { reviewProblem } from "../saved-review.js";

/** Takes secrets out of a text. */
type Clean = (text: string) => string;

export function readReview(path: string, clean: Clean): Review {
  const value = read(path, clean, MAKE_REVIEW);
  const problem = reviewProblem(value);
  if (problem !== undefined) throw notA(path, "a review", problem, MAKE_REVIEW);
  const review = value as unknown as Review;
  if (review.source.from === "drift")
    throw notA(path, "a review of a change", "it is of drift", "hand over the whole output: --drift <file>");
  return review;
}

const MAKE_REVIEW = "make it with `catalogue review --stack <stack> --format json --output <file>`";
const MAKE_RECEIPT = "make it with `catalogue apply --receipt <file>`";
const MAKE_DRIFT = "make it with `catalogue drift --format json --output <file>`";

export function readReceipt(path: string, clean: Clean): Receipt {
  const value = read(path, clean, MAKE_RECEIPT);
  if (!isObject(value) || typeof value["stack"] !== "string" || !Array.isArray(value["changes"]))
    throw notA(path, "a receipt", "members are missing", MAKE_RECEIPT);
  if (value["version"] !== RECEIPT_VERSION)
    throw notA(path, "a receipt of this version", `its version is ${String(value["version"])}`, MAKE_RECEIPT);
  const isWhole = ["notApproved", "messages", "next"].every((name) => Array.isArray(value[name]));
  if (!isWhole) throw notA(path, "a receipt", "members are missing", MAKE_RECEIPT);
  return value as unknown as Receipt;
}

export function readDrift(path: string, clean: Clean): Drift {
  const value = read(path, clean, MAKE_DRIFT);
  const problem = isObject(value) ? reviewProblem(value["review"]) : "it is not an object";
  if (problem !== undefined || !isObject(value)) throw notA(path, "drift", problem ?? "", MAKE_DRIFT);
  const review = value["review"] as unknown as Review;
  if (review.source.from !== "drift") throw notA(path, "drift", `it is from ${review.source.from}`, MAKE_DRIFT);
  const has = (name: string): boolean => {
    const list = value[name];
    return Array.isArray(list) && list.length > 0;
  };
  const found = review.changes.length > 0 || review.findings.length > 0;
  return { review, found: found || ["gone", "unmanaged", "doubles"].some(has) };
}

/** The numbers of the pull requests that `catalogue approvals` has found; undefined: there is no such file. */
export function readApprovals(path: string): readonly number[] | undefined {
  if (!existsSync(path)) return undefined;
  const remedy = "write it with `catalogue approvals --output <folder>`";
  const value = read(path, (text) => text, remedy);
  const list = isObject(value) ? value["pullRequests"] : undefined;
  if (!Array.isArray(list)) throw notA(path, "a list of approvals", "it has no pullRequests", remedy);
  return list.flatMap((one) => {
    const number = isObject(one) ? one["number"] : undefined;
    return typeof number === "number" && Number.isInteger(number) && number > 0 ? [number] : [];
  });
}

function read(path: string, clean: Clean, remedy: string): Json {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `${path} ${code === "ENOENT" ? "does not exist" : `cannot be read (${code})`}\n  what to do: ${remedy}`,
    );
  }
  try {
    return JSON.parse(clean(text)) as Json;
  } catch {
    throw notA(path, "such a file", "it is not JSON", remedy);
  }
}

const notA = (path: string, what: string, why: string, remedy: string): Error =>
  new Error(`${path} is not ${what}: ${why}\n  what to do: ${remedy}`);
