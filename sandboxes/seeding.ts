/** Fills a sandbox by requests, one after the other, as people and their tools have filled an account over years. */
import type { JsonObject } from "./json.ts";
import { type Naming, namingWith } from "./names.ts";
import { Random } from "./random.ts";
import { asObject, type Sandbox, type Seedable } from "./sandbox.ts";

/** A request that makes an object. It is answered with the new id. */
interface Create {
  /** The collection of the sandbox that gets the object: "products", "prices", "plans" or "meters". */
  readonly create: string;
  readonly path: string;
  readonly body: JsonObject;
  /** Marked by another stack. */
  readonly foreign?: boolean;
}
/** Any other request. */
interface Change {
  readonly method: string;
  readonly path: string;
  readonly body?: JsonObject;
  /** The id of the object that it archives, */
  readonly archives?: string;
  /** or that has the members of `body` afterwards. */
  readonly changes?: string;
}

/** What an account has had done to it. */
export type History = Generator<Create | Change, void, string>;

export interface Seeding {
  readonly random: Random;
  readonly naming: Naming;
}

export interface SeedOptions {
  /** How many objects each account has. Below about 120, some cases are left out. */
  readonly objects?: number;
  /** The same number makes the same objects with the same ids. */
  readonly random?: number;
}

const DEFAULT_OBJECTS = 250;

export interface SeededObject {
  readonly id: string;
  /** "products", "prices", "plans" or "meters". */
  readonly collection: string;
  /** What was sent to make it, and to change it later. */
  readonly body: JsonObject;
  readonly archived: boolean;
  /** It has the mark of another stack. */
  readonly foreign: boolean;
}

export interface Seeded {
  /** In the order in which they were made. */
  readonly objects: readonly SeededObject[];
  /** Ids of objects that are equal in every field, in groups of two or more. */
  readonly doubles: readonly (readonly string[])[];
  /** Ids of objects of one collection that have the same name, though not every field, in groups of two or more. */
  readonly namesakes: readonly (readonly string[])[];
}

/** When the account was opened, and when it was last changed before the seed is used: milliseconds since the epoch. */
const OPENED = Date.parse("2023-01-09T08:00:00Z");
const LEFT = Date.parse("2025-12-31T16:00:00Z");
const TWO_DAYS = 2 * 86_400_000;

/**
 * Sends the history until the account has so many objects.
 *
 * @throws an Error with the answer where the sandbox refuses a request, and where the history ends too early
 */
export function fill(
  sandbox: Sandbox & Seedable,
  history: (seeding: Seeding) => History,
  { objects = DEFAULT_OBJECTS, random: seed = 1 }: SeedOptions,
): Seeded {
  const { sources, authorization, exchanges } = sandbox;
  const [before, known] = [{ ...sources }, exchanges.length];
  const [random, ids, times] = [new Random(seed), new Random(seed + 1), new Random(seed + 2)];
  const opened = Math.min(OPENED, before.now() - 2 * TWO_DAYS);
  const pace = (Math.min(LEFT, before.now() - TWO_DAYS) - opened) / (2.5 * Math.max(1, objects));
  let time = opened;
  sources.now = () => time;
  sources.newId = () => ids.uuid();

  const made: { -readonly [key in keyof SeededObject]: SeededObject[key] }[] = [];
  const send = (method: string, path: string, body: JsonObject | undefined): JsonObject => {
    time = Math.round(time + pace * (0.5 + times.next()));
    const headers = { authorization, "content-type": "application/json" };
    const {
      status,
      body: answer,
      text,
    } = sandbox.answer({ method, path, query: new URLSearchParams(), headers, body });
    if (status >= 300)
      throw new Error(
        `the sandbox refuses ${method} ${path} ${JSON.stringify(body)}: ${text ?? JSON.stringify(answer)}`,
      );
    return asObject(answer);
  };
  const steps = history({ random, naming: namingWith(random) });
  try {
    for (let step = steps.next(); ; ) {
      if (step.done) throw new Error(`the history of ${sandbox.name} has ${made.length} objects only`);
      if ("create" in step.value) {
        if (made.length >= objects) break;
        const { create, path, body, foreign = false } = step.value;
        const id = String(send("POST", path, body)["id"]);
        made.push({ id, collection: create, body, archived: false, foreign });
        step = steps.next(id);
      } else {
        const { method, path, body, archives, changes } = step.value;
        send(method, path, body);
        const done = made.findLast(({ id }) => id === (archives ?? changes));
        if (done && archives !== undefined) done.archived = true;
        else if (done) done.body = { ...done.body, ...body };
        step = steps.next("");
      }
    }
  } finally {
    Object.assign(sources, before);
    exchanges.length = known;
  }
  const doubles = groups(made, ({ collection, body }) => collection + JSON.stringify(body));
  const namesakes = groups(made, ({ collection, body }) => {
    const name = body["name"] ?? body["internalName"];
    return name === undefined || name === null ? undefined : collection + JSON.stringify(name);
  }).filter((group) => !doubles.some((equal) => equal.length === group.length && equal[0] === group[0]));
  return { objects: made, doubles, namesakes };
}

/** Ids of the objects that have the same key, where there are two or more. */
function groups(made: readonly SeededObject[], keyOf: (one: SeededObject) => string | undefined): string[][] {
  const found = new Map<string, string[]>();
  for (const one of made) {
    const key = keyOf(one);
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), one.id]);
  }
  return [...found.values()].filter(({ length }) => length > 1);
}
