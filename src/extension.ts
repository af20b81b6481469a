import path from 'node:path';
import * as vscode from 'vscode';
import { SessionIndex } from './core/index/sessionIndex';
import { CheckPool } from './disk/checkPool';
import { SessionStore } from './disk/sessionStore';
import { registerFlows } from './vscode/flows/flowFeature';
import { registerCreateCode } from './vscode/handlers/createCode';
import { HandlerProblems } from './vscode/handlers/handlerProblems';
import { CommandRegistry } from './vscode/host/commands';
import { ContextKeySetter } from './vscode/host/contextKeys';
import { FileDialogs } from './vscode/host/fileDialogs';
import { phraseIn } from './vscode/host/phraseText';
import { registerJsonFeatures } from './vscode/language/jsonFeatures';
import { JsonService } from './vscode/language/jsonService';
import { SessionLanguage } from './vscode/language/sessionLanguage';
import { registerExplain } from './vscode/problems/explain';
import { FixAll } from './vscode/problems/fixAll';
import { Fixes } from './vscode/problems/fixes';
import { FixPreview } from './vscode/problems/fixPreview';
import { FixUndo } from './vscode/problems/fixUndo';
import { Problems } from './vscode/problems/problems';
import { SessionFixes } from './vscode/problems/sessionFixes';
import { registerShowInTreeAction } from './vscode/problems/showInTreeAction';
import { registerScenarios } from './vscode/scenarios/scenarioFeature';
import { MemoryAgreement } from './vscode/server/memoryAgreement';
import { registerPush } from './vscode/server/pushFeature';
import { PushResults } from './vscode/server/pushResults';
import { createDevServer, registerDevServer } from './vscode/server/serverFeature';
import { Attention } from './vscode/sessions/attention';
import { PlaceChooser } from './vscode/sessions/choosePlace';
import { registerSessionCommands } from './vscode/sessions/commands';
import { registerCopyCommands } from './vscode/sessions/copyCommands';
import { registerDeleteCommand } from './vscode/sessions/deleteCommand';
import { registerEmailCommand } from './vscode/sessions/emailCommand';
import { ExpandedRows } from './vscode/sessions/expandedRows';
import { registerFindCommands } from './vscode/sessions/findCommands';
import { registerMarkPushedCommand } from './vscode/sessions/markPushedCommand';
import { MobileAppsFolders } from './vscode/sessions/mobileAppsFolders';
import { NotYetPushed } from './vscode/sessions/notYetPushed';
import { OpenBuffers } from './vscode/sessions/openBuffers';
import { registerResetCommands } from './vscode/sessions/resetCommands';
import { registerRevealCommands } from './vscode/sessions/revealCommands';
import { registerSampleCommand } from './vscode/sessions/sampleCommand';
import { schemaFromSettings } from './vscode/sessions/schemaSetting';
import { searchAsShown } from './vscode/sessions/searchWords';
import { SessionDocuments } from './vscode/sessions/sessionDocuments';
import { SessionRows } from './vscode/sessions/sessionRows';
import { SESSION_SETTINGS } from './vscode/sessions/sessionsContract';
import { SessionsView } from './vscode/sessions/sessionsView';
import { SessionTrash } from './vscode/sessions/sessionTrash';
import { SessionTree } from './vscode/sessions/sessionTree';
import { SessionWriter } from './vscode/sessions/sessionWriter';
import { registerShowCommands } from './vscode/sessions/showCommands';
import { registerStatusCommands } from './vscode/sessions/statusCommands';
import { SessionTargets } from './vscode/sessions/targets';
import { Tour } from './vscode/sessions/tour';
import { TreeItems } from './vscode/sessions/treeItems';
import { ViewSettings } from './vscode/sessions/viewSettings';
import { registerTokenCommands } from './vscode/token/tokenCommands';
import { TokenFiles } from './vscode/token/tokenFiles';
import { TokenInsight } from './vscode/token/tokenInsight';

