/**
 * A preview of the engine in one form: from `pulumi preview --json`, or from the events of the Automation API. Nothing
 * in it is trusted to be complete: a CLI of another version may leave members out.
 */
import { stripVTControlCharacters } from "node:util";
import { isObject, type Json, type JsonObject } from "../fields/shape.js";

export interface EnginePreview {
  /** All steps of resources of this project, those without changes included where the preview has them. */
  readonly steps: readonly EngineStep[];
  readonly diagnostics: readonly Diagnostic[];
  /** The engine says that it has failed, or its last words are missing. Otherwise the diagnostics say so. */
  readonly failed?: true;
  /** The stack's configuration by its full keys, as the engine prints it: secrets are "[secret]". */
  readonly config: Readonly<Record<string, string>>;
}

export interface EngineStep {
  /** "same", "create", "update", "replace", "delete", … */
  readonly op: string;
  readonly urn: string;
  readonly old?: EngineState;
  readonly new?: EngineState;
}

export interface EngineState {
  readonly urn: string;
  /** "pulumi-nodejs:dynamic/sequence:ListPrice" */
  readonly type: string;
  /** Empty: there is none yet. */
  readonly id: string;
  /** A provider makes it; false: a component, which only groups others. */
  readonly custom: boolean;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** It was replaced in an earlier run, and is still to be deleted. */
  readonly pendingDelete: boolean;
}

export interface Diagnostic {
  readonly severity: "error" | "warning" | "info";
  /** In one color, without the engine's prefix. */
  readonly message: string;
  readonly urn?: string;
}

/**
 * What `pulumi preview --json` has printed.
 *
 * @throws an Error when the text is something else; it says what to do
 */
export function parsePreview(text: string): EnginePreview {
  const whole = parsed(text.trim());
  if (isDigest(whole)) return ofDigest(whole);
  // With PULUMI_ENABLE_STREAMING_JSON_PREVIEW the CLI prints an event on each line.
  const events = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(parsed);
  if (events.length > 0 && events.every((event) => isObject(event) && "sequence" in event))
    return previewOfEvents(events);
  throw new Error(
    `${text.trim() === "" ? "the preview is empty" : "this is not the output of pulumi preview --json"}\n` +
      "  what to do: run `pulumi preview --json --show-sames --stack <stack> > preview.json`, look at what it prints " +
      "on standard error if the file is empty, and name that file with --from",
  );
}

/** Other tools print JSON with `steps` or `config` too. */
function isDigest(whole: Json | undefined): whole is JsonObject {
  if (!isObject(whole)) return false;
  const { steps = [], duration, changeSummary } = whole;
  if (!Array.isArray(steps)) return false;
  const ofEngine = steps.every((step) => isObject(step) && textOf(step["op"]) !== "" && textOf(step["urn"]) !== "");
  return ofEngine && (steps.length > 0 || typeof duration === "number" || isObject(changeSummary));
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const ofDigest = ({ steps, diagnostics, config }: JsonObject): EnginePreview => ({
  steps: objectsOf(steps).map((step) => ({
    op: textOf(step["op"]),
    urn: textOf(step["urn"]),
    ...stateAt("old", step["oldState"]),
    ...stateAt("new", step["newState"]),
  })),
  diagnostics: objectsOf(diagnostics).flatMap(diagnosticOf),
  config: textsOf(config),
});

/**
 * What the Automation API hands to `onEvent`, in this order. `stepsIn`: a preview announces its steps; a refresh, even
 * one that only previews, says afterwards what it has read.
 *
 * @throws an Error when the events are of a run that has made the changes; it says what to do
 */
export function previewOfEvents(
  events: readonly unknown[],
  stepsIn: "resourcePreEvent" | "resOutputsEvent" = "resourcePreEvent",
): EnginePreview {
  const members = (name: string): JsonObject[] => membersOf(events, name);
  const summary = members("summaryEvent").at(-1);
  if (summary?.["isPreview"] === false)
    throw new Error(
      "this is the output of a run, which has made its changes already\n" +
        "  what to do: review a preview: `pulumi preview --json --show-sames --stack <stack>`",
    );
  const said = diagnosticsOf(events);
  const failed = summary === undefined || summary["result"] === "failed";
  return {
    ...(failed ? { failed } : {}),
    steps: members(stepsIn).flatMap(({ metadata }) =>
      isObject(metadata)
        ? [
            {
              op: textOf(metadata["op"]),
              urn: textOf(metadata["urn"]),
              ...stateAt("old", metadata["old"]),
              ...stateAt("new", metadata["new"]),
            },
          ]
        : [],
    ),
    diagnostics:
      summary === undefined && !said.some(({ severity }) => severity === "error") ? [...said, ENDS_EARLY] : said,
    config: textsOf(members("preludeEvent")[0]?.["config"]),
  };
}

/** What the engine, the program and the provider have said, in a preview or in a run. */
export const diagnosticsOf = (events: readonly unknown[]): Diagnostic[] =>
  membersOf(events, "diagnosticEvent")
    .filter((diagnostic) => diagnostic["ephemeral"] !== true)
    .flatMap(diagnosticOf);

const membersOf = (events: readonly unknown[], name: string): JsonObject[] =>
  events.flatMap((event) => {
    const member = isObject(event) ? event[name] : undefined;
    return isObject(member) ? [member] : [];
  });

const ENDS_EARLY: Diagnostic = {
  severity: "error",
  message:
    "the output of the preview ends before its summary, so it is not complete\n" +
    "  what to do: run the preview again, and look at what it prints on standard error",
};

function stateAt(name: "old" | "new", state: Json | undefined): { readonly [name in "old" | "new"]?: EngineState } {
  if (!isObject(state)) return {};
  return {
    [name]: {
      urn: textOf(state["urn"]),
      type: textOf(state["type"]),
      id: textOf(state["id"]),
      custom: state["custom"] === true,
      inputs: isObject(state["inputs"]) ? state["inputs"] : {},
      outputs: isObject(state["outputs"]) ? state["outputs"] : {},
      protect: state["protect"] === true,
      retainOnDelete: state["retainOnDelete"] === true,
      pendingDelete: state["delete"] === true,
    },
  };
}

const SEVERITIES: Readonly<Record<string, Diagnostic["severity"]>> = {
  error: "error",
  warning: "warning",
  info: "info",
  "info#err": "info",
};

function diagnosticOf({ severity, message, urn }: JsonObject): Diagnostic[] {
  const known = SEVERITIES[textOf(severity)];
  const text = withoutTrace(withoutColours(textOf(message)))
    .replace(/^(error|warning): /, "")
    .trim();
  if (known === undefined || text === "") return [];
  return [{ severity: known, message: text, ...(typeof urn === "string" && urn !== "" ? { urn } : {}) }];
}

/** The engine marks colours as `<{%fg 1%}>`; a program may have written those of a terminal. */
const withoutColours = (text: string): string => stripVTControlCharacters(text.replace(/<\{%.*?%\}>/g, ""));

/** Lines of a stack trace, with the members of the error that Node prints behind the last of them. */
const withoutTrace = (text: string): string =>
  text
    .replace(/^ +at .*(?::\d+:\d+|<anonymous>|native|index \d+)\)? \{\n(?: .*\n)*\}/gm, "")
    .replace(/^ +at .*(?::\d+:\d+|<anonymous>|native|index \d+)\)?$\n?/gm, "");

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");
const objectsOf = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const textsOf = (value: Json | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
