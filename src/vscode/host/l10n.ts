import * as vscode from 'vscode';
import { visibleText } from '../../core/base/visibleText';

/**
 * VS Code's translations, for all that the extension says. A text from elsewhere (a path, a name, what a server answers)
 * can reorder, break or hide nothing of the sentence that it stands in.
 */
export const l10n = {
  t(text: string, ...values: readonly (string | number)[]): string {
    return vscode.l10n.t(text, ...values.map((value) => (typeof value === 'string' ? visibleText(value) : value)));
  },
};
