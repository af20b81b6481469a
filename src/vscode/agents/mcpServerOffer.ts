import process from 'node:process';
import * as vscode from 'vscode';
import { runtimeEnvironment } from '../../server/client/runtimeEnvironment';
import { fileOf, type Host } from '../host/createHost';
import { MCP_PROVIDER } from './agentsContract';

/** What VS Code has from 1.101 on. The oldest one that this extension runs in has it not, and offers no MCP servers. */
interface McpProgram {
  readonly lm: {
    readonly registerMcpServerDefinitionProvider?: (
      id: string,
      provider: {
        readonly onDidChangeMcpServerDefinitions: vscode.Event<void>;
        provideMcpServerDefinitions(): readonly object[];
      },
    ) => vscode.Disposable;
  };
  readonly McpStdioServerDefinition?: new (
    label: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    version: string,
  ) => object;
}

/**
 * Offers the agents of VS Code the same tools as `session-workbench mcp`: the command line that ships with the extension, in
 * the runtime of the editor. VS Code tells it the folders of the workspace, starts it when an agent needs it, and asks its user.
 * In a workspace that is not trusted there are only tools that look.
 */
export function offerMcpServer(host: Pick<Host, 'disposables' | 'extensionUri' | 'version'>): void {
  const { lm, McpStdioServerDefinition: Definition } = vscode as unknown as McpProgram;
  if (!lm.registerMcpServerDefinitionProvider || !Definition) return;
  const provider = {
    onDidChangeMcpServerDefinitions: vscode.workspace.onDidGrantWorkspaceTrust,
    provideMcpServerDefinitions: () => {
      const args = [fileOf(host, 'dist/cli.js'), 'mcp', ...(vscode.workspace.isTrusted ? [] : ['--read-only'])];
      return [new Definition('Session Workbench', process.execPath, args, runtimeEnvironment({}), host.version)];
    },
  };
  host.disposables.add(lm.registerMcpServerDefinitionProvider(MCP_PROVIDER, provider));
}
