// @ts-check
/** Plain CommonJS without newer syntax, so that an unsupported Node gets as far as the sentence that says so. */
"use strict";

const MINIMUM = [22, 19];

/**
 * @param {string} version as in process.versions.node
 * @returns {string | undefined} what is wrong with it, and what to do
 */
exports.nodeProblem = (version) => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [needMajor = 0, needMinor = 0] = MINIMUM;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return undefined;
  return (
    `billing-catalogue needs Node ${needMajor}.${needMinor} or newer, and this is Node ${version}\n` +
    "  what to do: install a current Node, or put one first on PATH"
  );
};
