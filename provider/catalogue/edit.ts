/** Edits of a catalogue file that leave everything else as a person has written it. */
import type { Json, JsonObject } from "../fields/shape.js";
import { keyViolation, textViolation } from "../validation/text.js";
import { Claims } from "./edit/claims.js";
import { overwritten, type Plan, pathWords, planOf, type Refusal } from "./edit/plan.js";
import { isCollectionValue } from "./edit/print.js";
import { spliced } from "./edit/splice.js";
import { locate, NO_SECRETS, readText, readTree, sharedOn, type Tree } from "./edit/tree.js";
import { applied, editsBetween, same, valueAt } from "./edit/values.js";

export { newFileText } from "./edit/new-file.js";
export { editsBetween, literal, placeholdersIn } from "./edit/values.js";

/** From the root of the file: `["products", "platform", "listPrices", "monthly", "structure", "price"]`. */
export type EditPath = readonly (string | number)[];

/** Values are as they are written in YAML: `${name}` in a text is a placeholder; `literal` makes it a text. */
export type Edit =
  /**
   * A field of an entry, or a member of one: its value is replaced, or it is added at the end of its map. Of a map or a
   * list, only what differs is written.
   */
  | { readonly do: "set"; readonly path: EditPath; readonly value: Json }
  | { readonly do: "remove"; readonly path: EditPath }
  /** A new item of a list, before the one at this index, or at its end. */
  | { readonly do: "insert"; readonly path: EditPath; readonly value: Json }
  /** A new entry, at the end of its collection, which is created where it does not exist. */
  | { readonly do: "add"; readonly path: EditPath; readonly value: JsonObject };

export interface Refused {
  readonly edit: Edit;
  /** Why it cannot be made in the text, and what to do. */
  readonly message: string;
  readonly remedy: string;
}

export interface Edited {
  readonly text: string;
  readonly refused: readonly Refused[];
}

/**
 * The text with the edits, one after the other. Each is made as a whole or refused. The text means what it meant
 * before, with the edits that were made, and nothing else.
 */
export function editText(text: string, edits: readonly Edit[]): Edited {
  const refused: Refused[] = [];
  let waiting: readonly Edit[] = edits;
  let current = text;
  while (waiting.length > 0) {
    const round = oneRound(current, waiting);
    current = round.text;
    waiting = round.waiting;
    refused.push(...round.refused);
  }
  return { text: current, refused: edits.flatMap((edit) => refused.filter((one) => one.edit === edit)) };
}

interface Round extends Edited {
  readonly waiting: readonly Edit[];
}

const NOT_YAML: Refusal = {
  message: "the file is not valid YAML",
  remedy: "correct it first; `catalogue validate` shows where",
};

/** Makes the edits that do not touch each other, with the text read once. An edit waits for those before it. */
function oneRound(text: string, edits: readonly Edit[]): Round {
  const tree = readTree(text);
  if (!tree) return { text, waiting: [], refused: edits.map((edit) => ({ edit, ...NOT_YAML })) };
  const [batch, waiting, refused]: [Planned[], Edit[], Refused[]] = [[], [], []];
  const claims = new Claims();
  for (const [index, edit] of edits.entries()) {
    const scope = scopeOf(edit);
    const plans = claims.isFree(scope) ? plansOf(tree, edit) : [];
    if (claims.isFree(scope) && plans.every(isPlan) && claims.take(scope, plans)) batch.push({ edit, plans });
    else if (batch.length > 0 || waiting.length > 0) {
      waiting.push(edit);
      claims.block(scope);
    } else {
      const { text: made, refused: bad } = editAlone(text, edit);
      refused.push(...bad);
      if (made !== text) return { text: made, refused, waiting: edits.slice(index + 1) };
    }
  }
  const made = spliced(
    text,
    batch.flatMap(({ plans }) => plans.flatMap(({ splices }) => splices)),
  );
  if (
    means(
      made,
      tree,
      batch.map(({ edit }) => edit),
    )
  )
    return { text: made, waiting, refused };
  // One of them changes more than it says: it is found by making each half alone.
  const halves = halvesOf(batch.map(({ edit }) => edit));
  let current = text;
  for (const half of halves) {
    const alone = half.length === 1 ? editAlone(current, half[0] as Edit) : editText(current, half);
    current = alone.text;
    refused.push(...alone.refused);
  }
  return { text: current, waiting, refused };
}

