/** One address for a forge's comments and for what its runs have kept. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { ArtifactForge } from "./artifacts.js";
import { FakeForge } from "./comments.js";

/** Lists of pull requests, runs and artifacts; all other paths are about comments, labels and issues. */
const KEPT = /\/pulls$|\/actions\/|\/merge_requests$|\/merge_requests\/\d+\/pipelines$|\/pipelines\/|\/jobs\//;

export class WholeForge {
  readonly comments: FakeForge;
  readonly kept: ArtifactForge;
  readonly #server: Server;

  private constructor(comments: FakeForge, kept: ArtifactForge) {
    this.comments = comments;
    this.kept = kept;
    this.#server = createServer((request, response) => void this.#forward(request, response));
  }

  static async start(kind: "github" | "gitlab"): Promise<WholeForge> {
    const comments = await FakeForge.start(kind);
    const kept = await new ArtifactForge({ token: comments.token, repository: "acme/shop", project: "7" }).start();
    const forge = new WholeForge(comments, kept);
    await new Promise<void>((resolve) => forge.#server.listen(0, "127.0.0.1", resolve));
    return forge;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await Promise.all([this.comments.stop(), this.kept.close()]);
  }

  async #forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = "", method = "GET", headers } = request;
    const to = KEPT.test(url.split("?")[0] ?? "") ? this.kept.url : this.comments.url;
    const body = method === "GET" ? undefined : await buffer(request);
    const own = Object.fromEntries(
      Object.entries(headers).filter(([name]) => !["host", "connection", "content-length"].includes(name)),
    ) as Record<string, string>;
    const answer = await fetch(`${to}${url}`, { method, headers: own, redirect: "manual", ...(body ? { body } : {}) });
    const kept = [...answer.headers].filter(
      ([name]) => !["connection", "content-length", "transfer-encoding"].includes(name),
    );
    response.writeHead(answer.status, Object.fromEntries(kept));
    response.end(Buffer.from(await answer.arrayBuffer()));
  }
}
