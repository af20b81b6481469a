import { withoutFullStop } from '../core/base/fullStop';
import { ControlCallError } from '../server/client/controlClient';
import { type ToolCall, ToolRefusal } from './agentTool';
import type { AgentServer } from './agentWorkplace';
import { unlessCancelled } from './unlessCancelled';

type Caller = Pick<ToolCall<unknown>, 'workplace' | 'signal'>;

/**
 * Does something with the dev server of the conversation.
 * @throws ToolRefusal if there is none, and as `askingServers`
 */
export function withUsedServer<T>(caller: Caller, work: (server: AgentServer) => Promise<T>): Promise<T> {
  const { servers, isLookingOnly, otherServers } = caller.workplace;
  return askingServers(caller, async () => {
    const server = await servers.current();
    if (server) return work(server);
    const start = 'start one with startServer, or name there the MobileApps folder that one serves';
    throw new ToolRefusal(`No dev server is in use; ${isLookingOnly ? otherServers : start}.`);
  });
}

/**
 * Does something that may ask a server.
 * @throws ToolRefusal if that refuses, is gone or is another program, or when the call is cancelled
 */
export function askingServers<T>({ workplace, signal }: Caller, work: () => Promise<T>): Promise<T> {
  const told = (error: unknown): never => {
    if (!(error instanceof ControlCallError)) throw error;
    const { code, status, message } = error;
    // A token that is refused is that of another server.
    if (code !== 'no-answer' && status !== 401) throw new ToolRefusal(message);
    const again = workplace.isLookingOnly ? workplace.otherServers : 'call stopServer, then startServer';
    throw new ToolRefusal(`${withoutFullStop(message)}; ${again}.`);
  };
  return unlessCancelled(signal, work().catch(told));
}
