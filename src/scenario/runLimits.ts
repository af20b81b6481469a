import type { Scenario } from '../core/scenario/scenario';

/** Real milliseconds. It is less than a run waits for an answer, so that the answer can say what took too long. */
const CODE_MS = 25_000;

/**
 * Gives the developer's code more time than a server does by default, so that the result of a run does not depend on
 * how busy the machine is. A limit in the scenario stays.
 */
export function withMoreTime(options: Scenario['server']): Scenario['server'] {
  return {
    ...options,
    ...withLimit(options, 'web', 'codeTimeoutMs'),
    ...withLimit(options, 'mobile', 'authenticationTimeoutMs'),
  };
}

function withLimit(options: Scenario['server'], part: 'web' | 'mobile', limit: string): Scenario['server'] {
  const given = options[part];
  if (typeof given !== 'object' || given === null) return {};
  return { [part]: { [limit]: CODE_MS, ...given } };
}
