import { withoutLooseSecrets } from '../../core/redaction/looseSecrets';
import { NamedSecrets } from '../../core/redaction/namedSecrets';
import { redactTokens } from '../../core/redaction/redactText';
import { SLICES } from '../../core/systems';

/** What is secret: the same as in the journal of a server with its presets. */
export const PRESET_SECRETS = new NamedSecrets({ shapes: SLICES.flatMap(({ secretShapes }) => secretShapes ?? []) });

/**
 * A sentence, a title or a name without the secrets that may stand in it. The names of session files and folders are ids, which
 * are meant to be read.
 */
export function coveredSentence(text: string): string {
  return withoutLooseSecrets(redactTokens(text, PRESET_SECRETS, 'id'));
}
