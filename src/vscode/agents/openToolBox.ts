import * as vscode from 'vscode';
import type { AgentServer } from '../../agent/agentWorkplace';
import { ConversationServers } from '../../agent/conversationServers';
import { ToolBox } from '../../agent/toolBox';
import { WINDOW_WORDS } from '../../agent/windowWords';
import type { CheckPool } from '../../disk/checkPool';
import { runtimeEnvironment } from '../../server/client/runtimeEnvironment';
import { fileOf, type Host } from '../host/createHost';
import type { DevServerController } from '../server/devServerController';
import { MODEL_TOOLS, type ModelToolName } from './agentsContract';

/** What agents need of the rest of the extension. */
export interface AgentNeeds {
  readonly pool: CheckPool;
  /** The server of this window. It is used while it runs. */
  readonly devServer: Pick<DevServerController, 'address' | 'client' | 'joined'>;
}

/**
 * The tools that `session-workbench mcp` has, in this window: on the folders of the workspace, with the dev server of the window,
 * and in a workspace that is not trusted only those that look.
 */
export function openToolBox(
  host: Pick<Host, 'disposables' | 'extensionUri' | 'log'>,
  { pool, devServer }: AgentNeeds,
): ToolBox {
  const launch = {
    program: fileOf(host, 'dist/server.js'),
    runtime: process.execPath,
    env: runtimeEnvironment(process.env),
    onLog: (line: string) => host.log.info(`[server of an agent] ${line}`),
  };
  const servers = host.disposables.add(
    new ConversationServers(launch, () => serverOfWindow(devServer), WINDOW_WORDS.runner(vscode.env.appName)),
  );
  const workplace = {
    roots: async () => folders(),
    moreRoots: WINDOW_WORDS.moreRoots,
    get isLookingOnly() {
      return !vscode.workspace.isTrusted;
    },
    otherServers: WINDOW_WORDS.otherServers,
    servesFor: WINDOW_WORDS.servesFor,
    pool,
    servers,
    launch,
    installation: host.extensionUri.fsPath,
  };
  return new ToolBox(workplace, modelToolId);
}

function serverOfWindow({ address, client, joined }: AgentNeeds['devServer']): AgentServer | undefined {
  if (!address || !client) return undefined;
  return { address, client, isOwn: false, by: joined?.by ?? WINDOW_WORDS.servesFor };
}

function folders(): string[] {
  const all = vscode.workspace.workspaceFolders ?? [];
  return all.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}

/** What a tool is called in the editor. */
export function modelToolId(name: string): string {
  return MODEL_TOOLS[name as ModelToolName];
}
