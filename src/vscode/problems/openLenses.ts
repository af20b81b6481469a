import * as vscode from 'vscode';
import type { Host } from '../host/createHost';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import { FINDING_COMMANDS } from './findingContract';
import { FindingLenses } from './findingLenses';
import type { Fixes } from './fixes';

/** Shows the findings of session files above their first lines, and registers what repairs one of them. */
export function openLenses(
  { disposables, commands }: Pick<Host, 'disposables' | 'commands'>,
  documents: SessionDocuments,
  fixes: Fixes,
): void {
  const lenses = disposables.add(new FindingLenses(documents.index, documents, fixes));
  // Not by language: a misplaced session has another one.
  disposables.add(vscode.languages.registerCodeLensProvider({ scheme: 'file' }, lenses));
  commands.register(FINDING_COMMANDS.findingFix, (uri, finding) => lenses.fix(uri, finding));
}
