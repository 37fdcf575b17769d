/** The project: Pulumi.yaml, the program that it names, and the package that the program imports. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CONFIG_KEYS, NAMESPACE } from "../../accounts/config-keys.js";
import { isObject } from "../../fields/shape.js";
import { configOf, findProject, fullKeys, type Project } from "../../pulumi/stack-file.js";
import { type Finding, ok, problem, skipped, warning } from "./check.js";

const PACKAGE = "billing-catalogue";

export function project(folder: string): { readonly findings: readonly Finding[]; readonly project?: Project } {
  const found = findProject(folder);
  if (!found)
    return {
      findings: [
        problem(
          "project",
          `there is no Pulumi.yaml in ${folder} or above it`,
          "run the command in the folder of the project, or create one: npx catalogue init",
        ),
        ...["program", "package"].map((check) => skipped(check, "not looked at, because there is no project")),
      ],
    };
  return { project: found, findings: [nameFinding(found), programFinding(found), packageFinding(found)] };
}

/** Keys without a namespace belong to the project's own name, which the catalogue does not read. */
function nameFinding(found: Project): Finding {
  const name = String(found.content["name"]);
  if (name === NAMESPACE) return ok("project", `project ${name} (${found.path})`);
  const lost = Object.keys(fullKeys(configOf(found.content), found)).filter(
    (key) => key.startsWith(`${name}:`) && CONFIG_KEYS.includes(key.slice(name.length + 1)),
  );
  if (lost.length === 0)
    return ok("project", `project ${name} (${found.path}); its keys are written as ${NAMESPACE}:…`);
  return problem(
    "project",
    `the project is called ${name}, so the catalogue does not read ${lost.join(", ")} of ${found.path}`,
    `write ${NAMESPACE}:${lost[0]?.slice(name.length + 1)} and the like there, or name the project ${NAMESPACE}`,
  );
}

function programFinding({ path, content }: Project): Finding {
  const check = "program";
  const folder = dirname(path);
  const manifest = manifestOf(folder);
  const named = content["main"] ?? manifest["main"] ?? "index.js";
  const main = join(folder, String(named));
  const file = [main, join(main, "index.js"), join(main, "index.ts")].find(
    (one) => statSync(one, { throwIfNoEntry: false })?.isFile() === true,
  );
  if (file === undefined)
    return problem(
      check,
      `the program ${String(named)} does not exist in ${folder}`,
      `write it (for the catalogue alone: export { default } from "${PACKAGE}/program";), ` +
        `or correct \`main\` in ${path}`,
    );
  // Loaded by require, which does not run what a module exports: a preview would show an empty catalogue.
  const isModule = /\.mjs$/.test(file) || (manifest["type"] === "module" && !/\.c[jt]s$/.test(file));
  if (!isModule && /\.(js|cjs|mjs)$/.test(file) && /^\s*(export|import)\s/m.test(readFileSync(file, "utf8")))
    return problem(
      check,
      `${String(named)} is an ES module, but package.json does not have \`"type": "module"\`, ` +
        "so it would declare nothing",
      "npm pkg set type=module",
    );
  return ok(check, `program ${String(named)}`);
}

function packageFinding({ path }: Project): Finding {
  const check = "package";
  const own = versionAt(import.meta.url);
  const installed = versionAt(join(dirname(path), "index.js"));
  if (installed === undefined)
    return problem(check, `the program does not find ${PACKAGE}`, `run \`npm install ${PACKAGE}\` in ${dirname(path)}`);
  if (installed !== own)
    return warning(
      check,
      `the program uses ${PACKAGE} ${installed}, and this command is of ${own}`,
      "run the command of the project: npx catalogue doctor",
    );
  return ok(check, `${PACKAGE} ${installed}`);
}

function versionAt(from: string): string | undefined {
  try {
    const path = createRequire(from).resolve(`${PACKAGE}/package.json`);
    return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
  } catch {
    return undefined;
  }
}

function manifestOf(folder: string): Readonly<Record<string, unknown>> {
  const path = join(folder, "package.json");
  if (!existsSync(path)) return {};
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isObject(manifest) ? manifest : {};
  } catch {
    return {};
  }
}
