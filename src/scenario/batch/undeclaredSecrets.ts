import { isSecretName } from '../../core/protocol/secretNames';
import { looseSecrets } from '../../core/redaction/looseSecrets';
import type { Scenario } from '../../core/scenario/scenario';

/** Secrets that a scenario tells without declaring them: in the names of its actors, and as variables with the name of one. */
export function* undeclaredSecrets({ actors, variables }: Pick<Scenario, 'actors' | 'variables'>): Generator<string> {
  for (const name of Object.keys(actors)) {
    for (const { start, end } of looseSecrets(name)) yield name.slice(start, end);
  }
  for (const [name, source] of Object.entries(variables)) {
    const value = typeof source === 'object' ? source.value : source;
    if (isSecretName(name) && typeof value === 'string') yield value;
  }
}
