import { Option } from 'commander';

/** From which severity on a finding makes the exit status 1. The gravest comes first. */
export const FAIL_ON = ['error', 'warning', 'hint'] as const;

export type FailOn = (typeof FAIL_ON)[number];

/** `--fail-on SEVERITY` */
export function failOnOption(): Option {
  return new Option('--fail-on <severity>', 'the least grave finding that makes the exit status 1')
    .choices(FAIL_ON)
    .default('error');
}

/** Whether a finding counts. */
export function countsFor(failOn: FailOn, severity: FailOn): boolean {
  return FAIL_ON.indexOf(severity) <= FAIL_ON.indexOf(failOn);
}
