/** CHANGELOG.md, as https://keepachangelog.com: what is not released yet, and one section for each version. */
// @ts-check

/**
 * @typedef {object} Section
 * @property {string} version
 * @property {string | undefined} date as in 2026-01-31
 * @property {string} text without its heading
 */

const HEADING = /^## \[([^\]]+)\](?: - ([0-9]{4}-[0-9]{2}-[0-9]{2}))?$/;
export const UNRELEASED = "Unreleased";

/** What is wrong in CHANGELOG.md, and what to do. */
export class ChangelogError extends Error {}

/**
 * @param {string} changelog
 * @returns {Section[]} in their order, with that of what is not released
 */
export function sections(changelog) {
  return changelog
    .split(/^(?=## )/m)
    .slice(1)
    .map((part) => {
      const [heading = "", ...lines] = part.split("\n");
      const [, version, date] = HEADING.exec(heading) ?? [];
      if (version === undefined)
        throw new ChangelogError(
          `CHANGELOG.md: the heading "${heading}" is not that of a version\n` +
            '  what to do: write "## [1.2.3] - 2026-01-31", or "## [Unreleased]"',
        );
      return { version, date, text: lines.join("\n").trim() };
    });
}

/**
 * A section as the text of a release on GitHub, where each line break is shown and links need a whole address.
 * @param {string} text
 * @param {string} address of the repository's files at the release
 */
export const asNotes = (text, address) =>
  text.replace(/\n +(?! *[-*] )/g, " ").replace(/\]\((?![a-z]+:|#)([^)]+)\)/g, (_, path) => `](${address}/${path})`);
