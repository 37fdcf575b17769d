/** The questions of `catalogue init` on a terminal. */
import { checkbox, input, select } from "@inquirer/prompts";
import type { Ask } from "./answers.js";
import type { InitEnvironment } from "./options.js";

const ENVIRONMENT_HELP: Readonly<Record<InitEnvironment, string>> = {
  sandbox: "sandbox: the vendor's test system",
  production: "production: real customers",
  local: "local: the vendors in memory that `catalogue sandbox` starts",
};

/** `terminal`: another one than that of the process. */
export const askOn = (terminal: Parameters<typeof input>[1] = {}): Ask => ({
  vendors: (all) =>
    checkbox(
      {
        message: "Which vendors?",
        required: true,
        choices: all.map(({ name, title }) => ({ value: name, name: title })),
      },
      terminal,
    ),
  environment: (all) =>
    select(
      {
        message: "Which environment?",
        choices: all.map((value) => ({ value, name: ENVIRONMENT_HELP[value] })),
      },
      terminal,
    ),
  baseUrl: ({ title, baseUrlHelp }, proposed, trouble) =>
    input(
      {
        message: `URL of ${title}'s API (${baseUrlHelp ?? ""}):`,
        default: proposed,
        validate: (url) => trouble(url)?.split("\n", 1)[0] ?? true,
      },
      terminal,
    ),
});
