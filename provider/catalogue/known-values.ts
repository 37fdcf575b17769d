/** Values of open choices: fields for which a vendor adds values over time. */
import { unknownChoices } from "../fields/choices.js";
import { closest, didYouMean, otherSpelling } from "../validation/did-you-mean.js";
import { UNKNOWN } from "../validation/engine-words.js";
import type { Problem } from "../validation/problem.js";
import type { Entry } from "./model.js";

/** A value that is not documented may be new at the vendor, which is a warning; one that cannot be new is a mistake. */
export const unknownValues = ({ kind, fields, source, vendor }: Entry): Problem[] =>
  Object.entries(kind.fields).flatMap(([name, field]) =>
    unknownChoices(field.shape, fields[name] ?? null, [name])
      .filter(({ value }) => value !== UNKNOWN)
      .map(({ path, value, known }) => {
        const fieldName = `\`${String(path.findLast((part) => typeof part === "string"))}\``;
        const spelling = otherSpelling(value, known);
        if (spelling !== undefined) {
          const message = `${value} is not a value of ${fieldName}`;
          return source.problem("unknown-value", path, "value", message, `write \`${spelling}\``);
        }
        const isClose = closest(value, known) !== undefined;
        if (cannotBe(value, known)) {
          const message = `${JSON.stringify(value)} is not a value of ${fieldName}`;
          const remedy = isClose ? didYouMean(value, known) : `write a value such as \`${known[0]}\``;
          return source.problem("unknown-value", path, "value", message, remedy);
        }
        const shown = JSON.stringify(value);
        const message = `${shown} is not among the values that ${vendor.title} documents for ${fieldName}`;
        const remedy =
          (isClose ? `${didYouMean(value, known)} ` : "") +
          "If the vendor supports the value, leave it: it is sent as written";
        return source.problem("new-value", path, "value", message, remedy, "warning");
      }),
  );

/** A vendor spells its values in one way, all upper case or all lower case: a value in another spelling is not new. */
const cannotBe = (value: string, known: readonly string[]): boolean =>
  [/^[A-Z0-9_]+$/, /^[a-z0-9_]+$/].some(
    (spelling) => known.every((documented) => spelling.test(documented)) && !spelling.test(value),
  );
