import * as vscode from 'vscode';

/** Converts a range of core, or of the JSON language service, to one of VS Code. */
export function editorRange({ start, end }: RangeLike): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

interface RangeLike {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}
