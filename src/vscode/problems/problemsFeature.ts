import * as vscode from 'vscode';
import type { CheckPool } from '../../disk/checkPool';
import type { SessionChanges } from '../changes/sessionChanges';
import type { Host } from '../host/createHost';
import { isInLanguage } from '../host/declared';
import { Later } from '../host/later';
import { whenOpened } from '../host/whenOpened';
import { SESSION_LANGUAGE } from '../language/languageContract';
import type { SessionWriting } from '../mobileApps/createWriting';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import type { RowReveal } from '../sessions/rowReveal';
import type { SessionTargets } from '../sessions/targets';
import { registerAllFindings } from './allFindingsFeature';
import { FINDING_COMMANDS } from './findingContract';
import type { Fixes } from './fixes';
import { Problems } from './problems';
import { registerShowInTreeAction } from './showInTreeAction';

/** `npm start` sets it to 1: the window opens with what the tour is about. */
const SHOW_AT_START = 'SESSION_WORKBENCH_SHOW_FIRST_FINDING';

/** What findings and their fixes need of the rest of the extension. */
export interface ProblemsNeeds {
  readonly pool: CheckPool;
  readonly writing: SessionWriting;
  readonly changes: Later<SessionChanges>;
  readonly documents: SessionDocuments;
  readonly pending: NotYetPushed;
  readonly sessions: Later<{ readonly targets: SessionTargets; readonly rows: RowReveal }>;
}

/** Shows the findings of session files in Problems, and registers what fixes and explains them. */
export function registerProblems(
  host: Pick<Host, 'disposables' | 'commands' | 'contextKeys' | 'extensionUri' | 'backupRoot'>,
  needs: ProblemsNeeds,
): void {
  const { disposables, commands, extensionUri } = host;
  const { documents } = needs;
  disposables.add(new Problems(documents.index, documents, host.contextKeys));
  // VS Code offers the actions of the provider that was registered last first.
  disposables.add(registerShowInTreeAction(documents));
  // It is registered at once, as its document is opened by a line of the Problems panel, too.
  disposables.add(registerAllFindings(documents.index, commands));
  const fixes = new Later(async () => new (await import('./fixes.js')).Fixes(documents.index, documents));
  disposables.add(registerFixes(documents, fixes));
  const { findingExplain, findingFix, findingShowAll: _, findingShowFirst, ...ofFixing } = FINDING_COMMANDS;
  const lenses = new Later(async () =>
    (await import('./openLenses.js')).openLenses(host, documents, await fixes.get()),
  );
  // A misplaced session has another language, and is known as one after the scan.
  const hasFindings = (document: vscode.TextDocument) =>
    isInLanguage(document, SESSION_LANGUAGE) || documents.strayOf(document) !== undefined;
  const showLenses = () => void commands.attempt(findingFix.id, () => lenses.get());
  disposables.add(whenOpened(hasFindings, showLenses, (look) => documents.index.onDidChange(look)));
  commands.registerLate({ findingFix }, () => lenses.get());
  const explaining = new Later(async () => (await import('./explain.js')).registerExplain(commands, extensionUri));
  commands.registerLate({ findingExplain }, () => explaining.get());
  const first = { index: documents.index, sessions: needs.sessions };
  const showing = new Later(async () => (await import('./showFirst.js')).registerShowFirst(commands, first));
  commands.registerLate({ findingShowFirst }, () => showing.get());
  const isStart = vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0);
  if (process.env[SHOW_AT_START] === '1' && isStart) {
    void import('./showFirst.js').then(({ showFirstAtStart }) => disposables.add(showFirstAtStart(first)));
  }
  const fixing = new Later(async () => (await import('./openFixing.js')).openFixing(host, needs));
  commands.registerLate(ofFixing, () => fixing.get());
}

/** Quick fixes. They are loaded for the first session file that is opened. */
function registerFixes(documents: SessionDocuments, fixes: Later<Fixes>): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    async provideCodeActions(document, range, context) {
      if (!documents.keyOf(document) && !documents.strayOf(document)) return [];
      return (await fixes.get()).provideCodeActions(document, range, context);
    },
  };
  // Not by language: the user may have chosen another one, and the findings are shown anyway.
  return vscode.languages.registerCodeActionsProvider({ scheme: 'file' }, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.SourceFixAll],
  });
}
