import * as vscode from 'vscode';
import { withoutFullStop } from '../../core/base/fullStop';
import { visibleText } from '../../core/base/visibleText';
import type { Finding } from '../../core/compliance/finding';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { boundCommand, execute } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { editorRange } from '../host/ranges';
import { numberText } from '../host/treeRow';
import { requireTrust } from '../host/trust';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import { FINDING_COMMANDS } from './findingContract';
import type { Fixes } from './fixes';

/** Longer ones are cut off after a word, so that both are seen side by side. The whole ones are in the tooltips. */
const MOST_LETTERS = { sentence: 80, repair: 60 };
/** So many findings are looked at for another one that can be repaired. */
const MOST_LOOKED_AT = 20;

/** Above the first line of a session file, or of one in a wrong place: its first finding, and what repairs it. */
export class FindingLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscription: { dispose(): unknown };

  constructor(
    private readonly index: SessionIndex,
    private readonly documents: SessionDocuments,
    private readonly fixes: Fixes,
  ) {
    this.subscription = index.onDidChange(() => this.changed.fire());
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { key, findings } = this.foundIn(document);
    const first = findings.find(({ severity }) => severity === 'error') ?? findings[0];
    if (!key || !first) return [];
    const others = findings.filter((each) => each !== first);
    const commands = [findingCommand(document, first, others.length), ...this.repairs(document, key, first, others)];
    return commands.map((command) => new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), command));
  }

  /**
   * Makes the preferred repair of a finding, as the quick fix of that name does. What changes the text alone is not saved: the user
   * sees it in the editor, and Undo there takes it back. What moves the file is a change like those of the tree.
   */
  async fix(uri: vscode.Uri, { code, range }: Finding): Promise<void> {
    requireTrust();
    const document = await vscode.workspace.openTextDocument(uri);
    const { key, findings } = this.foundIn(document);
    const wanted = JSON.stringify([code, range]);
    // The text may have changed since the lens was drawn.
    const finding = findings.find((each) => JSON.stringify([each.code, each.range]) === wanted);
    const action = finding && this.fixes.of(document, finding).find(({ isPreferred }) => isPreferred === true);
    if (!key || !action) return;
    if (action.edit) await vscode.workspace.applyEdit(action.edit);
    else await execute(FINDING_COMMANDS.findingFixAll, { kind: 'session', key }, undefined, [code]);
  }

  /** Of a session file its findings, and of a misplaced session or a leftover that it is one. */
  private foundIn(document: vscode.TextDocument): { readonly key?: SessionKey; readonly findings: readonly Finding[] } {
    const key = this.documents.keyOf(document);
    const entry = key && this.index.entry(key);
    if (entry) return { key, findings: entry.findings };
    const stray = this.documents.strayOf(document);
    return stray ? { key: stray.key, findings: [stray.finding] } : { findings: [] };
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private *repairs(
    document: vscode.TextDocument,
    key: SessionKey,
    first: Finding,
    others: readonly Finding[],
  ): Generator<vscode.Command> {
    const own = this.fixes.of(document, first);
    const preferred = own.find(({ isPreferred }) => isPreferred === true);
    if (preferred) {
      const title = l10n.t('Fix: {0}', cutOff(preferred.title, MOST_LETTERS.repair));
      yield { ...boundCommand(FINDING_COMMANDS.findingFix, title, document.uri, first), tooltip: preferred.title };
    }
    const looked = others.slice(0, MOST_LOOKED_AT);
    const isMore = looked.some((each) => this.fixes.of(document, each).some(({ isPreferred }) => isPreferred));
    if (isMore) yield boundCommand(FINDING_COMMANDS.findingFixAll, l10n.t('Fix All'), { kind: 'session', key });
  }
}

/** What it says, and how many more there are. A click goes there. */
function findingCommand(document: vscode.TextDocument, finding: Finding, more: number): vscode.Command {
  const sentence = visibleText(withoutFullStop(phraseIn(finding.phrase)));
  const words = cutOff(sentence, MOST_LETTERS.sentence);
  const icon = finding.severity === 'error' ? '$(error)' : '$(info)';
  const rest = more > 0 ? [l10n.t('+{0} more', numberText(more))] : [];
  // A lens makes an icon of what looks like one.
  const title = [`${icon}\u00a0${finding.code}`, words.replaceAll('$(', '\\$('), ...rest].join(' · ');
  const command = boundCommand(VSCODE_COMMANDS.open, title, document.uri, { selection: editorRange(finding.range) });
  return { ...command, tooltip: sentence };
}

function cutOff(sentence: string, most: number): string {
  // By letters, as half of one would be a question mark.
  const letters = [...sentence];
  if (letters.length <= most) return sentence;
  const some = letters.slice(0, most).join('');
  // A value may be one long word, and some languages have no spaces.
  const end = some.lastIndexOf(' ');
  return `${(end > most / 2 ? some.slice(0, end) : some).replace(/[\s,:;.]+$/u, '')}…`;
}
