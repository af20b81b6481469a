import * as vscode from 'vscode';

/** Whether the display language has the singular for a number: 1 in English, 0 too in French, none in Japanese. */
export function isOne(count: number): boolean {
  return new Intl.PluralRules(vscode.env.language).select(count) === 'one';
}
