import type * as vscode from 'vscode';
import type { Host } from '../host/createHost';
import { Later } from '../host/later';
import { offerModelTool } from '../host/offeredTool';
import { MODEL_TOOLS, type ModelToolName } from './agentsContract';
import { offerMcpServer } from './mcpServerOffer';
import type { AgentNeeds } from './openToolBox';

/** Registers what agents may use. The tools themselves are loaded when one is first called. */
export function openAgents(
  host: Pick<Host, 'disposables' | 'extensionUri' | 'log' | 'version'>,
  needs: AgentNeeds,
): void {
  offerMcpServer(host);
  const tools = new Later(async () => (await import('./modelTool.js')).modelTools(host, needs));
  const loaded = async (name: string) => (await tools.get())[name as ModelToolName];
  for (const [name, id] of Object.entries(MODEL_TOOLS)) {
    const tool: vscode.LanguageModelTool<object> = {
      invoke: async (options, token) => (await loaded(name)).invoke(options, token),
      prepareInvocation: async (options) => (await loaded(name)).prepareInvocation(options),
    };
    host.disposables.add(offerModelTool(id, tool));
  }
}
