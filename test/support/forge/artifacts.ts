/** Merged pull requests and what their runs have kept, on the paths of GitHub's and GitLab's APIs. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { strToU8, zipSync } from "fflate";
import type { Pipeline } from "../../../provider/forge/pipeline.js";

export interface Pull {
  readonly number: number;
  readonly head: string;
  readonly merge: string;
  /** GitLab: merged by fast-forward or squash, it has no merge commit. */
  readonly as?: "merge" | "squash" | "fast-forward";
  readonly updatedAt?: string;
}

export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly head: string;
  readonly createdAt?: string;
  readonly expired?: boolean;
  /** The run was one of a fork. */
  readonly fork?: boolean;
  /** Instead of a zip with these files. */
  readonly bytes?: Uint8Array;
  readonly files?: Readonly<Record<string, string>>;
  readonly size?: number;
}

const HERE = 1;
const FORK = 2;
type Answer = readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>];

export class ArtifactForge {
  pulls: Pull[] = [];
  artifacts: Artifact[] = [];
  /** Lists show pull requests only after so many reads. */
  lag = 0;
  /** An answer instead of the real one. */
  misbehave: ((path: string) => Answer | undefined) | undefined;
  readonly requests: string[] = [];
  readonly token: string;
  readonly repository: string;
  readonly #project: string;
  readonly #server: Server;

  /** `repository`: GitHub's "owner/name"; `project`: GitLab's id. */
  constructor({ token = "the-token", repository = "acme/billing", project = String(HERE) } = {}) {
    this.token = token;
    this.repository = repository;
    this.#project = project;
    this.#server = createServer((request, response) => {
      const [status, body, headers = {}] = this.#answer(request);
      const isBytes = body instanceof Uint8Array;
      response.writeHead(status, { "content-type": isBytes ? "application/zip" : "application/json", ...headers });
      response.end(isBytes ? body : JSON.stringify(body));
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => void this.#server.close(() => resolve()));
  }

  pipeline(forge: Pipeline["forge"], rest: Partial<Pipeline> = {}): Pipeline {
    return {
      forge,
      api: forge === "github" ? this.url : `${this.url}/api/v4`,
      repository: forge === "github" ? this.repository : this.#project,
      token: this.token,
      run: 7,
      attempt: 1,
      branch: "main",
      ...rest,
    };
  }

  #answer({ url = "", headers }: IncomingMessage): Answer {
    const { pathname: path, searchParams: query } = new URL(url, "http://forge");
    this.requests.push(path);
    const trouble = this.misbehave?.(path);
    if (trouble) return trouble;
    // Where the archive is, another host takes an address with a signature, and no token.
    if (
      !path.startsWith("/blobs/") &&
      ![headers.authorization, headers["private-token"]].some((text) => text?.includes(this.token))
    )
      return [401, { message: "Bad credentials" }];
    return path.startsWith("/api/v4/") ? this.#gitlab(path.slice("/api/v4".length), query) : this.#github(path, query);
  }

  #page<T>(all: readonly T[], query: URLSearchParams): T[] {
    const [page, size] = [Number(query.get("page") ?? 1), Number(query.get("per_page") ?? 30)];
    return all.slice((page - 1) * size, page * size);
  }

  #merged(): readonly Pull[] {
    this.lag -= 1;
    return this.lag >= 0 ? [] : this.pulls;
  }

  #github(path: string, query: URLSearchParams): Answer {
    const root = `/repos/${this.repository}`;
    if (path === `${root}/pulls`) {
      if (query.get("state") !== "closed" || query.get("base") !== "main") return [200, []];
      const merged = this.#merged().map(({ number, head, merge, updatedAt = NOW }) => ({
        number,
        head: { sha: head },
        merge_commit_sha: merge,
        merged_at: updatedAt,
        updated_at: updatedAt,
        html_url: `https://forge.example/pull/${number}`,
      }));
      // Closed without a merge: GitHub shows a commit of a trial merge.
      const closed = this.pulls.map(({ merge }, index) => ({
        ...merged[0],
        number: 900 + index,
        merge_commit_sha: merge,
        merged_at: null,
      }));
      return [200, this.#page([...closed, ...merged], query)];
    }
    if (path === `${root}/actions/artifacts`) {
      const named = this.artifacts.filter(({ name }) => name === query.get("name"));
      return [200, { total_count: named.length, artifacts: this.#page(named, query).map(githubArtifact) }];
    }
    const id = /\/actions\/artifacts\/(\d+)\/zip$/.exec(path)?.[1];
    if (id !== undefined) return [302, {}, { location: `${this.url}/blobs/${id}` }];
    const blob = /^\/blobs\/(\d+)$/.exec(path)?.[1];
    const artifact = this.artifacts.find((one) => String(one.id) === blob);
    return artifact ? [200, artifact.bytes ?? zipped(artifact.files ?? {})] : [404, { message: "Not Found" }];
  }

  #gitlab(path: string, query: URLSearchParams): Answer {
    if (path === `/projects/${this.#project}/merge_requests`)
      return [200, this.#page(this.#merged().map(gitlabMergeRequest), query)];
    const iid = /\/merge_requests\/(\d+)\/pipelines$/.exec(path)?.[1];
    const pull = this.pulls.find(({ number }) => String(number) === iid);
    if (pull)
      return [
        200,
        this.artifacts
          .filter(({ head }) => head === pull.head)
          .map(({ id, head, fork }) => ({ id: id * 10, sha: head, project_id: fork ? FORK : Number(this.#project) })),
      ];
    const pipeline = /\/pipelines\/(\d+)\/jobs$/.exec(path)?.[1];
    if (pipeline) {
      const artifact = this.artifacts.find(({ id }) => id === Number(pipeline) / 10);
      return [
        200,
        artifact
          ? [
              { id: artifact.id * 100, name: artifact.name },
              { id: 1, name: "build" },
            ]
          : [],
      ];
    }
    const job = /\/jobs\/(\d+)\/artifacts\/review\.json$/.exec(path)?.[1];
    const kept = this.artifacts.find(({ id, expired }) => id === Number(job) / 100 && !expired)?.files?.["review.json"];
    return kept === undefined ? [404, { message: "404 Not Found" }] : [200, strToU8(kept)];
  }
}

const NOW = new Date().toISOString();

const zipped = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

const githubArtifact = ({ id, name, head, createdAt = NOW, expired = false, fork, size = 100 }: Artifact) => ({
  id,
  name,
  expired,
  created_at: createdAt,
  size_in_bytes: size,
  workflow_run: { id: id * 10, head_sha: head, repository_id: HERE, head_repository_id: fork ? FORK : HERE },
});

const gitlabMergeRequest = ({ number, head, merge, as = "merge" }: Pull) => ({
  iid: number,
  sha: as === "fast-forward" ? merge : head,
  merge_commit_sha: as === "merge" ? merge : null,
  squash_commit_sha: as === "squash" ? merge : null,
  web_url: `https://forge.example/merge_requests/${number}`,
});