function halvesOf(edits: readonly Edit[]): (readonly Edit[])[] {
  const middle = Math.ceil(edits.length / 2);
  return [edits.slice(0, middle), edits.slice(middle)].filter(({ length }) => length > 0);
}

/** What an edit may change: an item that is added or taken away changes the indexes of the whole list. */
const scopeOf = ({ do: what, path }: Edit): EditPath =>
  (what === "insert" || what === "remove") && typeof path.at(-1) === "number" ? path.slice(0, -1) : path;

interface Planned {
  readonly edit: Edit;
  readonly plans: readonly Plan[];
}

const isPlan = (plan: Plan | Refusal): plan is Plan => "splices" in plan;

/** The small edits of an edit, planned. */
function plansOf(tree: Tree, edit: Edit): (Plan | Refusal)[] {
  const bad = badValue(edit) ?? overwritten(tree, edit);
  return bad ? [bad] : smallEdits(tree.value, edit).map((small) => planOf(tree, small));
}

function smallEdits(value: Json, edit: Edit): Edit[] {
  const before = edit.do === "set" ? valueAt(value, edit.path) : undefined;
  return edit.do === "set" && before !== undefined ? editsBetween(edit.path, before, edit.value) : [edit];
}

/** Whether a text is read as the value with the edits, and with no problem that was not there. */
function means(text: string, before: Tree, edits: readonly Edit[]): boolean {
  const meant = edits.reduce<Json | undefined>((value, edit) => applied(value, edit), before.value);
  const { value, problems } = readText(text);
  return meant !== undefined && same(value, meant) && problems.length <= before.problems;
}

/** Makes an edit by small ones, one after the other; otherwise by writing its whole value. */
function editAlone(text: string, edit: Edit): Edited {
  const tree = readTree(text);
  if (!tree) return { text, refused: [{ edit, ...NOT_YAML }] };
  const bad = badValue(edit) ?? overwritten(tree, edit);
  if (bad) return { text, refused: [{ edit, ...bad }] };
  const small = inSteps(text, smallEdits(tree.value, edit));
  if (typeof small === "string" && means(small, tree, [edit])) return { text: small, refused: [] };
  const whole = inSteps(text, [edit]);
  if (typeof whole === "string" && means(whole, tree, [edit])) return { text: whole, refused: [] };
  const why = typeof small === "string" ? (typeof whole === "string" ? changesMore(tree, edit) : whole) : small;
  return { text, refused: [{ edit, ...why }] };
}

function inSteps(text: string, edits: readonly Edit[]): string | Refusal {
  let current = text;
  for (const edit of edits) {
    const tree = readTree(current);
    const plan = tree ? planOf(tree, edit) : NOT_YAML;
    if (!isPlan(plan)) return plan;
    current = spliced(current, plan.splices);
  }
  return current;
}

/** Why the text would mean something else than before, beside the edit. */
function changesMore(tree: Tree, edit: Edit): Refusal {
  const shared = sharedOn(tree, locate(tree, edit.path).steps);
  const what = pathWords(edit.path);
  return shared === undefined
    ? {
        message: `${what} cannot be changed in the text without changing something else`,
        remedy: "make the change by hand; `catalogue validate` checks the result",
      }
    : {
        message: `${what} is part of the anchor \`&${shared}\`, which other places use: they would change too`,
        remedy: `write the value out where \`*${shared}\` stands, or change it by hand for all of them`,
      };
}

/** Why the loader would refuse a text or a key of a value. */
export const badTextIn = (value: Json): Refusal | undefined =>
  [...textsOf(value)].map((text) => textViolation(text, NO_SECRETS)).find((violation) => violation !== undefined);

/** What the loader would refuse. */
function badValue(edit: Edit): Refusal | undefined {
  const bad = badTextIn(edit.do === "remove" ? edit.path.map(String) : edit.value);
  const name = edit.path.map((part) => keyViolation(String(part), NO_SECRETS)).find((one) => one !== undefined);
  const found = bad ?? name;
  return found && { message: `${pathWords(edit.path)}: ${found.message}`, remedy: found.remedy };
}

/** The texts and keys of a value. */
function* textsOf(value: Json): Generator<string> {
  if (typeof value === "string") yield value;
  if (!isCollectionValue(value)) return;
  for (const [key, item] of Object.entries(value)) {
    yield key;
    yield* textsOf(item);
  }
}
