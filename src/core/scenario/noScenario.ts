import { type Phrase, phrase } from '../compliance/phrase';
import { misspeltMark } from './misspeltMark';

/**
 * Says that a file is no scenario. Nothing of its text is repeated, because it may be any file, but for the misspelt name that keeps
 * it from being one.
 */
export function noScenario(subject: string, text: string): Phrase {
  const misspelt = misspeltMark(text);
  if (misspelt) {
    return phrase(
      '{0} is no scenario, as "{1}" may be meant by "{2}"; mend that.',
      subject,
      misspelt.meant,
      misspelt.name,
    );
  }
  return phrase(
    '{0} is no scenario: one has "steps", and "actors" or "server", or names scenario.schema.json as its "$schema".',
    subject,
  );
}
