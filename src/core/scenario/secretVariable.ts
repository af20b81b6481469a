import type { VariableSource } from './scenarioSource';

/** A variable for a value that must not stand in a file. Whoever runs the scenario sets the environment variable. */
export function secretVariable(name: string): VariableSource {
  return {
    env: `SESSION_WORKBENCH_${name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}`,
    secret: true,
  };
}
