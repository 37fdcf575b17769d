/** Runs the rules: what they find, without what is accepted, worst first. */

import { ACCEPTANCE_UNFIT, DEFAULT_REVIEW, type ReviewConfig } from "../accounts/review-config.js";
import type { Source } from "../catalogue/model.js";
import { compareText } from "../fields/compare.js";
import type { Path } from "../money/price.js";
import type { ReviewCode } from "../validation/review-code.js";
import { REVIEW_CODES } from "../validation/review-codes.js";
import { holdsUnknown } from "../validation/unknown.js";
import { acceptCommand, acceptedForm, acceptLine, accepts, unfitAcceptances } from "./acceptance.js";
import type { Finding, FindingSeverity, SourcePlace } from "./digest.js";
import { CATALOGUE_RULES, CHANGE_RULES } from "./rules/index.js";
import type { ReviewRule, RuleFinding } from "./rules/rule.js";
import type { Pair, Side } from "./side.js";

interface FindingsOptions<P extends SourcePlace> {
  /** Default: no severity is set, and all thresholds have their defaults. */
  readonly config?: ReviewConfig;
  /** The place of a path within an entry. Default: findings have no places. */
  readonly placeOf?: (source: Source, path: Path) => P | undefined;
}

/** A finding with the place that `placeOf` gave it. */
export type Placed<P extends SourcePlace> = Omit<Finding, "place"> & { readonly place?: P };

export interface FindingsInput<P extends SourcePlace = SourcePlace> extends FindingsOptions<P> {
  /** All entries, also those that do not change. Entries that the schema refuses are left out. */
  readonly pairs: readonly Pair[];
  /** A removed entry whose object stays as it is, besides those with `onRemove: retain`. */
  readonly stays?: (removed: Side) => boolean;
}

export interface CatalogueFindingsInput<P extends SourcePlace = SourcePlace> extends FindingsOptions<P> {
  /** Without entries that the schema refuses. */
  readonly entries: readonly Side[];
}

/** What the rules say about a change. What they said about the catalogue before it is left out. */
export function findings<P extends SourcePlace = SourcePlace>({
  pairs: all,
  stays,
  ...options
}: FindingsInput<P>): readonly Placed<P>[] {
  const pairs = stays ? all.filter(({ before, after }) => after ?? !(before && stays(before))) : all;
  const [before, after] = [pairs.flatMap((pair) => pair.before ?? []), pairs.flatMap((pair) => pair.after ?? [])];
  const { severities, thresholds } = options.config ?? DEFAULT_REVIEW;
  const isOn = ({ code }: ReviewRule): boolean => severities[code] !== "off";
  const [ofCatalogue, ofChange] = [CATALOGUE_RULES.filter(isOn), CHANGE_RULES.filter(isOn)];
  const found = merged([
    ...ofChange.flatMap((rule) => rule.check(pairs, thresholds).map((finding) => ({ rule, finding }))),
    ...ofCatalogue.flatMap((rule) => rule.check(after, thresholds).map((finding) => ({ rule, finding }))),
  ]);
  const renamed = new Map(
    pairs.flatMap((pair) => (pair.before && pair.after ? [[pair.before.address, pair.after]] : [])),
  );
  const known = new Set(
    merged(ofCatalogue.flatMap((rule) => rule.check(before, thresholds).map((finding) => ({ rule, finding })))).map(
      ({ rule, finding }) => keyOf(rule.code, renamed.get(finding.address ?? "")?.address ?? finding.address, finding),
    ),
  );
  const isKnown = ({ rule, finding }: Found): boolean => known.has(keyOf(rule.code, finding.address, finding));
  const sides = new Map([...before, ...after].map((side) => [side.address, side]));
  const inFiles = new Set(after.map(({ address }) => address));
  return [
    ...finished(
      found.filter((item) => !isKnown(item)),
      sides,
      inFiles,
      options,
    ),
    ...unfit(found, after, new Set(REVIEW_CODES), options),
    ...unfitOfChange(found, options),
  ].sort(byBadness);
}

/** What the catalogue alone shows. Acceptances of rules about changes are not looked at. */
export function catalogueFindings<P extends SourcePlace = SourcePlace>({
  entries,
  ...options
}: CatalogueFindingsInput<P>): readonly Placed<P>[] {
  const { severities, thresholds } = options.config ?? DEFAULT_REVIEW;
  const rules = CATALOGUE_RULES.filter(({ code }) => severities[code] !== "off");
  const found = merged(rules.flatMap((rule) => rule.check(entries, thresholds).map((finding) => ({ rule, finding }))));
  const sides = new Map(entries.map((side) => [side.address, side]));
  return [
    ...finished(found, sides, new Set(sides.keys()), options),
    ...unfit(found, entries, new Set(CATALOGUE_RULES.map(({ code }) => code)), options),
  ].sort(byBadness);
}

interface Found {
  readonly rule: ReviewRule;
  readonly finding: RuleFinding;
}

