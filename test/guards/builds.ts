/** Copies of the compiled provider with guards switched off, by patches of their text. */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ProviderProcess } from "../../provider/lifecycle/provider.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Below node_modules, so that the builds find their packages. */
const BUILDS = `${ROOT}node_modules/.cache/billing-catalogue-guards`;

/** Within the one file below the folder `in` of the provider that holds `from` exactly once. */
interface TextPatch {
  readonly in: string;
  readonly from: string;
  readonly to: string;
}

/** Makes a function return something else. */
interface FunctionPatch {
  readonly in: string;
  /** The name of a function at the top level of a file; only one file below the folder may have it. */
  readonly function: string;
  /** An expression. `given` is the list of arguments, `untouched` the function as it was. Nothing by default. */
  readonly returns?: string;
}

export type Patch = TextPatch | FunctionPatch;

export interface Build {
  readonly process: typeof ProviderProcess;
  /** Another module of the build: "http/transport.js". */
  readonly load: <T>(path: string) => Promise<T>;
}

/** The provider with these patches. */
export async function build(name: string, patches: readonly Patch[]): Promise<Build> {
  const folder = `${BUILDS}/${name.replace(/\W+/g, "-")}`;
  rmSync(folder, { recursive: true, force: true });
  cpSync(`${ROOT}dist/provider`, folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{"type":"module"}');
  for (const patch of patches) apply(folder, patch);
  const load = async <T>(path: string): Promise<T> =>
    (await import(/* @vite-ignore */ pathToFileURL(`${folder}/${path}`).href)) as T;
  const { ProviderProcess: process } = await load<{ ProviderProcess: typeof ProviderProcess }>("lifecycle/provider.js");
  return { process, load };
}

export const removeBuilds = (): void => rmSync(BUILDS, { recursive: true, force: true });

function apply(folder: string, patch: Patch): void {
  const below = `${folder}/${patch.in}`;
  const files = readdirSync(below, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .map((name) => ({ path: `${below}/${name}`, text: readFileSync(`${below}/${name}`, "utf8") }));
  const { words, patched } =
    "function" in patch
      ? { words: `a function ${patch.function}`, patched: withFunction(patch) }
      : { words: patch.from, patched: withText(patch) };
  const found = files.flatMap(({ path, text }) => patched(text).map((after) => ({ path, after })));
  const [only, ...others] = found;
  if (!only || others.length > 0)
    throw new Error(`${patch.in} must hold exactly once, and holds ${found.length} times: ${words}`);
  writeFileSync(only.path, only.after);
}

/** The text after the patch, once for each place where it could be made. */
type Patched = (text: string) => string[];

const withText =
  ({ from, to }: TextPatch): Patched =>
  (text) =>
    Array.from({ length: text.split(from).length - 1 }, () => text.replace(from, () => to));

/** Puts a function of that name before the compiled one, which gets another name. */
export const withFunction =
  ({ function: name, returns = "undefined" }: Omit<FunctionPatch, "in">): Patched =>
  (text) => {
    const before = `${name}_untouched`;
    const head = new RegExp(
      `^(export )?(?:(async )?function ${name}(?=\\()|const ${name} = (?=(async )?(?:function\\b|\\()))`,
      "gm",
    );
    return [...text.matchAll(head)].map((found) => {
      const [declaration, exported = "", isAsync = "", isAsyncConst = ""] = found;
      const renamed = declaration.slice(exported.length).replace(new RegExp(`\\b${name}\\b`), before);
      const made =
        `${exported}${isAsync || isAsyncConst}function ${name}(...given) { const untouched = ${before}; return ` +
        `(${returns}); }\n`;
      return text.slice(0, found.index) + made + renamed + text.slice(found.index + declaration.length);
    });
  };
