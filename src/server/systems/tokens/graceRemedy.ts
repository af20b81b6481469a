import type { JournalRemedy } from '../../../core/protocol/journal';
import { isForgotten } from './family';
import type { TokensSettings } from './tokensSettings';
import type { KeptToken } from './tokensSpaces';

/** Real servers have 10 to 60 seconds (docs/tokens.md#tokensgraceseconds). */
const LEAST_SECONDS = 10;
const MOST_SECONDS = 60;

/**
 * The grace time in which a used refresh token would have been let in. After longer than real servers have, it is not
 * proposed: that is no lost answer any more, and the reader has to choose.
 * @param now milliseconds
 * @returns undefined where no grace time helps
 */
export function graceRemedy(
  token: KeptToken,
  now: number,
  { graceStyle }: Pick<TokensSettings, 'graceStyle'>,
): JournalRemedy | undefined {
  if (graceStyle === 'reject' || isForgotten(token) || token.usedAt === undefined) return undefined;
  const seconds = Math.ceil((now - token.usedAt) / 1000);
  const option = 'tokens.graceSeconds';
  return seconds > MOST_SECONDS ? { option } : { option, value: Math.max(LEAST_SECONDS, seconds) };
}
