/** The jobs of examples/pipelines/gitlab as they stand, with the real CLI, and a forge in memory. */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { commonEnvironment, type Output, outputOf } from "../../tools/local/processes.ts";
import { ROOT } from "../../tools/local/repository.ts";
import { polar } from "./approved-scene.js";
import { PASSPHRASE, type PipelineScene, startPipeline } from "./pipeline-scene.js";

let scene: PipelineScene;
let { vendors, project, forge, thread } = {} as PipelineScene;

describe("the pipeline of GitLab", () => {
  interface GitLabJob {
    readonly script: readonly string[];
    readonly after_script?: readonly string[];
    readonly environment?: string;
    readonly resource_group?: string;
  }
  const pipeline = parse(readFileSync(join(ROOT, "examples/pipelines/gitlab/.gitlab-ci.yml"), "utf8")) as Record<
    string,
    GitLabJob
  >;
  let run = 0;

  beforeAll(async () => {
    scene = await startPipeline("gitlab");
    ({ vendors, project, forge, thread } = scene);
  });
  afterAll(() => scene.close());

  /** The lines of a job, in the folder of the project; `npm ci` and `git fetch` have nothing to do here. */
  async function job(name: string, environment: Readonly<Record<string, string>>): Promise<Output> {
    const { script, after_script: after = [] } = pipeline[name] ?? { script: [] };
    const { folder } = project.stack;
    const bash = (lines: readonly string[]): Promise<Output> =>
      outputOf(
        spawn("bash", ["-eo", "pipefail", "-c", [...PREPARED, ...lines].join("\n")], {
          cwd: folder,
          env: {
            ...commonEnvironment(),
            ...forge.comments.environment(run, { number: 5 }),
            CI_API_V4_URL: `${forge.url}/api/v4`,
            CI_DEFAULT_BRANCH: "main",
            CI_COMMIT_BRANCH: "main",
            CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
            CATALOGUE_STACK: "dev",
            PULUMI_HOME: join(folder, "home"),
            PULUMI_BACKEND_URL: `file://${folder}/state`,
            ...environment,
          },
          stdio: ["ignore", "pipe", "pipe"],
        }),
      );
    const output = await bash(script);
    const later = after.length === 0 ? undefined : await bash(after);
    return { ...output, text: `${output.text}${later?.text ?? ""}` };
  }
  const PREPARED = [
    "npm() { :; }",
    'npx() { shift; node "$ROOT_OF_PACKAGE/dist/provider/cli/main.js" "$@"; }',
    "curl() { cp kept/snapshot.json snapshot.json; }",
    `ROOT_OF_PACKAGE=${ROOT}`,
  ];
  const withSecrets = (): Record<string, string> => ({ ...vendors.environment, PULUMI_CONFIG_PASSPHRASE: PASSPHRASE });

  it("reviews, comments, applies what was approved, and looks for drift", async () => {
    project.git("remote", "add", "origin", project.stack.folder);
    project.git("fetch", "--quiet", "origin");
    const { stack } = project;
    await stack.upOk();
    run = 1;
    await job("snapshot", withSecrets());
    const snapshot = readFileSync(join(stack.folder, "snapshot.json"), "utf8");
    writeFileSync(join(stack.folder, "kept/snapshot.json"), snapshot);
    vendors.clear();
    const head = project.branch("mr-5", polar(3900));
    const reviewed = await job("review", { CI_MERGE_REQUEST_IID: "5", PULUMI_CONFIG_PASSPHRASE: "" });
    expect(reviewed.code, reviewed.text).toBe(0);
    expect(vendors.requests()).toEqual([]);
    const text = readFileSync(join(stack.folder, "review.json"), "utf8");
    const commented = await job("comment", { CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: head, PULUMI_CONFIG_PASSPHRASE: "" });
    expect(commented.code, commented.text).toBe(0);
    expect(thread(5)[0]?.body).toContain("USD 29.00");
    project.git("checkout", "--quiet", "main");
    const merge = project.merge("mr-5");
    project.git("fetch", "--quiet", "origin");
    forge.kept.pulls.unshift({ number: 5, head, merge });
    forge.kept.artifacts.push({ id: 5, name: "review", head, files: { "review.json": text } });
    run = 2;
    const applied = await job("apply", withSecrets());
    expect(applied.code, applied.text).toBe(0);
    expect(applied.text).toContain("read back: 1 equal");
    expect(thread(5).at(-1)?.body).toContain("read back: equal");
    expect(vendors.writes()).toHaveLength(1);
    project.git("checkout", "--quiet", "main");
    expect((await job("drift", withSecrets())).code).toBe(0);
    expect(forge.comments.issues).toEqual([]);
  });

  it("gives no job of a merge request an environment, and applies one at a time", () => {
    for (const name of ["review", "comment"]) expect(pipeline[name]?.environment).toBeUndefined();
    expect(pipeline["apply"]?.resource_group).toBe("catalogue-apply-$CATALOGUE_STACK");
    expect(pipeline["apply-manual"]?.resource_group).toBe(pipeline["apply"]?.resource_group);
  });
});
