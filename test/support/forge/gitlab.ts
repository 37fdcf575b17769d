/** Paths of GitLab's REST API: docs.gitlab.com/api/notes, /merge_requests, /issues, /users. */
import {
  type Call,
  type FakeComment,
  type FakeForge,
  type FakeIssue,
  NOT_FOUND,
  page,
  type Reply,
} from "./comments.js";

const PROJECT = "/api/v4/projects/7/";

export class GitLabPaths {
  readonly #forge: FakeForge;

  constructor(forge: FakeForge) {
    this.#forge = forge;
  }

  reply(call: Call): Reply {
    const { method, path, body, login } = call;
    if (path === "/api/v4/user") return { status: 200, body: { id: 1, username: login } };
    if (!path.startsWith(PROJECT)) return NOT_FOUND;
    const [kind, number = "", list, id] = path.slice(PROJECT.length).split("/");
    if (kind === "issues" && number === "") return this.#issues(call);
    const key = kind === "issues" ? `issue ${number}` : number;
    if (list === "notes") {
      if (method === "GET") return page(this.#notes(key), call, this.#forge.url);
      if (method === "POST") return { status: 201, body: note(this.#forge.add(key, login, trimmed(body["body"]))) };
      const found = this.#forge.find(Number(id));
      if (found === undefined) return NOT_FOUND;
      found.body = trimmed(body["body"]);
      found.edits++;
      return { status: 200, body: note(found) };
    }
    return kind === "issues" ? this.#issue(call, number) : this.#mergeRequest(call, Number(number));
  }

  /** Events of the merge request are among them. */
  #notes(key: string): unknown[] {
    const event = { id: 1, body: "added 1 commit", system: true, author: { username: "dana" } };
    return [event, ...this.#forge.thread(key).map(note)];
  }

  #mergeRequest({ method, body }: Call, number: number): Reply {
    const { labels, heads } = this.#forge;
    if (method === "PUT") {
      const [add, remove] = ["add_labels", "remove_labels"].map((name) =>
        String(body[name] ?? "")
          .split(",")
          .filter((label) => label !== ""),
      );
      const kept = (labels.get(number) ?? []).filter((label) => !remove?.includes(label));
      labels.set(number, [...new Set([...kept, ...(add ?? [])])]);
    }
    const sha = heads.get(number);
    return { status: 200, body: { iid: number, labels: labels.get(number) ?? [], ...(sha ? { sha } : {}) } };
  }

  #issues(call: Call): Reply {
    const { issues, url } = this.#forge;
    if (call.method === "POST") {
      const { title, description } = call.body;
      const made = { author: call.login, title: `${title}`, body: `${description}`, open: true };
      issues.push({ number: 300 + issues.length, ...made });
      return { status: 201, body: shown(issues.at(-1) as FakeIssue) };
    }
    const isMine = call.query.get("scope") === "created_by_me";
    const found = issues.filter(({ open, author }) => open && (!isMine || author === call.login));
    return page(found.map(shown), call, url);
  }

  #issue({ body }: Call, number: string): Reply {
    const issue = this.#forge.issues.find((one) => `${one.number}` === number);
    if (issue === undefined) return NOT_FOUND;
    if (typeof body["description"] === "string") issue.body = body["description"];
    if (body["state_event"] === "close") issue.open = false;
    return { status: 200, body: shown(issue) };
  }
}

const trimmed = (body: unknown): string => String(body).trim();

const note = ({ id, author, body }: FakeComment): unknown => ({
  id,
  body,
  system: false,
  author: { username: author },
});

const shown = ({ number, author, title, body, open }: FakeIssue): unknown => ({
  iid: number,
  title,
  description: body,
  state: open ? "opened" : "closed",
  author: { username: author },
});
