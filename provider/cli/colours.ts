/**
 * FORCE_COLOR wins over NO_COLOR, and both win over what the terminal supports.
 * https://no-color.org, https://force-color.org
 */
export function hasColours(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: terminal } = environment;
  if (force) return force !== "0" && force !== "false";
  if (none) return false;
  return stream.isTTY === true && terminal !== "dumb";
}
