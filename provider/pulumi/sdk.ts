/**
 * What this package uses of Pulumi's SDK, from the modules of the SDK that define it. The index of the SDK also loads
 * the Automation API, a package manager and a TypeScript compiler: three quarters of its modules, and most of the time
 * that a small program takes.
 */
export { Config } from "@pulumi/pulumi/config.js";
export { RunError } from "@pulumi/pulumi/errors.js";
export { info as logInfo, warn as logWarn } from "@pulumi/pulumi/log/index.js";
export { getOrganization, getProject, getStack } from "@pulumi/pulumi/metadata.js";
export { type Input, type Inputs, Output, output, type Unwrap } from "@pulumi/pulumi/output.js";
export { allConfig } from "@pulumi/pulumi/runtime/config.js";
export { invoke } from "@pulumi/pulumi/runtime/invoke.js";
export { hasEngine, isDryRun } from "@pulumi/pulumi/runtime/settings.js";
export { getStackResource } from "@pulumi/pulumi/runtime/stack.js";
