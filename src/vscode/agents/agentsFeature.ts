import type { Host } from '../host/createHost';
import type { AgentNeeds } from './openToolBox';

/** Offers language models and agents the tools of this extension. Loaded after the start: nobody asks for them before that. */
export function registerAgents(
  host: Pick<Host, 'commands' | 'disposables' | 'extensionUri' | 'log' | 'version'>,
  needs: AgentNeeds,
): void {
  void host.commands.attempt('agents', async () => (await import('./openAgents.js')).openAgents(host, needs));
}
