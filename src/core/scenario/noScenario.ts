import { type Phrase, phrase } from '../core/compliance/phrase';

/** Says that a file is no scenario. Nothing of its text is repeated, because it may be any file. */
export function noScenario(subject: string): Phrase {
  return phrase(
    '{0} is no scenario: one has "steps", and "actors" or "server", or names scenario.schema.json as its "$schema".',
    subject,
  );
}
