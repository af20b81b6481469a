/** What the shell hears. */
export const ExitCode = {
  /** Nothing is wrong. */
  fine: 0,
  /** Something that was looked at is at fault. */
  faulty: 1,
  /** The call or the environment is at fault. */
  cannot: 2,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
