import * as vscode from 'vscode';

/** The filter is applied after this pause in typing: once for a word rather than for each letter. */
const TYPING_MS = 120;

export interface FilterInput {
  readonly title: string;
  readonly placeholder: string;
  /** The current filter. */
  readonly value: string;
  readonly set: (filter: string) => void;
  /** How much the current filter finds, in a few words. */
  readonly found: () => string;
}

/** Filters while the user types. Escape restores the previous filter. */
export function askFilter({ title, placeholder, value, set, found }: FilterInput): Promise<void> {
  const input = vscode.window.createInputBox();
  input.title = title;
  // Stays open when it loses the focus: the user may click on a result and then go on typing.
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
