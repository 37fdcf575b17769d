/** What several sections of the page need: anchors, and the changes in groups. */
import type { Change, Finding, Review, ReviewedAccount } from "../../digest.js";
import { groupOf, type Group as Kind } from "../groups.js";
import { type Sections, sections } from "../summary.js";
import { GROUP } from "./words.js";

export interface PageData {
  readonly review: Review;
  readonly sections: Sections;
  readonly changes: readonly NumberedChange[];
  /** The first change of each entry, by its address. */
  readonly cards: ReadonlyMap<string, NumberedChange>;
  readonly findings: readonly NumberedFinding[];
  readonly groups: readonly Group[];
  readonly accounts: ReadonlyMap<string, ReviewedAccount>;
  /** There are so many changes that totals and fields are folded. */
  readonly isLarge: boolean;
}

export interface NumberedChange {
  /** The anchor of its card. */
  readonly id: string;
  readonly title: string;
  readonly change: Change;
  readonly findings: readonly NumberedFinding[];
}

export interface NumberedFinding {
  readonly id: string;
  readonly finding: Finding;
}

/** Changes that are read together. */
export interface Group {
  readonly id: string;
  readonly title: string;
  readonly changes: readonly NumberedChange[];
}

const LARGE = 30;

export function pageData(review: Review): PageData {
  const parts = sections(review);
  const findings = [...parts.blocking, ...parts.otherFindings].map((finding, index) => ({
    id: `finding-${index + 1}`,
    finding,
  }));
  const byAddress = Map.groupBy(findings, ({ finding }) => finding.address);
  const changes = parts.changes.map((change, index) => ({
    id: `change-${index + 1}`,
    title: titleOf(change),
    change,
    findings: byAddress.get(change.address) ?? [],
  }));
  const groups = [...Map.groupBy(changes, ({ change }) => groupOf(change))].map(([group, members]) => ({
    id: `group-${group}`,
    title: groupTitle(
      group,
      members.map(({ change }) => change),
    ),
    changes: members,
  }));
  const accounts = new Map(review.accounts.map((account) => [account.name, account]));
  const cards = new Map(changes.toReversed().map((entry) => [entry.change.address, entry]));
  return { review, sections: parts, changes, cards, findings, groups, accounts, isLarge: changes.length > LARGE };
}

function groupTitle(group: Kind, changes: readonly Change[]): string {
  const [first] = changes;
  if (first?.onlyIn !== undefined) return `Only in ${first.onlyIn}`;
  return group === "refused" && !changes.some(({ removed }) => removed) ? "Refused" : GROUP[group];
}

/** A title that can be seen. */
export const titleOf = ({ title, address }: { readonly title: string; readonly address: string }): string =>
  title.trim() === "" ? address : title;
