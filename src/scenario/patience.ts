import type { Scenario } from '../core/scenario/scenario';

/** Real milliseconds. Less than a run waits for an answer, so that the answer says what took too long. */
const CODE_MS = 25_000;

/**
 * Options with more time for the developer's code than a server gives it: what comes of a run must not hang on how busy
 * the machine is. A limit that the scenario names stays.
 */
export function patiently(options: Scenario['server']): Scenario['server'] {
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
