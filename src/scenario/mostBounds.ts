/** The most that the bounds of a run may be set to. */
export const MOST_BOUNDS = {
  /** A day, in real seconds. */
  seconds: 86_400,
  /** A longer text cannot be held in memory as one. */
  answerBytes: 536_870_000,
  /** A tebibyte. */
  diskBytes: 1_099_511_627_776,
} as const;
