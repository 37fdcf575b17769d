/** Errors of a forge while approvals are read: what was asked, why it failed, and which permission helps. */
import { type Failure, ForgeError, failureOf } from "../failure.js";
import type { Pipeline } from "../pipeline.js";

/** What a call needs: "actions: read". */
export interface Needs {
  readonly github: string;
  readonly gitlab: string;
}

/** `what`: what could not be done, as the beginning of a sentence: "the pull requests could not be read". */
export function readError(error: unknown, what: string, { forge, api }: Pipeline, needs: Needs): Error {
  const answer = answerOf(error);
  const failure = failureOf(answer);
  const permission =
    forge === "github"
      ? `give the job \`permissions: { ${needs.github} }\`, and hand its token to the step as GITHUB_TOKEN`
      : `set GITLAB_TOKEN to a project access token with the scope ${needs.gitlab} and the role Reporter or more`;
  const said = `(${answer.status ?? "no answer"}: ${answer.message})`;
  return new ForgeError(
    failure,
    `${what}: ${new URL(api).host} ${REASONS[failure]} ${said}`,
    REMEDIES[failure] ?? permission,
  );
}

const REASONS: Readonly<Record<Failure, string>> = {
  token: "does not accept the token",
  rights: "does not allow it",
  absent: "does not know it, or the token may not see it",
  limit: "asks to slow down",
  lost: "did not answer",
  refused: "refused it",
};

const REMEDIES: Readonly<Partial<Record<Failure, string>>> = {
  limit: "run the job again in a few minutes",
  lost: "check the address of the API and the network, and run the job again",
  refused: "run the job again; if it stays so, report it with this message",
};

interface Refused {
  readonly status?: unknown;
  readonly message?: unknown;
  readonly response?: { readonly headers?: Readonly<Record<string, string>> };
  /** Of GitLab's client. */
  readonly cause?: { readonly response?: { readonly status?: unknown; readonly headers?: Headers } };
}

function answerOf(error: unknown): Parameters<typeof failureOf>[0] {
  const { status, message, response, cause } = (error ?? {}) as Refused;
  const found = response || cause?.response ? (status ?? cause?.response?.status) : undefined;
  const headers = response?.headers ?? Object.fromEntries(cause?.response?.headers ?? []);
  const line = String(message ?? error).split("\n", 1)[0] ?? "";
  return { ...(typeof found === "number" ? { status: found } : {}), message: line.slice(0, 200), headers };
}
