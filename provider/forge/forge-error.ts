/** Errors of a forge in our words: what was asked, why it failed, and which permission or setting helps. */
import type { Pipeline } from "./pipeline.js";

/** What a call needs: "actions: read". */
export interface Needs {
  readonly github: string;
  readonly gitlab: string;
}

/** `what`: what could not be done, as the beginning of a sentence: "the pull requests could not be read". */
export function forgeError(error: unknown, what: string, { forge, api }: Pipeline, needs: Needs): Error {
  const status = statusOf(error);
  const permission =
    forge === "github"
      ? `give the job \`permissions: { ${needs.github} }\`, and hand its token to the step as GITHUB_TOKEN`
      : `set GITLAB_TOKEN to a project access token with the scope ${needs.gitlab} and the role Reporter or more`;
  const [why, remedy] = reasonOf(status, error, permission);
  return new Error(`${what}: ${new URL(api).host} ${why}\n  what to do: ${remedy}`);
}

function reasonOf(status: number | undefined, error: unknown, permission: string): readonly [string, string] {
  const message = messageOf(error);
  if (status === 429 || (status === 403 && /rate limit|abuse/i.test(message)))
    return ["asks to slow down (rate limit)", "run the job again in a few minutes"];
  if (status === 401) return ["does not accept the token (401)", `check that the token is valid; ${permission}`];
  if (status === 403) return [`does not allow it (403: ${message})`, permission];
  if (status === 404) return ["does not know it, or the token may not see it (404)", permission];
  if (status !== undefined) return [`answered ${status}: ${message}`, "run the job again; if it stays so, report it"];
  return [`did not answer (${message})`, "check the address of the API and the network, and run the job again"];
}

function statusOf(error: unknown): number | undefined {
  const { status, cause } = (error ?? {}) as { status?: unknown; cause?: { response?: { status?: unknown } } };
  const found = status ?? cause?.response?.status;
  return typeof found === "number" ? found : undefined;
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]?.slice(0, 200) ?? "";
