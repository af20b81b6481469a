import { ControlCallError } from '../server/client/controlClient';
import { ToolRefusal } from './agentTool';
import type { AgentServer, AgentWorkplace } from './agentWorkplace';

/**
 * Does something with the dev server of the conversation.
 * @throws ToolRefusal if there is none, or if it refuses
 */
export async function withUsedServer<T>(
  { servers }: AgentWorkplace,
  work: (server: AgentServer) => Promise<T>,
): Promise<T> {
  const server = await servers.current();
  if (!server) {
    throw new ToolRefusal(
      'No dev server is in use; start one with startServer, or name there the MobileApps folder that one serves.',
    );
  }
  try {
    return await work(server);
  } catch (error) {
    if (!(error instanceof ControlCallError)) throw error;
    const again = error.status === 0 ? ' If it has ended, call stopServer and startServer.' : '';
    throw new ToolRefusal(`${error.message}${again}`);
  }
}
