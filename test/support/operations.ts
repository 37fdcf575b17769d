/**
 * Counts what code does, so that its cost can be compared between sizes without a clock: how often each function and
 * each block of our own modules ran, as V8 counts it, and how many elements native functions went through, which V8
 * does not show. The same run gives the same counts on every machine.
 */
import { type Profiler, Session } from "node:inspector";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";

/**
 * How often each place ran: a function by where it begins ("provider/pulumi/declare.ts declare@1520"), a block by where
 * in the function, or a native function ("Array.includes").
 */
export type Operations = ReadonlyMap<string, number>;

const BLOCK = " +";

/** All operations of a run: of the modules in `provider/`, and of native functions whoever calls them. */
export async function countOperations(run: () => unknown): Promise<number> {
  return totalOf(await operationsOf(run));
}

export const totalOf = (operations: Operations): number =>
  [...operations.values()].reduce((sum, count) => sum + count, 0);

/** The same by place. Nothing else of this process may run meanwhile. */
export async function operationsOf(run: () => unknown): Promise<Operations> {
  startCounting();
  await takeCounts();
  natives.clear();
  isCounting = true;
  try {
    await run();
  } finally {
    isCounting = false;
  }
  const counts = new Map(natives);
  for (const { url, functions } of await takeCounts()) {
    const file = url.startsWith("file:") ? fileURLToPath(url) : url;
    if (!file.startsWith(OURS)) continue;
    for (const { functionName, ranges } of functions) {
      const start = ranges[0]?.startOffset ?? 0;
      const name = `${file.slice(ROOT.length)} ${functionName}@${start}`;
      for (const { startOffset, count } of ranges) {
        const place = startOffset === start ? name : `${name}${BLOCK}${startOffset - start}`;
        if (count > 0) counts.set(place, (counts.get(place) ?? 0) + count);
      }
    }
  }
  return counts;
}

/**
 * Places whose count grew faster than the size when `size` was doubled, with both counts. A linear cost doubles, and
 * sorting does little more; a scan of everything for everything is four times as much. Places that ran
 * less than twice for each element are left out.
 */
export function grownTooFast(small: Operations, large: Operations, size: number): string[] {
  return (
    [...large]
      .filter(([place, count]) => count > 4 * size && count > MOST_GROWTH * (small.get(place) ?? 0))
      // V8 leaves out a block that ran as often as what is around it.
      .filter(([place]) => small.has(place) || !place.includes(BLOCK))
      .map(([place, count]) => `${place}: ${small.get(place) ?? 0} -> ${count}`)
      .sort()
  );
}

const MOST_GROWTH = 2.75;

/** What `run` does is not counted: it belongs to the other side, such as a server in memory. */
export function uncounted<T>(run: () => T): T {
  const before = isCounting;
  isCounting = false;
  try {
    return run();
  } finally {
    isCounting = before;
  }
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const OURS = `${ROOT}provider/`;

let session: Session | undefined;
let isCounting = false;
const natives = new Map<string, number>();

/** Blocks of functions that have run before this are not counted one by one: call it before the modules are loaded. */
export function startCounting(): void {
  if (session) return;
  // V8 does not count calls of functions that it has optimized.
  for (const flag of ["--no-opt", "--no-maglev"]) setFlagsFromString(flag);
  session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  countNatives();
}

/** The counts since the last call. */
function takeCounts(): Promise<Profiler.ScriptCoverage[]> {
  return new Promise((resolve, reject) => {
    session?.post("Profiler.takePreciseCoverage", (error, { result }) => (error ? reject(error) : resolve(result)));
  });
}

type Native = (this: unknown, ...given: unknown[]) => unknown;
/** How much a call has gone through. */
type Size = (self: unknown, given: readonly unknown[], result: unknown) => number;

function countNatives(): void {
  count("Array", Array.prototype, {
    ...sized(["includes", "indexOf", "lastIndexOf", "join", "reverse", "toReversed", "sort", "toSorted"], ofSelf),
    // V8 moves the start of an array for a `shift`, not its elements.
    shift: () => 1,
    ...sized(["unshift", "splice", "toSpliced", "with", "fill", "copyWithin"], ofSelf),
    ...sized(["slice", "concat", "flat"], ofResult),
  });
  count("String", String.prototype, {
    ...sized(["split", "replace", "replaceAll", "repeat", "toLowerCase", "toUpperCase"], ofResult),
    lastIndexOf: ofSelf,
    indexOf: searched,
    includes: (self, given, found) =>
      found === true ? searched(self, given, String(self).indexOf(String(given[0]))) : ofSelf(self, given, found),
  });
  count("RegExp", RegExp.prototype, {
    exec: (self, [text], found) =>
      found ? lengthOf((found as RegExpExecArray)[0]) + 1 : (self as RegExp).sticky ? 1 : lengthOf(text),
  });
  count("Object", Object, sized(["keys", "values", "entries"], ofResult));
  count("JSON", JSON, { stringify: ofResult, parse: (_self, [text]) => lengthOf(text) });
  // What spreads, destructuring, `for … of` and `new Map(…)` go through.
  const iterators = { Array: [][Symbol.iterator](), Map: new Map().keys(), Set: new Set().keys() };
  for (const [name, iterator] of Object.entries(iterators))
    count(`${name} iterator`, Object.getPrototypeOf(iterator) as object, { next: () => 1 });
}

const lengthOf = (value: unknown): number => {
  const { length } = Object(value) as { length?: unknown };
  return typeof length === "number" ? length : 1;
};
const ofSelf: Size = (self) => lengthOf(self);
const ofResult: Size = (_self, _given, result) => lengthOf(result);
/** From where it begins to where it finds something. */
const searched: Size = (self, [text, from], found) => {
  const start = typeof from === "number" ? from : 0;
  return typeof found === "number" && found >= start
    ? found - start + lengthOf(text)
    : Math.max(0, lengthOf(self) - start);
};

const sized = (names: readonly string[], size: Size): Record<string, Size> =>
  Object.fromEntries(names.map((name) => [name, size]));

/** Replaces functions by ones that add up what each call goes through. */
function count(owner: string, on: object, sizes: Readonly<Record<string, Size>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    const native = Reflect.get(on, name) as Native;
    const place = `${owner}.${name}`;
    const counting: Native = function (...given) {
      const result = Reflect.apply(native, this, given);
      if (isCounting) uncounted(() => natives.set(place, (natives.get(place) ?? 0) + size(this, given, result)));
      return result;
    };
    Object.defineProperty(counting, "name", { value: name });
    Object.defineProperty(on, name, { value: counting, writable: true, configurable: true });
  }
}
