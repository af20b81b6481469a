import * as vscode from 'vscode';
import { Command } from '../../src/vscode/contract/command';
import { ContextKey } from '../../src/vscode/contract/contextKey';
import { Rows } from '../../src/vscode/contract/rows';
import { Setting } from '../../src/vscode/contract/setting';
import { FLOW_PANEL } from '../../src/vscode/flows/flowContract';
import { boundCommand, type CommandRegistry, commandLink, execute } from '../../src/vscode/host/commandRegistry';
import type { ContextKeySetter } from '../../src/vscode/host/contextKeys';
import {
  diagnostics,
  documentsIn,
  isAffected,
  isInLanguage,
  openPanel,
  openTreeView,
  restorePanels,
  setLanguage,
  statusBarItem,
  testController,
} from '../../src/vscode/host/declared';
import { setContextValue } from '../../src/vscode/host/rowTokens';
import { readSetting, writeSetting, writtenSetting } from '../../src/vscode/host/settings';
import { VSCODE_COMMANDS } from '../../src/vscode/host/vscodeContract';
import { SESSION_LANGUAGE } from '../../src/vscode/language/languageContract';
import { MOBILE_APPS_COMMANDS, MOBILE_APPS_SETTINGS } from '../../src/vscode/mobileApps/mobileAppsContract';
import { FINDING_COMMANDS } from '../../src/vscode/problems/findingContract';
import { SCENARIO_TESTS } from '../../src/vscode/scenarios/scenarioContract';
import {
  SERVER_COMMANDS,
  SERVER_KEYS,
  SERVER_ROWS,
  SERVER_SECTION,
  SERVER_SETTINGS,
  SERVER_VIEW,
} from '../../src/vscode/server/serverContract';
import { SESSION_KEYS, SESSION_ROWS } from '../../src/vscode/sessions/sessionsContract';

/*
 * What the compiler refuses. Nothing of it runs: each line behind `@ts-expect-error` has to be one that does not compile,
 * or the build fails. Beside each stands one that does.
 */

interface Parts {
  readonly commands: CommandRegistry;
  readonly keys: ContextKeySetter;
  readonly item: vscode.TreeItem;
  readonly uri: vscode.Uri;
  readonly target: vscode.ConfigurationTarget;
}

const KEY = { folder: '', application: '', name: '' };

export function commandsTakeWhatIsDeclared({ commands, uri }: Parts): void {
  commands.register(SERVER_COMMANDS.serverOpen, (node) => node?.kind);
  // @ts-expect-error It is given a row, or nothing.
  commands.register(SERVER_COMMANDS.serverOpen, (address: string) => address);
  // @ts-expect-error It may be given nothing.
  commands.register(SERVER_COMMANDS.serverOpen, (node: { kind: string }) => node.kind);
  // @ts-expect-error It is given nothing.
  commands.register(SERVER_COMMANDS.serverStop, (force: boolean) => force);
  // @ts-expect-error An id alone does not say what it takes.
  commands.register('sessionWorkbench.server.stop', () => undefined);

  void execute(MOBILE_APPS_COMMANDS.sessionOpen, { key: KEY });
  // @ts-expect-error It takes a session.
  void execute(MOBILE_APPS_COMMANDS.sessionOpen);
  // @ts-expect-error It takes a session.
  void execute(MOBILE_APPS_COMMANDS.sessionOpen, uri);
  // @ts-expect-error It takes nothing.
  void execute(SERVER_COMMANDS.serverStop, 1);
  // @ts-expect-error There is no such code.
  void execute(FINDING_COMMANDS.findingExplain, 'mobi/99');
  // @ts-expect-error An id alone does not say what it takes.
  void execute('sessionWorkbench.server.stop');
  // @ts-expect-error It takes the key of a setting.
  void execute(VSCODE_COMMANDS.openSettings, SERVER_SETTINGS.lan);

  boundCommand(FINDING_COMMANDS.findingFixAll, '', { kind: 'session', key: KEY }, undefined, ['hint/bom'], true);
  // @ts-expect-error The codes come third.
  boundCommand(FINDING_COMMANDS.findingFixAll, '', { kind: 'session', key: KEY }, ['hint/bom']);
  commandLink(FINDING_COMMANDS.findingExplain, 'mobi/1');
  // @ts-expect-error It takes a code.
  commandLink(FINDING_COMMANDS.findingExplain, 1);
  // @ts-expect-error A command that is declared to take more than it is given here is another one.
  const other: Command<[]> = SERVER_COMMANDS.serverOpen;
  void other;
}

export function contextKeysTakeWhatIsDeclared({ keys }: Parts): void {
  keys.set(SERVER_KEYS.status, 'running');
  // @ts-expect-error It is never that.
  keys.set(SERVER_KEYS.status, 'crashed');
  keys.set(SESSION_KEYS.isGrouped, true);
  // @ts-expect-error It is true or false.
  keys.set(SESSION_KEYS.isGrouped, 'yes');
  // @ts-expect-error A name alone does not say what it takes.
  keys.set('sessionWorkbench.sessionsGrouped', true);
  // @ts-expect-error A key that takes any word is another one.
  const anyWord: ContextKey<string> = SERVER_KEYS.status;
  keys.set(anyWord, 'crashed');
  const key = ContextKey.choice('x', ['a'], ['b']);
  keys.set(key, 'b');
  // @ts-expect-error It is a or b.
  keys.set(key, 'c');
}