export function activate(context: vscode.ExtensionContext): void {
  const own = <T extends { dispose(): unknown }>(each: T): T => {
    context.subscriptions.push(each);
    return each;
  };
  const log = own(vscode.window.createOutputChannel('Session Workbench', { log: true }));
  const schema = schemaFromSettings(log);
  const pool = own(new CheckPool(schema === undefined ? {} : { schemaFile: schema }));
  own(pool.onWarning((words) => void vscode.window.showWarningMessage(phraseIn(words))));

  const index = own(new SessionIndex());
  const devServer = own(createDevServer(context, log));
  const folders = own(new MobileAppsFolders(pool, index, context.workspaceState, log));
  const documents = new SessionDocuments(index);
  own(new OpenBuffers(pool, index, documents, log));
  own(new Problems(index));
  own(new HandlerProblems(pool, log));

  const json = own(
    new JsonService(() => {
      const file = schemaFromSettings(log);
      return file ? vscode.Uri.file(file) : vscode.Uri.joinPath(context.extensionUri, 'schemas/session.schema.json');
    }, log),
  );
  own(registerJsonFeatures(json));
  own(new SessionLanguage(index, folders, documents, log));

  const store = new SessionStore();
  const pending = own(new NotYetPushed(context.workspaceState, documents));
  const writer = new SessionWriter(store, pending);

  const settings = own(new ViewSettings(context.workspaceState));
  const contextKeys = new ContextKeySetter();
  const tour = own(new Tour(contextKeys, index, documents, pending));
  const agreement = own(new MemoryAgreement(devServer));
  const pushes = own(new PushResults(index));
  const isOpened = (folder: string) => folders.originOf(folder) === 'opened';
  const items = own(new TreeItems(index, isOpened, pending, agreement, pushes));
  const search = searchAsShown(pending, agreement);
  const expanded = new ExpandedRows(context.workspaceState);
  const tree = own(new SessionTree(index, folders, settings, items, expanded, pending, agreement, pushes, search));
  const { view } = own(new SessionsView(index, folders, settings, tree, contextKeys, pending, agreement));
  const attention = own(new Attention(view, documents));
  const targets = new SessionTargets(index, documents, view, attention, (node) => tree.sessionsOf(node));

  const commands = new CommandRegistry(context.subscriptions, log);
  const starter = registerDevServer(devServer, { context, commands, contextKeys, folders, index, log });
  registerFlows({ context, pool, commands, devServer, starter, log });
  registerScenarios({ context, pool, commands, contextKeys, devServer, starter, log });
  const sessionsParts = { index, documents, pending, agreement, results: pushes, tree, view, settings };
  registerPush(devServer, { context, commands, log, ...sessionsParts });
  const dialogs = new FileDialogs(context.globalState);
  registerSessionCommands(commands, folders, settings, tree, dialogs);
  registerStatusCommands(commands, index, targets, writer);
  registerEmailCommand(commands, index, targets, writer);
  registerCopyCommands(commands, targets, () => devServer.address?.url);
  const backupRoot = path.join(context.globalStorageUri.fsPath, 'backups');
  const choose = new PlaceChooser(index, view);
  const rows = new SessionRows(view, tree, settings, index);
  registerDeleteCommand(commands, index, targets, new SessionTrash(store, backupRoot), pending, tour);
  registerMarkPushedCommand(commands, targets, pending);
  registerResetCommands(commands, choose, { pool, index, pending, backupRoot, tour });
  registerRevealCommands(commands, targets, choose);
  registerShowCommands(commands, index, documents, targets, rows);
  own(registerShowInTreeAction(documents));
  registerFindCommands(commands, index, search, targets, rows);
  registerSampleCommand(commands, folders, dialogs);
  registerTokenCommands(commands, targets, writer);
  registerExplain(commands, context.extensionUri);
  registerCreateCode(commands, pool, context.extensionUri);
  const fixPreview = own(new FixPreview(contextKeys));
  const sessionFixes = new SessionFixes(pool, store, pending, backupRoot);
  const fixUndo = new FixUndo(sessionFixes, contextKeys, context.workspaceState);
  new FixAll(index, sessionFixes, fixPreview, fixUndo).register(commands, targets);
  own(new Fixes(index, documents));
  own(new TokenFiles(writer));
  own(new TokenInsight(index, documents));

  own(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(`${SESSION_SETTINGS.schema.key}`)) return;
      pool.setSchema(schemaFromSettings(log));
      json.reset();
      void folders.refresh();
    }),
  );
  void folders.discover();
}
