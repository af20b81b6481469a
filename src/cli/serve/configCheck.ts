import { optionRange } from '../../core/configuration/optionRange';
import { OptionsError } from '../../core/server/optionsError';
import { readConfigurationText } from '../../disk/configuration/configurationFile';
import { checkedOptions } from '../../server/kernel/options/optionsCheck';
import { CallError } from '../callError';
import { placeText } from '../placeText';
import { type GivenOptions, upstreamOf } from './givenOptions';

/**
 * Says which options are at fault, and in which file. The server checks all options itself. So this is for options that it
 * has refused, or with which nothing can be done, and where the command line hides from it what the file says.
 * @throws CallError
 */
export function assertOptions({ inFile, url }: GivenOptions): void {
  if (inFile) assertValid(inFile.file, inFile.value, () => readConfigurationText(inFile.file));
  if (url === undefined) return;
  const upstream = inFile?.value.upstream;
  assertValid('--upstream', { upstream: upstreamOf(url, upstream) });
}

function assertValid(source: string, value: unknown, text?: () => string): void {
  try {
    void checkedOptions(value);
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    throw new CallError(`${placeText(source, text && optionRange(text(), error.message))}: ${error.message}`);
  }
}
