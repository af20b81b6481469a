import * as vscode from 'vscode';

/**
 * Whether the display language uses the singular for a number: for 1 in English, also for 0 in French, never in
 * Japanese.
 */
export function isOne(count: number): boolean {
  return new Intl.PluralRules(vscode.env.language).select(count) === 'one';
}
