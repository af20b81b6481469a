import path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { FileFix } from '../../disk/fix/fileFix';
import { execute } from '../host/commandRegistry';
import type { ContextKeySetter } from '../host/contextKeys';
import { isInLanguage, setLanguage } from '../host/declared';
import { l10n } from '../host/l10n';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { SESSION_LANGUAGE } from '../language/languageContract';
import { FINDING_KEYS } from './findingContract';
import type { FolderPlan } from './sessionFixes';

const SCHEME = 'session-workbench-fix';
/** Nobody looks through more than this, and each takes two documents in VS Code. */
const MOST_SHOWN = 300;

interface Preview {
  readonly id: number;
  readonly title: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly answer: (isYes: boolean) => void;
  /** Whether the notification was closed without an answer. */
  isDismissed: boolean;
}

/**
 * Shows what fixes would change before they are made: a tab with one comparison below the other, and a button that
 * makes them.
 */
export class FixPreview implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private shown: Preview | undefined;
  private last = 0;
  private readonly subscriptions: DisposableStore;

  constructor(private readonly contextKeys: ContextKeySetter) {
    this.subscriptions = new DisposableStore(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document.uri.scheme !== SCHEME || isInLanguage(document, SESSION_LANGUAGE)) return;
        void setLanguage(document, SESSION_LANGUAGE);
      }),
      vscode.window.tabGroups.onDidChangeTabs(() => this.follow()),
      vscode.window.tabGroups.onDidChangeTabGroups(() => this.follow()),
    );
  }

  dispose(): void {
    this.shown?.answer(false);
    void this.subscriptions.dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.shown?.texts.get(uri.toString());
  }

  /**
   * Shows the changes. Returns whether the user accepts them. Only one preview is open at a time; an earlier one counts
   * as declined.
   */
  async ask(plans: readonly FolderPlan[], go: string): Promise<boolean> {
    this.shown?.answer(false);
    const id = ++this.last;
    const all = plans.flatMap(({ folder, fixes }) => fixes.map((fix) => ({ folder, fix })));
    const changing = all.filter(({ fix }) => fix.repairs.length > 0);
    const some = changing.slice(0, MOST_SHOWN);
    const texts = new Map<string, string>();
    const rows = some.map(({ folder, fix }) => rowOf(id, folder, fix, texts));
    const title = titleOf(some.length, changing.length);
    const answered = new Promise<boolean>((answer) => {
      this.shown = { id, title, texts, answer, isDismissed: false };
    });
    await execute(VSCODE_COMMANDS.changes, title, rows);
    void this.offer(id, go);
    const isYes = await answered;
    if (this.shown?.id !== id) return isYes;
    const tab = this.tab();
    this.shown = undefined;
    this.follow();
    if (tab) await vscode.window.tabGroups.close(tab);
    return isYes;
  }

  /** Accepts, from the button of the tab. */
  accept(): void {
    this.shown?.answer(true);
  }

  /** Shows the same button in a notification, which the user sees first. */
  private async offer(id: number, go: string): Promise<void> {
    const words = l10n.t('Nothing is changed yet. Look at the changes, then make them or close their tab.');
    const isYes = (await vscode.window.showInformationMessage(words, go)) === go;
    const { shown } = this;
    if (shown?.id !== id) {
      if (isYes) void vscode.window.showInformationMessage(l10n.t('These changes are made already, or given up.'));
      return;
    }
    if (isYes) shown.answer(true);
    shown.isDismissed = true;
    this.follow();
  }

  private tab(): vscode.Tab | undefined {
    const { title } = this.shown ?? {};
    if (title === undefined) return undefined;
    // VS Code appends the number of files.
    return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label.startsWith(title));
  }

  private follow(): void {
    const tab = this.tab();
    this.contextKeys.set(FINDING_KEYS.isFixPreview, tab?.isActive === true && tab.group.isActive);
    // The user has no button left to accept.
    if (!tab && this.shown?.isDismissed) this.shown.answer(false);
  }
}

function titleOf(shown: number, all: number): string {
  return shown < all ? l10n.t('Fix All: Changes of the first {0} of {1}', shown, all) : l10n.t('Fix All: Changes');
}

/** The arguments of `vscode.changes` for a file: its name, the left side and the right side. */
function rowOf(
  id: number,
  folder: string,
  fix: FileFix,
  texts: Map<string, string>,
): [vscode.Uri, vscode.Uri, vscode.Uri] {
  const { application, name, before, file } = fix;
  const uriOf = (side: string, ...place: string[]) =>
    vscode.Uri.file(path.join(folder, ...place)).with({ scheme: SCHEME, query: `${id} ${side}` });
  const old = uriOf('before', application, name);
  const now = uriOf('after', file.applicationFolder, file.name);
  texts.set(old.toString(), visibleBom(before.text));
  texts.set(now.toString(), visibleBom(file.text));
  return [now, old, now];
}

/** Opening a document removes one byte order mark, so a second one keeps it visible. */
function visibleBom(text: string): string {
  return text.startsWith('\ufeff') ? `\ufeff${text}` : text;
}
