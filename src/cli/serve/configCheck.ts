import { OptionsError } from '../../core/server/optionsError';
import { readConfigurationText } from '../../disk/configuration/configurationFile';
import { configuredFaults } from '../../server/kernel/options/configuredFaults';
import { checkedOptions } from '../../server/kernel/options/optionsCheck';
import { CallError } from '../callError';
import { faultsError } from '../teamConfiguration';
import { type GivenOptions, upstreamOf } from './givenOptions';

/**
 * Says which options are at fault, and in which file. The server checks all options itself. So this is for options that it
 * has refused, or with which nothing can be done, and where the command line hides from it what the file says.
 * @throws CallError
 */
export function assertOptions({ inFile, url }: GivenOptions): void {
  if (inFile) {
    const { file, value } = inFile;
    const error = faultsError(file, configuredFaults(value, readConfigurationText(file)), 'serve');
    if (error) throw error;
  }
  if (url === undefined) return;
  try {
    void checkedOptions({ upstream: upstreamOf(url, inFile?.value.upstream) });
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    throw new CallError(`--upstream: ${error.message}`);
  }
}
