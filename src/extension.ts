import type * as vscode from 'vscode';
import { DisposableStore } from './core/base/disposableStore';
import { SessionIndex } from './core/index/sessionIndex';
import { registerAgents } from './vscode/agents/agentsFeature';
import { registerChanges } from './vscode/changes/changesFeature';
import { registerCompare } from './vscode/compare/compareFeature';
import { registerComposer } from './vscode/composer/composerFeature';
import { registerFlows } from './vscode/flows/flowFeature';
import { registerGrid } from './vscode/grid/gridFeature';
import { registerHandlers } from './vscode/handlers/handlersFeature';
import { createHost } from './vscode/host/createHost';
import { registerLanguage } from './vscode/language/languageFeature';
import { MemoryAgreement } from './vscode/memory/memoryAgreement';
import { createPool } from './vscode/mobileApps/createPool';
import { createWriting } from './vscode/mobileApps/createWriting';
import { registerMobileApps } from './vscode/mobileApps/mobileAppsFeature';
import { MobileAppsFolders } from './vscode/mobileApps/mobileAppsFolders';
import { NotYetPushed } from './vscode/mobileApps/notYetPushed';
import { SessionDocuments } from './vscode/mobileApps/sessionDocuments';
import { registerProblems } from './vscode/problems/problemsFeature';
import { registerPush } from './vscode/push/pushFeature';
import { PushResults } from './vscode/push/pushResults';
import { laterResults, registerScenarios } from './vscode/scenarios/scenarioFeature';
import { createDevServer, registerDevServer } from './vscode/server/serverFeature';
import { registerSessions } from './vscode/sessions/sessionsFeature';
import { SYSTEM_VIEWS } from './vscode/systems';
import { registerTasks } from './vscode/tasks/tasksFeature';
import { registerToken } from './vscode/token/tokenFeature';
import { registerTour } from './vscode/tour/tourFeature';

/** A module variable, because VS Code passes nothing from `activate` to `deactivate`. */
const disposables = new DisposableStore();

export function activate(context: vscode.ExtensionContext): void {
  const host = createHost(context, disposables);
  const pool = createPool(host);
  const index = disposables.add(new SessionIndex());
  const folders = disposables.add(new MobileAppsFolders(pool, index, host));
  const documents = new SessionDocuments(index);
  const pending = disposables.add(new NotYetPushed(host.memento, documents));
  const writing = createWriting(host, pending);
  const changes = registerChanges(host, { index, pending, store: writing.store });
  const devServer = createDevServer(host, SYSTEM_VIEWS);
  const agreement = disposables.add(new MemoryAgreement(devServer));
  const results = disposables.add(new PushResults(index));

  registerMobileApps(host, { pool, folders, documents });
  registerLanguage(host, { folders, documents });
  registerCompare(host, index);
  const sessionParts = { pool, folders, documents, writing, changes, pending, agreement, results };
  const sessions = registerSessions(host, { ...sessionParts, serverUrl: () => devServer.address?.url });
  registerGrid(host, { documents, writing, changes, pending, agreement, sessions });
  registerProblems(host, { pool, writing, changes, documents, pending, sessions });
  registerToken(host, { documents, writing, changes, sessions });
  registerHandlers(host, { pool });
  const starter = registerDevServer(host, { devServer, folders, index, systems: SYSTEM_VIEWS });
  registerPush(host, { server: devServer, documents, pending, agreement, results, starter, sessions });
  registerComposer(host, { pool, devServer, starter });
  const runs = laterResults(host);
  const openFlow = registerFlows(host, { pool, devServer, starter, results: runs });
  registerScenarios(host, { pool, devServer, starter, results: runs, openFlow });
  registerTasks(host);
  registerAgents(host, { pool, devServer });
  registerTour(host, { documents, pending, changes, devServer, runs, results });
  void folders.discover();
}

export function deactivate(): Promise<void> {
  return disposables.dispose();
}
