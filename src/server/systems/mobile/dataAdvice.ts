import type { JournalRemedy } from '../../../core/protocol/journal';
import { optionWords } from '../../../core/server/optionWords';

const DATA = optionWords('mobile.data');
const UPSTREAM = optionWords('upstream');

/** What a server without any data can be given, so that an app gets past its login. For the journal. */
export const DATA_ADVICE = {
  words: `This server has no data for apps: set ${DATA} for recorded answers, such as “example:products”, which ships, or ${UPSTREAM} for a real 4D Server.`,
  remedy: { option: 'mobile.data', value: 'example:products' } satisfies JournalRemedy,
} as const;
