/** The exit codes of all commands. */
export const EXIT = {
  /** No problems and no differences. */
  fine: 0,
  /** Problems were found, the command failed, or its arguments are wrong. */
  problems: 1,
  /** There are changes, or a plan was shown and not carried out. */
  changes: 2,
  /** Findings that block. */
  blocked: 3,
  /** The plan differs from the one that was approved. */
  notApproved: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_HELP = `
Exit codes of all commands:
  ${EXIT.fine}  no problems, and in a review no changes
  ${EXIT.problems}  problems were found, the command failed, or its arguments are wrong
  ${EXIT.changes}  a review shows changes, or a plan was shown and not carried out
  ${EXIT.blocked}  a review has findings that block
  ${EXIT.notApproved}  the plan differs from the one that was approved`;
