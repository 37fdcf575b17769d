/** What the exit code of a command says: one scheme for all of them. */
export const EXIT = {
  /** Nothing is wrong, and nothing differs. */
  fine: 0,
  /** Problems were found, the command could not do its work, or it was called wrongly. */
  problems: 1,
  /** There are changes. */
  changes: 2,
  /** Findings that block. */
  blocked: 3,
  /** What there is now is not what was approved. */
  notApproved: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_HELP = `
Exit codes of all commands:
  ${EXIT.fine}  fine
  ${EXIT.problems}  problems, or the command could not run, or was called wrongly
  ${EXIT.changes}  there are changes
  ${EXIT.blocked}  there are findings that block
  ${EXIT.notApproved}  this is not what was approved`;
