import { isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FindingCode } from '../../core/compliance/finding';
import type { SessionChecker } from '../../core/compliance/sessionChecker';
import { applyEdits } from '../../core/edit/textEdit';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { type RepairedFile, repairAll } from '../../core/repair/repairAll';
import type { SessionStore } from '../../disk/sessionStore';
import { COMMANDS } from '../contract';
import type { CommandRegistry } from '../host/commands';
import { changeMany } from '../sessions/changeMany';
import type { NotYetPushed } from '../sessions/notYetPushed';
import { uriOf } from '../sessions/sessionDocuments';
import { isCurrent, openDocument, workspaceEdit } from '../sessions/sessionWriter';
import type { SessionTargets, TreeArguments } from '../sessions/targets';

const { l10n } = vscode;

/** As from the tree, and which codes alone are to be fixed. */
type FixAllArguments = [...TreeArguments, (readonly FindingCode[])?];

/** Makes the safe repairs of files: in the editor where a file is open there, else on disk. */
export class FixAll {
  constructor(
    private readonly index: SessionIndex,
    private readonly checker: SessionChecker,
    private readonly store: SessionStore,
    private readonly pending: NotYetPushed,
  ) {}

  register(commands: CommandRegistry, targets: SessionTargets): void {
    commands.register(COMMANDS.findingFixAll, async (...[node, selected, only]: FixAllArguments) => {
      const faulty = targets.all([node, selected]).filter((key) => (this.index.entry(key)?.findings.length ?? 0) > 0);
      if (faulty.length === 0) {
        void vscode.window.showInformationMessage(l10n.t('Nothing is at fault here.'));
        return;
      }
      const changed = await changeMany(faulty, l10n.t('Fixing'), (key) => this.fix(key, only));
      const left = faulty.length - changed.length;
      const done =
        changed.length === 1
          ? l10n.t('1 session file was fixed.')
          : l10n.t('{0} session files were fixed.', changed.length);
      const rest = left > 0 ? ` ${l10n.t('What is left needs a person: {0}.', left)}` : '';
      void vscode.window.showInformationMessage(done + rest);
    });
  }

  private async fix(key: SessionKey, only: readonly FindingCode[] | undefined): Promise<boolean> {
    const uri = uriOf(key);
    const document = openDocument(uri);
    if (!document || !(await isCurrent(document))) return this.fixFile(uri.fsPath, key, only);
    const hasBom = this.index.entry(key)?.findings.some(({ code }) => code === 'hint/bom');
    const fixed = await this.fixOpen(document, key, only);
    // VS Code shows no BOM and keeps it when it saves: only the file itself can lose it.
    if (!hasBom || document.isDirty || document.isClosed) return fixed;
    return (await this.fixFile(uri.fsPath, key, ['hint/bom'])) || fixed;
  }

  private async fixOpen(
    document: vscode.TextDocument,
    key: SessionKey,
    only: readonly FindingCode[] | undefined,
  ): Promise<boolean> {
    const repaired = this.repaired(key, document.getText(), only);
    if (repaired.repairs.length === 0) return false;
    const wasDirty = document.isDirty;
    const target = targetOf(key, repaired);
    const edit = workspaceEdit(document, repaired.change.edits);
    if (target) edit.renameFile(document.uri, uriOf(target), { overwrite: false });
    if (!(await vscode.workspace.applyEdit(edit))) throw new Error(l10n.t('The editor did not take the change.'));
    if (!wasDirty) await openDocument(uriOf(target ?? key))?.save();
    this.noteChange(key, target);
    return true;
  }

  private async fixFile(file: string, key: SessionKey, only: readonly FindingCode[] | undefined): Promise<boolean> {
    const bytes = await fs.promises.readFile(file);
    if (!isUtf8(bytes)) return false;
    const repaired = this.repaired(key, bytes.toString('utf8'), only);
    if (repaired.repairs.length === 0) return false;
    const next = Buffer.from(applyEdits(bytes.toString('utf8'), repaired.change.edits));
    const target = targetOf(key, repaired);
    if (target) await this.store.move(file, uriOf(target).fsPath, bytes, next);
    else await this.store.replace(file, bytes, next);
    this.noteChange(key, target);
    return true;
  }

  private repaired(
    { folder, application, name }: SessionKey,
    text: string,
    only: readonly FindingCode[] | undefined,
  ): RepairedFile {
    const isFree = (toApplication: string, toName: string) => !fs.existsSync(path.join(folder, toApplication, toName));
    return repairAll({ applicationFolder: application, name, text }, this.checker, only, isFree);
  }

  private noteChange(key: SessionKey, target: SessionKey | undefined): void {
    if (target) this.pending.deleted([key]);
    this.pending.changed(target ?? key);
  }
}

function targetOf(key: SessionKey, { change }: RepairedFile): SessionKey | undefined {
  if (change.application === undefined && change.name === undefined) return undefined;
  return { ...key, application: change.application ?? key.application, name: change.name ?? key.name };
}
