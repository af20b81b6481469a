import type { ConfigurationFault } from '../core/configuration/configuration';
import { toldFaults } from '../core/configuration/toldFaults';
import { readConfigurationText } from '../disk/configuration/configurationFile';
import { type TeamConfigurationFile, teamConfigurationFor } from '../disk/configuration/teamConfigurationFile';
import { serverFaults } from '../server/kernel/options/serverFaults';
import { ToolRefusal } from './agentTool';
import { coveredText } from './coveredAnswer';
import { shownPath } from './rootedPath';

/**
 * The configuration that holds for a folder; undefined if there is none.
 * @param again what to do when it is mended, as the end of a sentence: `check again`
 * @throws ToolRefusal when it is at fault
 */
export async function soundConfiguration(folder: string, again: string): Promise<TeamConfigurationFile | undefined> {
  const found = teamConfigurationFor(folder);
  if (!found) return undefined;
  const { file, faults, problem, configuration } = found;
  if (problem) throw new ToolRefusal(`${problem(shownPath(file))}.`);
  const ofServer = await serverFaults(configuration.server, () => readConfigurationText(file));
  assertSound(file, [...faults, ...ofServer], again);
  return found;
}

function assertSound(file: string, faults: readonly ConfigurationFault[], again: string): void {
  if (faults.length === 0) return;
  const { told, untold } = toldFaults(faults);
  const sentences = told.map(({ message, range: { start } }) => {
    return `${shownPath(file)}:${start.line + 1}:${start.character + 1}: ${coveredText(message)}.`;
  });
  if (untold > 0) sentences.push(`It has other faults (${untold}).`);
  throw new ToolRefusal(`${sentences.join(' ')} Mend the configuration, then ${again}.`);
}
