import fs from 'node:fs';
import * as vscode from 'vscode';
import type { Finding } from '../../core/compliance/finding';
import type { SessionText } from '../../core/compliance/sessionChecker';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import type { Repair } from '../../core/repair/repair';
import { repairsOf } from '../../core/repair/repairsOf';
import { moveRepair } from '../../core/repair/strayRepair';
import { boundCommand } from '../host/commandRegistry';
import { findingDiagnostic } from '../host/findingDiagnostic';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { type SessionDocuments, uriOf } from '../mobileApps/sessionDocuments';
import { addEdits } from '../mobileApps/sessionWriter';
import { FINDING_COMMANDS } from './findingContract';

/** A repair of a finding, and of which file. */
interface PlacedRepair {
  readonly key: SessionKey;
  readonly finding: Finding;
  readonly repair: Repair;
}

/** Quick fixes: the repairs of core for each finding, as edits that can be previewed and undone. */
export class Fixes implements vscode.CodeActionProvider {
  constructor(
    private readonly index: SessionIndex,
    private readonly documents: SessionDocuments,
  ) {}

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    if (!vscode.workspace.isTrusted) return [];
    const key = this.documents.keyOf(document);
    const entry = key && this.index.entry(key);
    if (!key || !entry) return this.moves(document, context);
    const beside = this.index.identityOf(key.folder, key.application);
    const file: SessionText = {
      ...{ applicationFolder: key.application, name: key.name, text: document.getText() },
      ...(beside && { beside }),
    };
    const actions: vscode.CodeAction[] = [];
    for (const diagnostic of context.diagnostics) {
      const finding = findingOf(diagnostic, entry.findings);
      if (!finding) continue;
      if (finding.code === 'hint/bom' && !document.isDirty) actions.push(...bomActions(key, finding, diagnostic));
      for (const repair of repairsOf(file, finding)) {
        actions.push(...this.actionsOf(document, { key, finding, repair }, diagnostic));
      }
    }
    if (wants(context, vscode.CodeActionKind.SourceFixAll) && entry.findings.length > 0) {
      const all = new vscode.CodeAction(l10n.t('Fix all that can be fixed safely'), vscode.CodeActionKind.SourceFixAll);
      all.command = boundCommand(FINDING_COMMANDS.findingFixAll, all.title, { kind: 'session', key });
      actions.push(all);
    }
    return actions;
  }

  /** The repairs of a finding, as VS Code would offer them at its place. The preferred one is first. */
  of(document: vscode.TextDocument, finding: Finding): vscode.CodeAction[] {
    const diagnostic = findingDiagnostic(finding);
    const { Invoke: triggerKind } = vscode.CodeActionTriggerKind;
    const only = vscode.CodeActionKind.QuickFix;
    return this.provideCodeActions(document, diagnostic.range, { diagnostics: [diagnostic], only, triggerKind });
  }

  /** The repair of a session that is where none belongs. */
  private moves(document: vscode.TextDocument, context: vscode.CodeActionContext): vscode.CodeAction[] {
    const stray = this.documents.strayOf(document);
    if (!stray) return [];
    const { key, finding } = stray;
    const place = [key.application, key.name].filter((part) => part !== '').join('/');
    const repair = moveRepair(place, document.getText());
    if (!repair) return [];
    return context.diagnostics
      .filter((diagnostic) => findingOf(diagnostic, [finding]))
      .flatMap((diagnostic) => this.actionsOf(document, { key, finding, repair }, diagnostic));
  }

  private actionsOf(
    document: vscode.TextDocument,
    { key, finding, repair }: PlacedRepair,
    diagnostic: vscode.Diagnostic,
  ): vscode.CodeAction[] {
    const title = phraseIn(repair.title);
    const target = targetOf(key, repair);
    // Another file is never overwritten: the user compares both and decides.
    if (target && fs.existsSync(target.fsPath)) return [compareAction(document.uri, target, diagnostic)];
    const fix = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    fix.diagnostics = [diagnostic];
    fix.isPreferred = repair.preferred;
    // What moves the file writes the disk at once, so it is made as a change that can be undone after a reload.
    if (target && repair.preferred) fix.command = fixCommand(title, key, finding, false);
    else fix.edit = editOf(document, repair, target);
    const preview = new vscode.CodeAction(l10n.t('Preview: {0}', title), vscode.CodeActionKind.QuickFix);
    preview.diagnostics = [diagnostic];
    preview.edit = editOf(document, repair, target, title);
    return [fix, preview];
  }
}

/** The new place of the file; undefined if it stays where it is. */
function targetOf(key: SessionKey, { change }: Repair): vscode.Uri | undefined {
  if (change.application === undefined && change.name === undefined) return undefined;
  return uriOf({ ...key, application: change.application ?? key.application, name: change.name ?? key.name });
}

/** @param preview a title; with it, VS Code shows the edit before making it */
function editOf(
  document: vscode.TextDocument,
  { change }: Repair,
  target: vscode.Uri | undefined,
  preview?: string,
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  const shown = preview === undefined ? undefined : { label: preview, needsConfirmation: false };
  // VS Code previews an edit if a part of it needs confirmation, and that part starts unchecked. So this part creates a
  // file that already exists, which VS Code neither shows nor does.
  if (shown) edit.createFile(document.uri, { ignoreIfExists: true }, { ...shown, needsConfirmation: true });
  addEdits(edit, document, change.edits, shown);
  if (target) edit.renameFile(document.uri, target, { overwrite: false }, shown);
  return edit;
}

/** These are commands and not edits, because the text of an editor has no byte order mark. */
function bomActions(key: SessionKey, finding: Finding, diagnostic: vscode.Diagnostic): vscode.CodeAction[] {
  const title = l10n.t('Remove the byte order mark');
  const actionOf = (named: string, shown: boolean) => {
    const action = new vscode.CodeAction(named, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [diagnostic];
    action.isPreferred = !shown;
    action.command = fixCommand(title, key, finding, shown);
    return action;
  };
  return [actionOf(title, false), actionOf(l10n.t('Preview: {0}', title), true)];
}

/** @param shown whether the user sees the change first */
function fixCommand(title: string, key: SessionKey, { code }: Finding, shown: boolean): vscode.Command {
  return boundCommand(FINDING_COMMANDS.findingFixAll, title, { kind: 'session', key }, undefined, [code], shown);
}

function compareAction(from: vscode.Uri, to: vscode.Uri, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const title = l10n.t('Compare with the file that is already in its place…');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.command = boundCommand(VSCODE_COMMANDS.diff, title, from, to);
  return action;
}

/** The finding behind a problem: the same code at the same place. */
function findingOf(diagnostic: vscode.Diagnostic, findings: readonly Finding[]): Finding | undefined {
  const code = typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
  const { start } = diagnostic.range;
  const found = findings.filter(
    ({ code: each, range }) =>
      each === code && range.start.line === start.line && range.start.character === start.character,
  );
  return found.find((each) => phraseIn(each.phrase) === diagnostic.message) ?? found[0];
}

function wants(context: vscode.CodeActionContext, kind: vscode.CodeActionKind): boolean {
  return context.only === undefined || context.only.contains(kind);
}
