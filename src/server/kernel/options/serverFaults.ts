import type { ConfigurationFault } from '../../../core/configuration/configuration';

/**
 * `configuredFaults`, which is loaded only where a configuration has options of a server: most have none, and their schema is
 * large.
 * @param server the options in the configuration
 * @param text reads the configuration
 */
export async function serverFaults(
  server: Readonly<Record<string, unknown>>,
  text: () => string,
): Promise<readonly ConfigurationFault[]> {
  if (Object.keys(server).length === 0) return [];
  const { configuredFaults } = await import('./configuredFaults.js');
  return configuredFaults(server, text());
}
