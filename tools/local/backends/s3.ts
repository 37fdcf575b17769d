/** A server that speaks the API of S3 and checks its signatures, with an empty bucket, in a temporary folder. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { s3Server } from "../../toolchain/s3.mjs";
import { type BackendServer, startServer } from "./server.ts";

const [ACCESS_KEY, SECRET_KEY, REGION] = ["states", "a-secret-of-the-tests", "eu-central-1"];
const BUCKET = "states";

export async function startS3(): Promise<BackendServer> {
  const folder = mkdtempSync(join(tmpdir(), "s3-"));
  const [root, metadata] = [join(folder, "root"), join(folder, "metadata")];
  // A folder below the root is a bucket.
  mkdirSync(join(root, BUCKET), { recursive: true });
  mkdirSync(metadata);
  const server = await startServer(
    await s3Server(),
    (port) => [
      ...["--port", `127.0.0.1:${port}`, "--region", REGION, "--health", "/health", "--quiet"],
      ...["posix", "--sidecar", metadata, root],
    ],
    { env: { ROOT_ACCESS_KEY: ACCESS_KEY, ROOT_SECRET_KEY: SECRET_KEY } },
    async (port) => (await fetch(`http://127.0.0.1:${port}/health`)).ok,
  );
  const endpoint = encodeURIComponent(`http://127.0.0.1:${server.port}`);
  return {
    url: `s3://${BUCKET}/billing?endpoint=${endpoint}&region=${REGION}&use_path_style=true`,
    environment: { AWS_ACCESS_KEY_ID: ACCESS_KEY, AWS_SECRET_ACCESS_KEY: SECRET_KEY },
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
