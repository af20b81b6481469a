import { ERROR_CODES, type FindingCode, HINT_CODES } from '../compliance/finding';
import type { HintRules } from './hintRules';

/**
 * Of the codes that are to be repaired, those that count: what is off is nowhere, so that nothing is repaired for it.
 * @param asked undefined for all codes
 * @returns undefined for all codes
 */
export function repairedCodes(
  asked: readonly FindingCode[] | undefined,
  rules: Pick<HintRules, 'isOff'>,
): readonly FindingCode[] | undefined {
  const all: readonly FindingCode[] = [...ERROR_CODES, ...HINT_CODES];
  return all.some((code) => rules.isOff(code)) ? (asked ?? all).filter((code) => !rules.isOff(code)) : asked;
}
