import type { Phrase } from '../../core/compliance/phrase';
import { l10n } from './l10n';

/** A localizable message of core or disk, in the user's language. */
export function phraseIn({ template, args }: Phrase): string {
  return l10n.t(template, ...args.map((arg) => (typeof arg === 'string' ? arg : phraseIn(arg))));
}
