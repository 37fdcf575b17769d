/** Comments, labels and issues of GitHub. */
import { oneLineMessage } from "../../review/render/escape.js";
import { type Failure, ForgeError, failureOf } from "../failure.js";
import { octokitFor } from "../octokit.js";
import type { Pipeline } from "../pipeline.js";
import type { ForgeClient } from "./client.js";
import { type Comment, hasMarker } from "./decide.js";

/** Never repeated: a lost answer would make two of it. */
const ONCE = { request: { retries: 0 } } as const;
const PAGE = { per_page: 100 } as const;
const MAX_NODES = 100;

const HIDDEN = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on IssueComment { isMinimized } } }";
const HIDE =
  "mutation ($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { clientMutationId } }";

export function githubClient(pipeline: Pipeline): ForgeClient {
  const octokit = octokitFor(pipeline);
  const [owner = "", repo = ""] = pipeline.repository.split("/");
  const at = { owner, repo };
  const nodes = new Map<string, string>();
  const doing = async <T>(what: string, rights: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      throw githubError(error, `${what} in ${pipeline.repository}`, rights);
    }
  };
  const PULLS = "pull-requests: write";
  const ISSUES = "issues: write";
  const rightsOf = (of: string): string => (of === "issue" ? ISSUES : PULLS);
  const { issues, pulls } = octokit.rest;

  async function withHidden(comments: readonly Comment[]): Promise<readonly Comment[]> {
    const ids = comments.filter(({ body }) => hasMarker(body)).flatMap(({ id }) => nodes.get(id) ?? []);
    const hidden = new Set<string>();
    for (let from = 0; from < ids.length; from += MAX_NODES) {
      const found = await octokit.graphql<{ nodes: ({ id: string; isMinimized?: boolean } | null)[] }>(HIDDEN, {
        ids: ids.slice(from, from + MAX_NODES),
      });
      for (const node of found.nodes) if (node?.isMinimized) hidden.add(node.id);
    }
    return comments.map((comment) => ({ ...comment, minimised: hidden.has(nodes.get(comment.id) ?? "") }));
  }

  return {
    // A token of a job may not ask GET /user.
    me: () =>
      doing("ask who the token belongs to", PULLS, async () => {
        const { viewer } = await octokit.graphql<{ viewer: { login: string } }>("query { viewer { login } }");
        return viewer.login;
      }),
    head: (number) =>
      doing(`read pull request ${number}`, PULLS, async () => {
        const { data } = await pulls.get({ ...at, pull_number: number });
        return data.head?.sha;
      }),
    comments: ({ of, number }) =>
      doing(`read the comments of ${of} ${number}`, rightsOf(of), async () => {
        const found = await octokit.paginate(issues.listComments, { ...at, issue_number: number, ...PAGE });
        for (const { id, node_id } of found) nodes.set(String(id), node_id);
        return withHidden(
          found.map(({ id, body, user }) => ({
            id: String(id),
            author: user?.login ?? "",
            body: body ?? "",
            minimised: false,
          })),
        );
      }),
    post: ({ of, number }, body) =>
      doing(`comment on ${of} ${number}`, rightsOf(of), async () => {
        await issues.createComment({ ...at, issue_number: number, body, ...ONCE });
      }),
    edit: ({ of, number }, { id }, body) =>
      doing(`edit a comment of ${of} ${number}`, rightsOf(of), async () => {
        await issues.updateComment({ ...at, comment_id: Number(id), body });
      }),
    minimise: ({ of, number }, { id }) =>
      doing(`hide an old comment of ${of} ${number}`, rightsOf(of), async () => {
        await octokit.graphql(HIDE, { id: nodes.get(id) ?? "" });
      }),
    labels: (number) =>
      doing(`read the labels of pull request ${number}`, PULLS, async () => {
        const found = await octokit.paginate(issues.listLabelsOnIssue, { ...at, issue_number: number, ...PAGE });
        return found.map(({ name }) => name);
      }),
    exchangeLabels: (number, { add, remove }) =>
      doing(`change the labels of pull request ${number}`, PULLS, async () => {
        if (add.length > 0) await issues.addLabels({ ...at, issue_number: number, labels: [...add] });
        for (const name of remove)
          await issues.removeLabel({ ...at, issue_number: number, name }).catch((error: unknown) => {
            // Somebody else was faster.
            if ((error as { status?: number }).status !== 404) throw error;
          });
      }),
    openIssues: () =>
      doing("read the issues", ISSUES, async () => {
        const found = await octokit.paginate(issues.listForRepo, { ...at, state: "open", ...PAGE });
        return found
          .filter(({ pull_request }) => pull_request === undefined)
          .map(({ number, title, body, user }) => ({ number, title, body: body ?? "", author: user?.login ?? "" }));
      }),
    openIssue: (title, body) =>
      doing("open an issue", ISSUES, async () => {
        await issues.create({ ...at, title, body, ...ONCE });
      }),
    editIssue: (number, body) =>
      doing(`edit issue ${number}`, ISSUES, async () => {
        await issues.update({ ...at, issue_number: number, body });
      }),
    closeIssue: (number) =>
      doing(`close issue ${number}`, ISSUES, async () => {
        await issues.update({ ...at, issue_number: number, state: "closed" });
      }),
  };
}

interface RefusedByGitHub {
  readonly status?: number;
  readonly message?: string;
  readonly response?: { readonly headers?: Readonly<Record<string, string | number | undefined>> };
  /** Of GraphQL. */
  readonly errors?: readonly { readonly type?: string; readonly message?: string }[];
}

function githubError(error: unknown, what: string, rights: string): ForgeError {
  const { status, message = "", response, errors } = error as RefusedByGitHub;
  const type = errors?.[0]?.type;
  const known = { FORBIDDEN: 403, INSUFFICIENT_SCOPES: 403, NOT_FOUND: 404, RATE_LIMITED: 429 };
  const ofErrors = errors === undefined ? undefined : (known[type as keyof typeof known] ?? 422);
  const answered = status !== undefined && response === undefined ? undefined : (status ?? ofErrors);
  const failure = failureOf({
    ...(answered === undefined ? {} : { status: answered }),
    message,
    headers: response?.headers ?? {},
  });
  const said = oneLineMessage(errors?.[0]?.message ?? message.replace(/ - https?:\/\/\S+$/, ""));
  const code = answered === undefined ? "no answer" : `${answered}`;
  return new ForgeError(failure, `GitHub: could not ${what} (${code}: ${said})`, remedies(rights)[failure]);
}

const remedies = (rights: string): Readonly<Record<Failure, string>> => ({
  token: "hand the job's token to the step: `env: { GITHUB_TOKEN: $" + "{{ github.token }} }`",
  rights:
    `give the job the permission: \`permissions: { ${rights} }\`; a run for a pull request from a fork has a ` +
    "token that may only read, so comment from a workflow that runs after it",
  absent:
    "check the number and GITHUB_REPOSITORY; GitHub also answers 404 to a token without rights: " +
    `\`permissions: { ${rights} }\``,
  limit: "run the job again later: the token has used up its requests",
  lost: "run the job again; nothing is written twice. If it stays, see githubstatus.com",
  refused: "read GitHub's answer above; if it does not help, report it with this message",
});
