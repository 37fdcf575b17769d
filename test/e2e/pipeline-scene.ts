/** A project with its vendors and its forge, for the pipelines to copy. */
import { Stack } from "../../tools/local/stack.ts";
import type { FakeComment } from "../support/forge/comments.js";
import { WholeForge } from "../support/forge/whole.js";
import { GitProject } from "../support/git-project.js";
import { polar, sequence } from "./approved-scene.js";
import { startVendors, type Vendors } from "./sandboxes.js";

export const PASSPHRASE = "the-passphrase-of-the-pipeline";

export interface PipelineScene {
  readonly vendors: Vendors;
  readonly project: GitProject<Stack>;
  readonly forge: WholeForge;
  /** Comments of a pull request that are shown. */
  readonly thread: (number: number) => readonly FakeComment[];
  readonly close: () => Promise<void>;
}

export async function startPipeline(kind: "github" | "gitlab"): Promise<PipelineScene> {
  const vendors = await startVendors();
  const forge = await WholeForge.start(kind);
  const stack = await Stack.create({
    catalogue: { ...polar(2900), ...sequence(false) },
    config: { accounts: vendors.accounts },
    environment: { ...vendors.environment, PULUMI_CONFIG_PASSPHRASE: PASSPHRASE },
  });
  return {
    vendors,
    project: new GitProject(stack),
    forge,
    thread: (number) => forge.comments.thread(number).filter(({ minimised }) => !minimised),
    close: async () => {
      stack.remove();
      await forge.close();
      await vendors.close();
    },
  };
}
