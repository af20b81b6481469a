import type * as vscode from 'vscode';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { type CommandRegistry, execute } from '../host/commands';
import type { NotYetPushed } from '../sessions/notYetPushed';
import type { SessionDocuments } from '../sessions/sessionDocuments';
import type { SessionTree } from '../sessions/sessionTree';
import type { TreeNode } from '../sessions/treeNode';
import type { ViewSettings } from '../sessions/viewSettings';
import type { MemoryAgreement } from './memoryAgreement';
import { Push } from './push';
import { addTarget, registerPushCommands } from './pushCommands';
import { PushDestinations, type PushServer } from './pushDestinations';
import type { PushResults } from './pushResults';
import { PushSecrets } from './pushSecrets';
import { PushTargets } from './pushTargets';
import { SERVER_COMMANDS } from './serverContract';

/** What pushing needs of the rest of the extension. */
export interface PushSurroundings {
  readonly context: vscode.ExtensionContext;
  readonly commands: CommandRegistry;
  readonly index: SessionIndex;
  readonly documents: SessionDocuments;
  readonly pending: NotYetPushed;
  readonly agreement: MemoryAgreement;
  readonly results: PushResults;
  readonly tree: SessionTree;
  readonly view: vscode.TreeView<TreeNode>;
  readonly settings: ViewSettings;
  readonly log: vscode.LogOutputChannel;
}

/** Builds what pushes, and registers its commands. */
export function registerPush(server: PushServer, surroundings: PushSurroundings): void {
  const { context, commands, index, documents, pending, agreement, results, log } = surroundings;
  const memento = context.workspaceState;
  const targets = new PushTargets(context.secrets, log);
  const secrets = new PushSecrets(targets);
  const destinations = new PushDestinations(server, agreement, targets, pending, memento, {
    startServer: (folder) =>
      execute(SERVER_COMMANDS.serverStart, folder === undefined ? undefined : { kind: 'folder', folder }),
    addTarget: () => addTarget(targets, secrets),
  });
  const push = new Push({ index, documents, pending, results, secrets, memento, log });
  const { tree, view, settings } = surroundings;
  const { extensionUri } = context;
  registerPushCommands(commands, { push, destinations, targets, secrets, results, tree, view, settings, extensionUri });
}
