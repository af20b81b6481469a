import type * as vscode from 'vscode';
import { DisposableStore } from './core/base/disposableStore';
import { SessionIndex } from './core/index/sessionIndex';
import { SessionStore } from './disk/sessionStore';
import { FLOW_COMMANDS } from './vscode/flows/flowContract';
import { registerFlows } from './vscode/flows/flowFeature';
import { registerHandlers } from './vscode/handlers/handlersFeature';
import { createHost } from './vscode/host/createHost';
import { registerLanguage } from './vscode/language/languageFeature';
import { MemoryAgreement } from './vscode/memory/memoryAgreement';
import { createPool } from './vscode/mobileApps/createPool';
import { registerMobileApps } from './vscode/mobileApps/mobileAppsFeature';
import { MobileAppsFolders } from './vscode/mobileApps/mobileAppsFolders';
import { NotYetPushed } from './vscode/mobileApps/notYetPushed';
import { SessionDocuments } from './vscode/mobileApps/sessionDocuments';
import { SessionWriter } from './vscode/mobileApps/sessionWriter';
import { registerProblems } from './vscode/problems/problemsFeature';
import { registerPush } from './vscode/push/pushFeature';
import { PushResults } from './vscode/push/pushResults';
import { registerScenarios } from './vscode/scenarios/scenarioFeature';
import { createDevServer, registerDevServer } from './vscode/server/serverFeature';
import { registerSessions } from './vscode/sessions/sessionsFeature';
import { SYSTEM_VIEWS } from './vscode/systems';
import { registerToken } from './vscode/token/tokenFeature';

/**
 * Disposed of in `deactivate`. It is a module variable because VS Code passes nothing from `activate` to `deactivate`.
 */
const disposables = new DisposableStore();

export function activate(context: vscode.ExtensionContext): void {
  const host = createHost(context, disposables);
  const pool = createPool(host);
  const index = disposables.add(new SessionIndex());
  const folders = disposables.add(new MobileAppsFolders(pool, index, host.memento, host.log));
  const documents = new SessionDocuments(index);
  const store = disposables.add(new SessionStore());
  const pending = disposables.add(new NotYetPushed(host.memento, documents));
  const writer = new SessionWriter(store, pending);
  const devServer = createDevServer(host);
  const agreement = disposables.add(new MemoryAgreement(devServer));
  const results = disposables.add(new PushResults(index));

  registerMobileApps(host, { pool, folders, documents });
  registerLanguage(host, { folders, documents });
  const serverUrl = () => devServer.address?.url;
  const sessionParts = { pool, store, folders, documents, writer, pending, agreement, results, serverUrl };
  const { targets, showPush } = registerSessions(host, sessionParts);
  registerProblems(host, { pool, store, documents, pending, targets });
  registerToken(host, { documents, writer, targets });
  registerHandlers(host, { pool });
  const starter = registerDevServer(host, { devServer, folders, index, systems: SYSTEM_VIEWS });
  const startServer = (folder: string | undefined) => starter.start(folder);
  const pushParts = { server: devServer, documents, pending, agreement, results, startServer, showRow: showPush };
  registerPush(host, pushParts);
  registerFlows(host, { pool, devServer, starter });
  registerScenarios(host, { pool, devServer, starter, openFlow: FLOW_COMMANDS.flowOpen });
  void folders.discover();
}

export function deactivate(): Promise<void> {
  return disposables.dispose();
}
