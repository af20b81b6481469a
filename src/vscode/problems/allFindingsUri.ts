import * as vscode from 'vscode';
import { l10n } from '../host/l10n';

export const ALL_FINDINGS_SCHEME = 'session-workbench-findings';

/** The document that lists all findings. */
export function allFindingsUri(): vscode.Uri {
  return vscode.Uri.from({ scheme: ALL_FINDINGS_SCHEME, path: `/${l10n.t('All Findings')}` });
}