export function rowsAreMadeOfDeclaredTokens({ item }: Parts): void {
  setContextValue(item, SERVER_ROWS.value('clock', 'paused'));
  // @ts-expect-error A clock is not that.
  setContextValue(item, SERVER_ROWS.value('clock', 'running'));
  // @ts-expect-error There is no such row in this view.
  setContextValue(item, SESSION_ROWS.value('clock'));
  // @ts-expect-error It is not made of tokens.
  setContextValue(item, 'clock paused');
  // @ts-expect-error What no menu is to ask for is there at least.
  new Rows(SERVER_ROWS.view, { one: ['more'] }, ['less']);
}

export function settingsAreReadAsTheyAreDeclared({ target }: Parts): void {
  const port: number = readSetting(SERVER_SETTINGS.port);
  // @ts-expect-error It is a number.
  const text: string = readSetting(SERVER_SETTINGS.port);
  // @ts-expect-error A list has to be looked at: whoever wrote it may have written something else.
  readSetting(MOBILE_APPS_SETTINGS.folders);
  // @ts-expect-error What is written may be anything.
  const written: string[] = writtenSetting(MOBILE_APPS_SETTINGS.folders);
  // @ts-expect-error A key alone does not say what it is.
  readSetting('sessionWorkbench.server.port');
  void writeSetting(SERVER_SETTINGS.port, port, target);
  // @ts-expect-error It is a number.
  void writeSetting(SERVER_SETTINGS.port, '0', target);
  new Setting<boolean>('x', 'boolean', false);
  // @ts-expect-error The manifest has to say that it is true or false.
  new Setting<boolean>('x', 'string', false);
  // @ts-expect-error It is true or false unless set, too.
  new Setting<boolean>('x', 'boolean', 0);
  void [text, written, new Command('x')];
}

export function idsAreThoseThatAreDeclared(
  tree: vscode.TreeDataProvider<unknown>,
  all: vscode.WebviewPanelSerializer,
): void {
  openTreeView(SERVER_VIEW, tree);
  // @ts-expect-error An id alone is no view.
  openTreeView('sessionWorkbench.server', tree);
  openPanel(FLOW_PANEL, '');
  // @ts-expect-error What has an id is no panel.
  openPanel({ id: 'sessionWorkbench.flow', comesBack: true }, '');
  // @ts-expect-error An id alone is no panel.
  restorePanels('sessionWorkbench.flow', all);
  testController(SCENARIO_TESTS, '');
  // @ts-expect-error It is declared nowhere.
  testController('sessionWorkbench.scenarios', '');
  // @ts-expect-error It is no collection of diagnostics.
  diagnostics(SCENARIO_TESTS);
}

export function commandsOfRowsAreThoseThatAreDeclared({ item }: Parts, range: vscode.Range): void {
  const command: string = 'sesionWorkbench.session.open';
  const title = '';
  const bound = boundCommand(SERVER_COMMANDS.serverStop, title);
  item.command = bound;
  // @ts-expect-error Only boundCommand makes one.
  item.command = { command, title };
  // @ts-expect-error Only boundCommand makes one.
  item.command = { command: 'sesionWorkbench.session.open', title: '', arguments: [1] };
  // @ts-expect-error Only boundCommand makes one.
  const other: vscode.Command = { command, title };
  item.command = other;
  new vscode.CodeLens(range, { ...bound, tooltip: '' });
  // @ts-expect-error Only boundCommand makes one.
  new vscode.CodeLens(range, { title, command });
  // @ts-expect-error Only boundCommand makes one.
  new vscode.CodeAction(title).command = { title, command };
  const status = statusBarItem('x', 1, SERVER_COMMANDS.serverStop, title);
  status.command = bound;
  // @ts-expect-error An id alone does not say what it takes.
  status.command = command;
  // @ts-expect-error A click gives it nothing.
  statusBarItem('x', 1, MOBILE_APPS_COMMANDS.sessionOpen, title);
  // @ts-expect-error What has an id is no command.
  void execute({ id: command, takes: () => undefined });
  // @ts-expect-error What has an id is no view.
  openTreeView({ id: command, container: 'x', focus: SERVER_VIEW.focus }, {} as vscode.TreeDataProvider<unknown>);
  // @ts-expect-error What has a key is no setting.
  readSetting({ key: command, type: 'integer', fallback: 0, options: {} });
}

export function languagesAndSectionsAreThoseThatAreDeclared(
  document: vscode.TextDocument,
  event: vscode.ConfigurationChangeEvent,
): void {
  isInLanguage(document, SESSION_LANGUAGE);
  isInLanguage(document, 'json');
  // @ts-expect-error It is declared nowhere.
  isInLanguage(document, '4d-mobile-sesion');
  // @ts-expect-error A text alone is no language.
  isInLanguage(document, '4d-mobile-session');
  documentsIn([{ scheme: 'file', language: 'json' }, SESSION_LANGUAGE]);
  // @ts-expect-error It is declared nowhere.
  documentsIn([{ scheme: 'file', language: 'sesion-scenario' }]);
  // @ts-expect-error A section is no language.
  documentsIn(SERVER_SECTION);
  // @ts-expect-error A test controller is no language.
  void setLanguage(document, SCENARIO_TESTS);
  isAffected(event, SERVER_SECTION);
  isAffected(event, SERVER_SETTINGS.port);
  // @ts-expect-error A text alone is no section.
  isAffected(event, 'sessionWorkbench.server');
  // @ts-expect-error A language is no section.
  isAffected(event, SESSION_LANGUAGE);
}
