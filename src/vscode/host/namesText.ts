import { l10n } from './l10n';
import { numberText } from './treeRow';

const MOST_NAMES = 5;

/** One line for each, for a question. A longer list would not help to decide. */
export function namesText(names: readonly string[]): readonly string[] {
  const more = names.length - MOST_NAMES;
  return more > 0 ? [...names.slice(0, MOST_NAMES), l10n.t('…and {0} more', numberText(more))] : names;
}
