import path from 'node:path';
import * as vscode from 'vscode';
import { includeFamily } from '../../core/scenario/includeFamily';
import { includesIn } from '../../core/scenario/includesIn';
import type { CheckPool } from '../../disk/checkPool';
import { l10n } from '../host/l10n';
import { findScenarioFiles, openOrSavedText } from './scenarioDocuments';

/** Finds the scenario files that share their actors, as they include each other. */
export class ScenarioFamilies {
  /** @param shipped absolute path of the folder of the flows that ship */
  constructor(
    private readonly pool: CheckPool,
    private readonly shipped: string,
  ) {}

  /**
   * The documents that share their actors with one, itself first.
   * @throws one sentence that says why they are not all known
   */
  async of(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<readonly vscode.TextDocument[]> {
    const { files, unread } = await findScenarioFiles(this.pool);
    if (unread.length > 0)
      throw new Error(l10n.t('There are too many scenario files to look for those that include this one.'));
    const includes = new Map<string, readonly string[]>();
    const waiting = [document.uri.fsPath, ...files.map(({ fsPath }) => fsPath)];
    // What is included is added, because it may be elsewhere.
    for (const file of waiting) {
      if (includes.has(file) || token.isCancellationRequested) continue;
      const found = await includesOf(file);
      if (!found) continue;
      includes.set(file, found);
      waiting.push(...found);
    }
    const others = [...includeFamily(document.uri.fsPath, includes)].filter((file) => file !== document.uri.fsPath);
    const documents: vscode.TextDocument[] = [document];
    for (const file of others) documents.push(await vscode.workspace.openTextDocument(file));
    return documents;
  }

  /** Whether a file ships with the extension, so that it is not changed. */
  ships({ uri }: vscode.TextDocument): boolean {
    return path.dirname(uri.fsPath) === path.resolve(this.shipped);
  }
}

/** The files that a file includes. Undefined if it cannot be read. */
async function includesOf(file: string): Promise<string[] | undefined> {
  try {
    return includesIn(await openOrSavedText(file)).map((include) => path.resolve(path.dirname(file), include));
  } catch {
    return undefined;
  }
}
