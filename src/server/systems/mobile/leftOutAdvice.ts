import { optionWords } from '../../../core/server/optionWords';
import type { MobileErrorOptions } from './mobileRestError';
import type { LeftOut } from './mobileState';

const AT_START = 'mobile.loadAtStart';
const NEW_FILES = 'mobile.takeNewFiles';

/** What the journal says of a session that has a file but is not in memory, and the option that decided so. */
const ADVICE = {
  loadAtStart: {
    words: `A file of it is in the MobileApps folder: files are loaded at the start only with ${optionWords(AT_START)}.`,
    remedy: { option: AT_START, value: true },
  },
  takeNewFiles: {
    words: `A file of it is in the MobileApps folder: a refresh takes files of new sessions only with ${optionWords(NEW_FILES)}.`,
    remedy: { option: NEW_FILES, value: true },
  },
  notRefreshed: { words: 'A file of it is in the MobileApps folder: the next refresh takes it, if it has no fault.' },
} as const satisfies Readonly<Record<LeftOut, { words: string } & MobileErrorOptions>>;

/** @param reason what the answer says, which is nothing of files */
export function leftOutAdvice(reason: string, leftOut: LeftOut | undefined): MobileErrorOptions {
  if (leftOut === undefined) return {};
  const { words, ...more } = ADVICE[leftOut];
  return { told: `${reason} ${words}`, ...more };
}
