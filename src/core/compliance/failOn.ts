/** From which severity on a finding makes a check fail. The gravest comes first. */
export const FAIL_ON = ['error', 'warning', 'hint'] as const;

export type FailOn = (typeof FAIL_ON)[number];

/** Whether a finding counts. */
export function countsFor(failOn: FailOn, severity: FailOn): boolean {
  return FAIL_ON.indexOf(severity) <= FAIL_ON.indexOf(failOn);
}
