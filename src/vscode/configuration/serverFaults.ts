import type { Configuration, ConfigurationFault } from '../../core/configuration/configuration';

/** For what in a configuration no server would start. Most configurations have no options of a server. */
export async function serverFaults(
  server: Configuration['server'],
  text: string,
): Promise<readonly ConfigurationFault[]> {
  if (Object.keys(server).length === 0) return [];
  const { configuredFaults } = await import('../../server/kernel/options/configuredFaults.js');
  return configuredFaults(server, text);
}
