/** The engine's part: a preview that must be exactly the plan, and an `up` that is limited to what it shows. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ADOPT_VARIABLE, adoptionsText } from "../../lifecycle/adoptions.js";
import type { EngineRun } from "../../pulumi/run-preview.js";
import { projectOf } from "../../pulumi/stack-file.js";
import { type Diagnostic, diagnosticsOf, previewOfEvents } from "../../review/preview.js";
import type { AtHand } from "../at-hand.js";
import { type Guarded, guardPreview } from "./guard.js";
import type { Adopted } from "./plan.js";
import { componentsAbove, targetsOf } from "./targets.js";

/** Components around the catalogue of a program are found by a first preview. */
const MOST_PREVIEWS = 3;

export class AdoptionRun {
  readonly #at: AtHand;
  readonly #adopts: readonly Adopted[];
  /** With the file that says which entry takes which object. */
  readonly #folder: string;
  readonly #run: { readonly stack: string; readonly folder: string; readonly environment: Record<string, string> };

  constructor(at: AtHand, adopts: readonly Adopted[]) {
    this.#at = at;
    this.#adopts = adopts;
    this.#folder = mkdtempSync(join(tmpdir(), "catalogue-adopt-"));
    const path = join(this.#folder, "adoptions.json");
    const entries = adopts.map(({ entry: { kind, address }, id }) => ({ kind: kind.type, address, id }));
    writeFileSync(path, adoptionsText(entries));
    this.#run = {
      stack: at.stack.name,
      folder: dirname(projectOf(process.cwd())?.path ?? process.cwd()),
      environment: { [ADOPT_VARIABLE]: path },
    };
  }

  /**
   * What `up` would do.
   *
   * @throws an Error when the preview fails, or shows anything else than the plan
   */
  async preview(): Promise<Guarded> {
    // The engine's SDK is loaded only where it is needed.
    const { runPreview } = await import("../../pulumi/run-preview.js");
    let targets: readonly string[] = targetsOf(this.#adopts);
    for (let tries = 1; ; tries += 1) {
      const progress = this.#progress("preview");
      const run = await runPreview({ ...this.#run, targets, progress: progress.at }).finally(progress.end);
      if (!run.failed) return guardPreview(previewOfEvents(run.events), this.#adopts);
      const more = componentsAbove(previewOfEvents(run.events), targets);
      if (more.length === 0 || tries === MOST_PREVIEWS) throw failed("the preview", run);
      targets = [...targets, ...more];
    }
  }

  /** Does it, and nothing else. */
  async up({ targets }: Guarded): Promise<void> {
    const { runUp } = await import("../../pulumi/run-preview.js");
    const progress = this.#progress("adopt");
    const run = await runUp({ ...this.#run, targets, progress: progress.at }).finally(progress.end);
    for (const text of this.#warnings(run)) this.#at.note(`warning: ${text}`);
    if (run.failed)
      throw failed("the run", run, "what was adopted is in the state: run the command again for the rest");
  }

  #warnings({ events }: EngineRun): string[] {
    return diagnosticsOf(events).flatMap(({ severity, message }) => (severity === "warning" ? [message] : []));
  }

  #progress(what: string): { readonly at: (resources: number) => void; readonly end: () => void } {
    const progress = this.#at.progress(`${what} of stack ${this.#at.stack.name}`);
    return { at: (resources) => progress.at(`${resources} resources`), end: progress.end };
  }

  end(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The errors of the engine, without its summary. */
function failed(what: string, { events }: EngineRun, then = "nothing was adopted"): Error {
  const errors = diagnosticsOf(events).filter(isCause);
  const texts = [...new Set(errors.map(({ message }) => message))];
  return new Error(`${what} failed; ${then}\n\n${texts.join("\n\n") || "the engine gives no reason"}`);
}

const isCause = ({ severity, message }: Diagnostic): boolean =>
  severity === "error" && !/^(preview|update) failed$/.test(message);
