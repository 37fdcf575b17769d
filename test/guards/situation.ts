import type { Build } from "./builds.js";

/** What damage was done, in words; undefined: none. */
export type Situation = (build: Build) => Promise<string | undefined>;
