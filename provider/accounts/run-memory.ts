/** What this run has done in one account, and found out about it: no state of the stack says it yet. */
import { Foreseen } from "./foreseen.js";
import { Made } from "./made.js";
import { OneAhead } from "./one-ahead.js";

interface OrganizationProof {
  /** Where its objects belong. */
  expected?: string | undefined;
  /** Where the credentials belong, as an answer showed. */
  seen?: string | undefined;
  /** The vendor's own word, asked for once. */
  asked?: Promise<string | undefined>;
}

export class RunMemory {
  /** Id → address of what creates of this operation made or took: never adopted again, whatever the state says. */
  readonly made = new Made();
  /** What a look before the first step has found for entries with `adopt`. */
  readonly foreseen = new Foreseen();
  /** Ids that this operation archived. */
  readonly archived = new Set<string>();
  /** Ids of objects that this operation has sent a write for: what was read before may be outdated. */
  readonly written = new Set<string>();
  /** Ids of this stack's objects that the vendor answered for: proof that host and credentials are right. */
  readonly answered = new Set<string>();
  /**
   * Until one of the stack's objects has answered, single reads go one at a time: where none answers, that is found out
   * once.
   */
  readonly firstAnswer = new OneAhead();
  /** Owners whose marks were compared with the state. */
  readonly compared = new Set<string>();
  /** So many of the stack's objects were asked for, and none answered; 0: not found out. */
  silent = 0;
  /** Which organization the account is. */
  readonly proof: OrganizationProof = {};
  /** Until that is proven, creates go one at a time. */
  readonly firstCreate = new OneAhead();
}
