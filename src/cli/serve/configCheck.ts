import { OptionsError } from '../../core/server/optionsError';
import { isRecord } from '../../core/session/sessionFields';
import { checkedOptions } from '../../server/kernel/options/optionsCheck';
import { CallError } from '../callError';
import { type GivenOptions, upstreamOf } from './givenOptions';

/**
 * Says which options are at fault, and in which file. The server checks all options itself. So this is for options that it
 * has refused, or with which nothing can be done, and where the command line hides from it what the file says.
 * @throws CallError
 */
export function assertOptions({ inFile, url }: GivenOptions): void {
  if (inFile) assertValid(inFile.file, inFile.value);
  if (url === undefined) return;
  const upstream = isRecord(inFile?.value) ? inFile.value.upstream : undefined;
  assertValid('--upstream', { upstream: upstreamOf(url, upstream) });
}

function assertValid(source: string, value: unknown): void {
  try {
    void checkedOptions(value);
  } catch (error) {
    throw error instanceof OptionsError ? new CallError(`${source}: ${error.message}`) : error;
  }
}
