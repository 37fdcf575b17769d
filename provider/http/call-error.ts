import { pathText } from "../fields/path.js";

/** What can go wrong on the wire. Retries and recovery read this and nothing else. */
export type Category =
  | "credentials" // 401
  | "forbidden" // 403
  | "not-found" // 404
  | "conflict" // 409
  | "invalid" // another 4xx: the vendor understood and refused
  | "rate-limited" // 429
  | "server" // 5xx
  | "unreachable" // nothing was sent
  | "no-answer" // sent, and then the connection broke or time ran out
  | "unexpected"; // an answer that is not what the contract says: a redirect, HTML, a wrong shape

/** An error that the vendor reports at a place in the request body. */
export interface FieldError {
  /** The place in the vendor's own body: `["prices", 0, "price_amount"]`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export interface CallFacts {
  readonly category: Category;
  /** In words: "create product". */
  readonly action: string;
  /** Vendor and account: "Sequence account sequence". */
  readonly account: string;
  readonly status?: number;
  /** The vendor's own code and message, as they came. */
  readonly code?: string;
  readonly detail?: string;
  readonly requestId?: string;
  readonly fieldErrors?: readonly FieldError[];
  /** The entry that the body was made from. Field errors are shown at its fields. */
  readonly address?: string;
  /** From Retry-After, milliseconds. */
  readonly retryAfter?: number;
  /** How often it was tried. */
  readonly tries?: number;
  readonly remedy: string;
}

/** A failed call to a vendor. The message says what to do; it contains no headers and no request body. */
export class CallError extends Error {
  readonly facts: CallFacts;

  constructor(facts: CallFacts) {
    super(sentence(facts));
    this.name = "CallError";
    this.facts = facts;
  }

  /** A write may or may not have happened. */
  get outcomeUnknown(): boolean {
    const { category, status = 200 } = this.facts;
    // A redirect or a "not found" page shows that the vendor did not act on the request.
    return category === "server" || category === "no-answer" || (category === "unexpected" && status < 300);
  }

  /** The answer in words, without the request and the remedy. */
  get said(): string {
    return answered(this.facts);
  }

  /** The vendor understood the call and refused it. */
  get refused(): boolean {
    return ["conflict", "invalid", "forbidden"].includes(this.facts.category);
  }
}

function sentence(facts: CallFacts): string {
  const { action, fieldErrors, address, remedy } = facts;
  const places = (fieldErrors ?? []).map(({ path, message }) => `\n  ${placeOf(address, path)}: ${message}`).join("");
  return `${action}: ${answered(facts)}${places}\n  what to do: ${remedy}`;
}

function answered({ account, category, status, code, detail, requestId, tries }: CallFacts): string {
  const what = status === undefined ? WORDS[category] : `${WORDS[category]} (HTTP ${status}${code ? `, ${code}` : ""})`;
  const said = detail ? `: ${detail}` : "";
  const id = requestId ? ` [request ${requestId}]` : "";
  const often = tries && tries > 1 ? `, tried ${tries} times` : "";
  return `${account} ${what}${often}${said}${id}`;
}

/** "acme/seat/monthly price.tiers[0].amount" */
function placeOf(address: string | undefined, path: FieldError["path"]): string {
  return [address, pathText(path)].filter((part) => part).join(" ") || "(body)";
}

const WORDS: Record<Category, string> = {
  credentials: "does not accept the credentials",
  forbidden: "does not permit this",
  "not-found": "does not know this object",
  conflict: "refused",
  invalid: "refused",
  "rate-limited": "asks to slow down",
  server: "failed",
  unreachable: "cannot be reached",
  "no-answer": "did not answer",
  unexpected: "sent an unexpected answer",
};
