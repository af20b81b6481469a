import { Option } from 'commander';
import { FAIL_ON } from '../core/compliance/failOn';

/** `--fail-on SEVERITY` */
export function failOnOption(): Option {
  return new Option('--fail-on <severity>', 'the least grave finding that makes the exit status 1')
    .choices(FAIL_ON)
    .default('error');
}
