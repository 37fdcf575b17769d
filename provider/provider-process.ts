/** The one provider process of an operation: all kinds share its clients, listings and report. */
import { systemClock } from "./http/clock.js";
import { Redactor } from "./http/redact.js";
import { undiciTransport } from "./http/transport.js";
import { type KindProvider, ProviderProcess } from "./lifecycle/provider.js";
import { adoptionsOf } from "./pulumi/adoptions-file.js";
import { cliCommandLine } from "./pulumi/command-line.js";
import { watchEngine } from "./pulumi/end-with-engine.js";
import { engineAddress, engineReport, exportState } from "./pulumi/engine.js";
import { requestLogOf } from "./pulumi/request-log.js";
import { registry } from "./vendors/registry.js";

const redactor = new Redactor();
const process_ = new ProviderProcess(registry, {
  environment: process.env,
  transport: undiciTransport,
  clock: systemClock,
  random: Math.random,
  exportState,
  commandLine: cliCommandLine,
  adoptions: adoptionsOf(),
  onWrite: requestLogOf(),
  report: engineReport(),
  redactor,
});
const address = engineAddress();
if (address !== undefined) watchEngine(address, () => process.exit(1));

export const provider = (kind: string): KindProvider => process_.provider(kind);
