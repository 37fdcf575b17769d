/** The run itself: exactly the plan of the preview. A signal lets what has begun come to its end. */
import { join } from "node:path";
import { type LoggedRequest, REQUEST_LOG_VARIABLE, readRequestLog } from "../../pulumi/request-log.js";
import { type EndedStep, endedSteps } from "../../review/make-receipt.js";
import { type Diagnostic, diagnosticsOf } from "../../review/preview.js";
import type { AtHand } from "../at-hand.js";

export interface PlanRun {
  readonly steps: readonly EndedStep[];
  readonly requests: readonly LoggedRequest[];
  readonly said: readonly Diagnostic[];
  readonly failed: boolean;
  /** Rows that were changed and still exist. */
  readonly urns: readonly string[];
}

interface Plan {
  readonly folder: string;
  readonly temporary: string;
  readonly plan: string;
}

export async function runPlan(at: AtHand, { folder, temporary, plan }: Plan): Promise<PlanRun> {
  const { runUp } = await import("../../pulumi/run-preview.js");
  const log = join(temporary, "requests.jsonl");
  const progress = at.progress(`up of stack ${at.stack.name}`);
  const end = new AbortController();
  const stop = (): void => {
    at.note("a signal has come: ending after the requests that have begun");
    end.abort();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    const { events, failed, why } = await runUp({
      stack: at.stack.name,
      folder,
      plan,
      environment: { [REQUEST_LOG_VARIABLE]: log },
      signal: end.signal,
      progress: (count) => progress.at(`${count} resources`),
    })
      .then((run) => ({ ...run, why: [] as readonly Diagnostic[] }))
      // What was sent before is known all the same.
      .catch((error: Error) => ({
        events: [],
        failed: true,
        why: [{ severity: "error", message: error.message }] as const,
      }));
    const steps = endedSteps(events);
    return {
      steps,
      requests: readRequestLog(log),
      said: [...diagnosticsOf(events), ...why],
      failed: failed || end.signal.aborted,
      urns: [...new Set(steps.filter(isChanged).map(({ urn }) => urn))],
    };
  } finally {
    progress.end();
    for (const signal of SIGNALS) process.removeListener(signal, stop);
  }
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

const isChanged = ({ op, urn, failed }: EndedStep): boolean =>
  !failed &&
  urn.split("::")[2]?.includes("pulumi-nodejs:dynamic/") === true &&
  ["create", "update", "create-replacement", "replace"].includes(op);
