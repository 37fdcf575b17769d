/** Notes, labels and issues of GitLab. */
import { Gitlab } from "@gitbeaker/rest";
import { oneLineMessage } from "../../review/render/escape.js";
import { type Failure, ForgeError, failureOf } from "../failure.js";
import type { Pipeline } from "../pipeline.js";
import type { ForgeClient } from "./client.js";
import { folded } from "./fold.js";
import { GitLabAnswer, requester } from "./gitlab-requests.js";
import { markerOf } from "./marker.js";

const PAGE = { perPage: 100 } as const;

interface Note {
  readonly id: number;
  readonly body: string;
  readonly system: boolean;
  readonly author: { readonly username?: unknown };
}

export function gitlabClient({ api, repository: project, token }: Pipeline): ForgeClient {
  const gitlab = new Gitlab({ host: api.replace(/\/api\/v4\/*$/, ""), token, requesterFn: requester });
  const doing = async <T>(what: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      throw gitlabError(error, `${what} in project ${project}`);
    }
  };
  const notes = (of: string) => (of === "issue" ? gitlab.IssueNotes : gitlab.MergeRequestNotes);
  const words = (of: string): string => (of === "issue" ? "issue" : "merge request");
  const edit = (of: string, number: number, id: string, body: string): Promise<unknown> =>
    of === "issue"
      ? gitlab.IssueNotes.edit(project, number, Number(id), { body })
      : gitlab.MergeRequestNotes.edit(project, number, Number(id), { body });
  return {
    me: () =>
      doing("ask who the token belongs to", async () => {
        const { username } = await gitlab.Users.showCurrentUser();
        return username;
      }),
    head: (number) =>
      doing(`read merge request ${number}`, async () => {
        const { sha } = await gitlab.MergeRequests.show(project, number);
        return typeof sha === "string" ? sha : undefined;
      }),
    comments: ({ of, number }) =>
      doing(`read the notes of ${words(of)} ${number}`, async () => {
        const order = { sort: "asc", orderBy: "created_at", ...PAGE } as const;
        const found = (await notes(of).all(project, number, order)) as unknown as readonly Note[];
        return found
          .filter(({ system }) => !system)
          .map(({ id, body, author }) => ({
            id: String(id),
            author: typeof author?.username === "string" ? author.username : "",
            body,
            minimised: markerOf(body)?.outdated === true,
          }));
      }),
    post: ({ of, number }, body) =>
      doing(`write a note to ${words(of)} ${number}`, async () => {
        await notes(of).create(project, number, body);
      }),
    edit: ({ of, number }, { id }, body) =>
      doing(`edit a note of ${words(of)} ${number}`, async () => {
        await edit(of, number, id, body);
      }),
    minimise: ({ of, number }, { id, body }) =>
      doing(`fold an old note of ${words(of)} ${number}`, async () => {
        await edit(of, number, id, folded(body));
      }),
    labels: (number) =>
      doing(`read merge request ${number}`, async () => {
        const { labels } = await gitlab.MergeRequests.show(project, number);
        return (labels ?? []).filter((label): label is string => typeof label === "string");
      }),
    exchangeLabels: (number, { add, remove }) =>
      doing(`change the labels of merge request ${number}`, async () => {
        await gitlab.MergeRequests.edit(project, number, {
          ...(add.length > 0 ? { addLabels: add.join(",") } : {}),
          ...(remove.length > 0 ? { removeLabels: remove.join(",") } : {}),
        });
      }),
    openIssues: () =>
      doing("read the issues", async () => {
        const mine = { projectId: project, scope: "created_by_me", state: "opened", ...PAGE } as const;
        const found = await gitlab.Issues.all(mine);
        return found.map(({ iid, title, description, author }) => ({
          number: iid,
          title,
          body: description ?? "",
          author: String(author?.username ?? ""),
        }));
      }),
    openIssue: (title, description) =>
      doing("open an issue", async () => {
        await gitlab.Issues.create(project, title, { description });
      }),
    editIssue: (number, description) =>
      doing(`edit issue ${number}`, async () => {
        await gitlab.Issues.edit(project, number, { description });
      }),
    closeIssue: (number) =>
      doing(`close issue ${number}`, async () => {
        await gitlab.Issues.edit(project, number, { stateEvent: "close" });
      }),
  };
}

function gitlabError(error: unknown, what: string): Error {
  if (!(error instanceof GitLabAnswer)) return error as Error;
  const { status, message, headers } = error;
  const failure = failureOf({ ...(status === undefined ? {} : { status }), message, headers });
  return new ForgeError(
    failure,
    `GitLab: could not ${what} (${status ?? "no answer"}: ${oneLineMessage(message)})`,
    REMEDIES[failure],
  );
}

const TOKEN = "a project access token with scope api and the role Developer or higher as the variable GITLAB_TOKEN";

const REMEDIES: Readonly<Record<Failure, string>> = {
  token: `hand ${TOKEN} to the job: this one is not valid any more, or is a job token, which may not write notes`,
  rights: `use ${TOKEN}`,
  absent: `check the number and CI_PROJECT_ID; GitLab also answers 404 to a token without rights: use ${TOKEN}`,
  limit: "run the job again later: GitLab has received too many requests",
  lost: "run the job again; nothing is written twice. If it stays, ask whoever runs GitLab",
  refused: "read GitLab's answer above; if it does not help, report it with this message",
};
