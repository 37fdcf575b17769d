/** Paths of GitHub's REST and GraphQL APIs: docs.github.com/rest/issues/comments, /graphql/reference/mutations. */
import {
  type Call,
  type FakeComment,
  type FakeForge,
  type FakeIssue,
  NOT_FOUND,
  page,
  type Reply,
} from "./comments.js";

const REPO = "/repos/acme/shop";

export class GitHubPaths {
  readonly #forge: FakeForge;

  constructor(forge: FakeForge) {
    this.#forge = forge;
  }

  reply(call: Call): Reply {
    const forge = this.#forge;
    const { method, path, body, login } = call;
    // A job's token is that of an app's installation, which is not a user.
    if (path === "/user") return { status: 403, body: { message: "Resource not accessible by integration" } };
    if (path === "/graphql") return { status: 200, body: this.#graphql(body, login) };
    if (path === `${REPO}/issues`) return this.#issues(call);
    if (!path.startsWith(`${REPO}/`)) return NOT_FOUND;
    const [kind, number = "", list, name] = path.slice(REPO.length + 1).split("/");
    if (kind === "pulls") {
      const sha = forge.heads.get(Number(number));
      return { status: 200, body: { number: Number(number), ...(sha ? { head: { sha } } : {}) } };
    }
    if (kind === "issues" && number === "comments") return this.#edit(Number(list), String(body["body"]));
    if (kind !== "issues") return NOT_FOUND;
    if (list === "comments") {
      const key = forge.issues.some((issue) => `${issue.number}` === number) ? `issue ${number}` : number;
      if (method === "GET") return page(forge.thread(key).map(comment), call, forge.url);
      return { status: 201, body: comment(forge.add(key, login, String(body["body"]))) };
    }
    if (list === "labels") return this.#labels(call, Number(number), name);
    const issue = forge.issues.find((one) => `${one.number}` === number);
    if (issue === undefined) return NOT_FOUND;
    if (typeof body["body"] === "string") issue.body = body["body"];
    if (body["state"] === "closed") issue.open = false;
    return { status: 200, body: shownIssue(issue) };
  }

  #issues(call: Call): Reply {
    const { issues, url } = this.#forge;
    if (call.method === "POST") {
      const { title, body } = call.body;
      issues.push({ number: 300 + issues.length, author: call.login, title: `${title}`, body: `${body}`, open: true });
      return { status: 201, body: shownIssue(issues.at(-1) as FakeIssue) };
    }
    const state = call.query.get("state") ?? "open";
    const shown = issues.filter(({ open }) => state === "all" || open === (state === "open")).map(shownIssue);
    // Pull requests are issues too.
    return page([...shown, { number: 7, title: "A change", body: "", pull_request: {} }], call, url);
  }

  #edit(id: number, text: string): Reply {
    const found = this.#forge.find(id);
    if (found === undefined) return NOT_FOUND;
    found.body = text;
    found.edits++;
    return { status: 200, body: comment(found) };
  }

  #labels({ method, body, ...call }: Call, number: number, name: string | undefined): Reply {
    const labels = this.#forge.labels.get(number) ?? [];
    const shown = (all: readonly string[]): unknown[] => all.map((one) => ({ name: one }));
    if (method === "GET") return page(shown(labels), { method, body, ...call }, this.#forge.url);
    if (method === "POST") {
      this.#forge.labels.set(number, [...new Set([...labels, ...(body["labels"] as string[])])]);
      return { status: 200, body: shown(this.#forge.labels.get(number) ?? []) };
    }
    if (!labels.includes(name ?? "")) return NOT_FOUND;
    this.#forge.labels.set(
      number,
      labels.filter((one) => one !== name),
    );
    return { status: 200, body: [] };
  }

  #graphql({ query, variables }: Readonly<Record<string, unknown>>, login: string): unknown {
    const { ids, id } = (variables ?? {}) as { ids?: string[]; id?: string };
    const found = (node: string | undefined): FakeComment | undefined =>
      this.#forge.find(Number(node?.replace("IC_", "")));
    if (String(query).includes("viewer")) return { data: { viewer: { login } } };
    if (ids)
      return { data: { nodes: ids.map((node) => ({ id: node, isMinimized: found(node)?.minimised ?? false })) } };
    const target = found(id);
    if (target === undefined || !String(query).includes("classifier: OUTDATED"))
      return { errors: [{ type: "NOT_FOUND", message: "Could not resolve to a node" }] };
    target.minimised = true;
    return { data: { minimizeComment: { clientMutationId: null } } };
  }
}

const comment = ({ id, author, body }: FakeComment): unknown => ({
  id,
  node_id: `IC_${id}`,
  body,
  user: { login: author, type: author.endsWith("[bot]") ? "Bot" : "User" },
});

const shownIssue = ({ number, author, title, body, open }: FakeIssue): unknown => ({
  number,
  title,
  body,
  state: open ? "open" : "closed",
  user: { login: author },
});
