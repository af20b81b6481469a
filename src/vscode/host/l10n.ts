import * as vscode from 'vscode';
import { visibleText } from '../../core/base/visibleText';

/**
 * VS Code's translations, for every text of the extension. Values from elsewhere (a path, a name, a server's answer)
 * are made harmless: they cannot reorder, break or hide the rest of the sentence.
 */
export const l10n = {
  t(text: string, ...values: readonly (string | number)[]): string {
    return vscode.l10n.t(text, ...values.map((value) => (typeof value === 'string' ? visibleText(value) : value)));
  },
};
