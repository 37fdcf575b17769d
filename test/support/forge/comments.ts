/** A forge in memory, on the paths of the real ones: comments, labels and issues of GitHub and GitLab. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { GitHubPaths } from "./github.js";
import { GitLabPaths } from "./gitlab.js";

export interface FakeComment {
  readonly id: number;
  readonly author: string;
  body: string;
  minimised: boolean;
  edits: number;
}

export interface FakeIssue {
  readonly number: number;
  readonly author: string;
  readonly title: string;
  body: string;
  open: boolean;
}

/** What goes wrong, the next time that a request matches. */
export interface Fault {
  /** Of "POST /repos/acme/shop/issues/7/comments". */
  readonly on: RegExp;
  /** How often; 1 if absent. */
  times?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
  /** It is done, and its answer is lost: the connection ends, or the status is sent. */
  readonly done?: boolean;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Of the token. */
  readonly login: string;
}

const TOKEN = "token-of-the-job-0123456789";

export class FakeForge {
  readonly kind: "github" | "gitlab";
  readonly me: string;
  /** "POST /repos/acme/shop/issues/7/comments", "POST /graphql viewer", in their order. */
  readonly requests: string[] = [];
  readonly faults: Fault[] = [];
  /** By the number of the pull request; comments of issues by "issue 3". */
  readonly threads = new Map<string, FakeComment[]>();
  readonly labels = new Map<number, string[]>();
  readonly heads = new Map<number, string>();
  readonly issues: FakeIssue[] = [];
  readonly #server: Server;
  #next = 100;

  private constructor(kind: "github" | "gitlab", server: Server) {
    this.kind = kind;
    this.me = kind === "github" ? "github-actions[bot]" : "project_7_bot";
    this.#server = server;
  }

  static async start(kind: "github" | "gitlab"): Promise<FakeForge> {
    const server = createServer();
    const forge = new FakeForge(kind, server);
    const paths = kind === "github" ? new GitHubPaths(forge) : new GitLabPaths(forge);
    server.on("request", (request, response) => void forge.#answer(paths, request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return forge;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The variables of a job of run `run` for a pull request. */
  environment(run: number, { number = 7, attempt = 1, head = "" } = {}): Record<string, string> {
    return this.kind === "github"
      ? {
          GITHUB_REPOSITORY: "acme/shop",
          GITHUB_API_URL: this.url,
          GITHUB_TOKEN: TOKEN,
          GITHUB_RUN_NUMBER: `${run}`,
          GITHUB_RUN_ID: `${9000 + run}`,
          GITHUB_RUN_ATTEMPT: `${attempt}`,
        }
      : {
          CI_PROJECT_ID: "7",
          CI_API_V4_URL: `${this.url}/api/v4`,
          GITLAB_TOKEN: TOKEN,
          CI_PIPELINE_IID: `${run}`,
          CI_PIPELINE_ID: `${9000 + run}`,
          CI_MERGE_REQUEST_IID: `${number}`,
          ...(head === "" ? {} : { CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: head }),
        };
  }

  get token(): string {
    return TOKEN;
  }

  thread(key: number | string): FakeComment[] {
    const found = this.threads.get(`${key}`) ?? [];
    this.threads.set(`${key}`, found);
    return found;
  }

  add(key: number | string, author: string, body: string): FakeComment {
    const comment = { id: this.#next++, author, body, minimised: false, edits: 0 };
    this.thread(key).push(comment);
    return comment;
  }

  find(id: number): FakeComment | undefined {
    return [...this.threads.values()].flat().find((comment) => comment.id === id);
  }

  /** Those that a reader sees without unfolding. */
  shown(number = 7): readonly FakeComment[] {
    return this.thread(number).filter(
      ({ minimised, body }) => !minimised && !body.includes("<summary>Outdated: a newer comment"),
    );
  }

  /** How many requests of a kind there were: `count(/^PATCH/)`. */
  count(pattern: RegExp): number {
    return this.requests.filter((request) => pattern.test(request)).length;
  }

  async #answer(paths: GitHubPaths | GitLabPaths, request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const url = new URL(request.url ?? "/", this.url);
    const operation = url.pathname === "/graphql" ? ` ${/viewer|nodes|minimizeComment/.exec(text)?.[0]}` : "";
    const name = `${request.method} ${url.pathname}${operation}`;
    this.requests.push(name);
    const fault = this.faults.find(({ on, times = 1 }) => times > 0 && on.test(name));
    if (fault) fault.times = (fault.times ?? 1) - 1;
    const given = String(request.headers["private-token"] ?? request.headers.authorization ?? "");
    const isKnown = given.includes(TOKEN);
    const call = (): Reply =>
      isKnown
        ? paths.reply({
            method: request.method ?? "",
            path: decodeURIComponent(url.pathname),
            query: url.searchParams,
            body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
            login: this.me,
          })
        : { status: 401, body: { message: "Bad credentials" } };
    if (fault?.done) call();
    if (fault && fault.status === undefined) {
      request.socket.destroy();
      return;
    }
    const reply: Reply =
      fault?.status === undefined
        ? call()
        : {
            status: fault.status,
            body: { message: fault.message ?? "refused" },
            ...(fault.headers ? { headers: fault.headers } : {}),
          };
    response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
    response.end(reply.body === undefined ? "" : JSON.stringify(reply.body));
  }
}

/** A page of a list, with the link to the next one. */
export function page(items: readonly unknown[], { path, query }: Call, base: string): Reply {
  const size = Number(query.get("per_page") ?? 30);
  const number = Number(query.get("page") ?? 1);
  const next = new URL(path, base);
  for (const [name, value] of query) next.searchParams.set(name, value);
  next.searchParams.set("page", `${number + 1}`);
  const hasMore = items.length > number * size;
  return {
    status: 200,
    body: items.slice((number - 1) * size, number * size),
    ...(hasMore ? { headers: { link: `<${next.href}>; rel="next"` } } : {}),
  };
}

export const NOT_FOUND: Reply = { status: 404, body: { message: "Not Found" } };