const keyOf = (code: ReviewCode, address: string | undefined, { values }: RuleFinding): string =>
  JSON.stringify([code, address ?? null, values]);

const SHOWN = 3;

/** One finding for each rule and entry, so that one acceptance stands for all of it. */
function merged(all: readonly Found[]): readonly Found[] {
  const groups = Map.groupBy(all, ({ rule, finding }) => JSON.stringify([rule.code, finding.address ?? null]));
  return [...groups.values()].flatMap((group): Found[] => {
    const [first] = group;
    if (!first) return [];
    const more = group.length > SHOWN ? ` and ${group.length - SHOWN} more` : "";
    const messages = group.slice(0, SHOWN).map(({ finding }) => finding.message);
    const values = acceptedForm(group.map(({ finding }) => finding.values).join("; "));
    return [{ rule: first.rule, finding: { ...first.finding, message: `${messages.join("; ")}${more}`, values } }];
  });
}

function finished<P extends SourcePlace>(
  found: readonly Found[],
  sides: ReadonlyMap<string, Side>,
  inFiles: ReadonlySet<string>,
  { config = DEFAULT_REVIEW, placeOf }: FindingsOptions<P>,
): Placed<P>[] {
  return found.flatMap(({ rule, finding: { address, path = [], message, remedy, values } }): Placed<P>[] => {
    const { code } = rule;
    const side = address === undefined ? undefined : sides.get(address);
    if (accepts(address === undefined ? config.accept : side?.lifecycle?.accept, code, values)) return [];
    const isInFiles = address !== undefined && inFiles.has(address);
    const place = isInFiles && side?.source ? placeOf?.(side.source, path) : undefined;
    const accept = isInFiles
      ? acceptLine(code, values)
      : address === undefined
        ? acceptCommand(code, values)
        : undefined;
    return [
      {
        code,
        severity: (config.severities[code] ?? rule.severity) as FindingSeverity,
        ...(address === undefined ? {} : { address }),
        ...(side ? { title: side.title } : {}),
        message,
        remedy,
        ...(place ? { place } : {}),
        ...(accept === undefined ? {} : { accept }),
      },
    ];
  });
}

/** Values by code, of one entry or (undefined) of the change as a whole. */
function valuesIn(found: readonly Found[]): (address: string | undefined) => ReadonlyMap<ReviewCode, string> {
  const byAddress = Map.groupBy(found, ({ finding }) => finding.address);
  return (address) => new Map((byAddress.get(address) ?? []).map(({ rule, finding }) => [rule.code, finding.values]));
}

function unfit<P extends SourcePlace>(
  found: readonly Found[],
  entries: readonly Side[],
  codes: ReadonlySet<ReviewCode>,
  { config = DEFAULT_REVIEW, placeOf }: FindingsOptions<P>,
): Placed<P>[] {
  const set = config.severities[ACCEPTANCE_UNFIT];
  if (set === "off") return [];
  const valuesAt = valuesIn(found);
  return entries.flatMap(({ address, title, lifecycle, source, fields }) =>
    lifecycle?.accept === undefined
      ? []
      : unfitAcceptances(lifecycle.accept, codes, valuesAt(address))
          // A value that is not known here may be the accepted one.
          .filter(({ severity }) => severity === "block" || !holdsUnknown(fields))
          .map(({ code, severity, message, remedy }): Placed<P> => {
            const place = source && placeOf?.(source, ["lifecycle", "accept", code]);
            return {
              code: ACCEPTANCE_UNFIT,
              severity: set ?? severity,
              address,
              title,
              message,
              remedy,
              ...(place ? { place } : {}),
            };
          }),
  );
}

/** Acceptances of the stack's configuration. */
function unfitOfChange(
  found: readonly Found[],
  { config = DEFAULT_REVIEW }: { readonly config?: ReviewConfig },
): Placed<never>[] {
  const set = config.severities[ACCEPTANCE_UNFIT];
  if (set === "off") return [];
  return unfitAcceptances(config.accept, new Set(REVIEW_CODES), valuesIn(found)(undefined)).map(
    ({ code, severity, message }) => ({
      code: ACCEPTANCE_UNFIT,
      severity: set ?? severity,
      message: message.replace("`accept`", "`catalogue:review.accept`"),
      remedy: `pulumi config rm --path 'catalogue:review.accept.${code}'`,
    }),
  );
}

const SEVERITIES: readonly FindingSeverity[] = ["block", "warn", "note"];
/** What changes comes before what the catalogue shows. */
const RANKS: ReadonlyMap<string, number> = new Map(
  [...CHANGE_RULES, ...CATALOGUE_RULES].map(({ code }, index) => [code, index]),
);

const byBadness = (a: Omit<Finding, "place">, b: Omit<Finding, "place">): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  rankOf(a.code) - rankOf(b.code) ||
  compareText(a.address ?? "", b.address ?? "") ||
  compareText(a.message, b.message);

/** Acceptances that do not fit come last. */
const rankOf = (code: string): number => RANKS.get(code) ?? RANKS.size;
