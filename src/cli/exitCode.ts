/** The exit status of the process. */
export const ExitCode = {
  /** Nothing is wrong. */
  fine: 0,
  /** A file that was checked has errors, or a scenario failed. */
  atFault: 1,
  /** The call or the environment is wrong. */
  cannot: 2,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
