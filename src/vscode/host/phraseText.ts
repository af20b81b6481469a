import * as vscode from 'vscode';
import { visibleText } from '../../core/base/visibleText';
import type { Phrase } from '../../core/compliance/phrase';

/** A phrase of core or disk in the user's language. */
export function phraseIn({ template, args }: Phrase): string {
  return vscode.l10n.t(template, ...args.map((arg) => (typeof arg === 'string' ? visibleText(arg) : phraseIn(arg))));
}
