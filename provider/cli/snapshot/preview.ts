/** The preview of a snapshot, for a review that has no access to the state. */
import { readFileSync } from "node:fs";
import { parseSnapshot, type Snapshot } from "../../pulumi/snapshot.js";
import { projectOf } from "../../pulumi/stack-file.js";
import { progressOn } from "../progress.js";
import type { ReviewOptions } from "../review-options.js";

export interface SnapshotPreview {
  readonly preview: readonly unknown[];
  readonly failed: boolean;
  readonly snapshot: Snapshot;
}

/**
 * Runs the preview of the files in this folder against the snapshot. Nothing is sent.
 *
 * @throws an Error that says what to do when the options, the snapshot or the project do not fit together
 */
export async function previewOfSnapshot(path: string, options: ReviewOptions): Promise<SnapshotPreview> {
  const folder = process.cwd();
  const snapshot = fitting(path, folder, options);
  const progress = progressOn(process.stderr, `preview of the snapshot of stack ${snapshot.stack}`);
  // The engine's SDK is loaded only where it is needed.
  const { runPreview } = await import("../../pulumi/run-preview.js");
  const { withSnapshot } = await import("../../pulumi/snapshot-backend.js");
  try {
    return await withSnapshot(snapshot, folder, async (backend) => {
      const { events, failed } = await runPreview({
        ...backend,
        folder,
        progress: (count) => progress.at(`${count} resources`),
      });
      return { preview: events, failed, snapshot };
    });
  } finally {
    progress.end();
  }
}

function fitting(path: string, folder: string, { stack, from, base, refresh, impact }: ReviewOptions): Snapshot {
  if (from !== undefined || base !== undefined)
    throw new Error(
      "a review needs one source, and only one of --snapshot, --from and --base\n  what to do: leave the others out",
    );
  if (refresh || impact)
    throw new Error(
      `${refresh ? "--refresh" : "--impact"} reads from the vendors, and a review of a snapshot has no credentials\n` +
        "  what to do: leave it out, or use it with --stack where there are credentials",
    );
  const snapshot = parseSnapshot(textAt(path), path);
  if (stack !== undefined && lastOf(stack) !== lastOf(snapshot.stack))
    throw new Error(
      `${path} is of stack ${snapshot.stack}, not of ${stack}\n` +
        "  what to do: leave --stack out, or name the snapshot of that stack",
    );
  const project = projectOf(folder);
  if (project === undefined)
    throw new Error(
      `there is no Pulumi.yaml in ${folder} or above it\n  what to do: run the command in the folder of the project`,
    );
  if (project.name !== snapshot.project)
    throw new Error(
      `${path} is of the project ${snapshot.project}, but ${project.path} belongs to the project ${project.name}\n` +
        `  what to do: run the command in the folder of project ${snapshot.project}, or name a snapshot of this one`,
    );
  return snapshot;
}

const lastOf = (stack: string): string => stack.split("/").at(-1) ?? "";

function textAt(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `${path} ${code === "ENOENT" ? "does not exist" : `cannot be read (${code})`}\n` +
        "  what to do: name the file that `catalogue snapshot` has written",
    );
  }
}
