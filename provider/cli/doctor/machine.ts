/** What is installed here: Node, the Pulumi CLI, and where it keeps states. */
import { isObject } from "../../fields/shape.js";
import { pulumiCommand } from "../../pulumi/cli.js";
import { withoutPassword } from "../../pulumi/without-password.js";
import { type Finding, failed, ok, problem } from "./check.js";

/** The oldest Pulumi CLI that this package is tested with. */
const OLDEST = [3, 254] as const;

/** The command itself refuses to run with an older Node. */
export const node = (): Finding => ok("node", `Node ${process.versions.node}`);

export async function pulumiCli(folder: string): Promise<Finding> {
  const check = "pulumi-cli";
  try {
    const printed = (await pulumiCommand(["version"], folder, "its version is not known")).trim();
    return versionFinding(check, printed);
  } catch (error) {
    return failed(check, error);
  }
}

/** `printed`: "v3.259.0" */
export function versionFinding(check: string, printed: string): Finding {
  const [, major, minor] = /^v?([0-9]+)\.([0-9]+)\./.exec(printed) ?? [];
  const version = printed.replace(/^v/, "");
  const [most, least] = [Number(major), Number(minor)];
  if (most > OLDEST[0] || (most === OLDEST[0] && least >= OLDEST[1])) return ok(check, `Pulumi CLI ${version}`);
  return problem(
    check,
    `the Pulumi CLI ${version} is older than ${OLDEST.join(".")}`,
    "install a current one: https://www.pulumi.com/docs/install",
  );
}

export interface Login {
  readonly finding: Finding;
  /** Of the backend: "file://~", "https://app.pulumi.com/acme". */
  readonly url?: string;
}

export async function login(folder: string): Promise<Login> {
  const check = "login";
  try {
    const said = JSON.parse(await pulumiCommand(["whoami", "--json"], folder, "no backend can be used")) as unknown;
    const { user, url } = isObject(said) ? said : {};
    const shown = typeof url === "string" ? withoutUser(url) : "an unknown backend";
    return {
      finding: ok(check, `logged in to ${shown} as ${String(user)}`),
      ...(typeof url === "string" ? { url } : {}),
    };
  } catch (error) {
    const { says } = failed(check, error);
    return { finding: problem(check, says, "log in to where the states are kept: pulumi login") };
  }
}

const withoutUser = (url: string): string => withoutPassword(url).replace(/\/\/[^/?#]*@/, "//");
