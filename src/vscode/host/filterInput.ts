import * as vscode from 'vscode';

/** After so long without a key what was typed is applied: one list for a word, not one for each letter. */
const TYPING_MS = 120;

export interface FilterInput {
  readonly title: string;
  readonly placeholder: string;
  /** The filter as it is. */
  readonly value: string;
  readonly set: (filter: string) => void;
  /** What the filter that is set finds, in a few words. */
  readonly found: () => string;
}

/** Filters while one types; Escape brings back what was before. */
export function askFilter({ title, placeholder, value, set, found }: FilterInput): Promise<void> {
  const input = vscode.window.createInputBox();
  input.title = title;
  // One looks at what is found, perhaps clicks there, and types on.
  input.ignoreFocusOut = true;
  input.placeholder = placeholder;
  input.value = value;
  let accepted = false;
  let timer: NodeJS.Timeout | undefined;
  const apply = (text: string) => {
    set(text.trim());
    input.prompt = text.trim() === '' ? '' : found();
  };
  return new Promise((resolve) => {
    input.onDidChangeValue((text) => {
      clearTimeout(timer);
      timer = setTimeout(() => apply(text), TYPING_MS);
    });
    input.onDidAccept(() => {
      accepted = true;
      clearTimeout(timer);
      apply(input.value);
      input.hide();
    });
    input.onDidHide(() => {
      clearTimeout(timer);
      if (!accepted) set(value);
      input.dispose();
      resolve();
    });
    input.show();
  });
}
