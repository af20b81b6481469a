import * as vscode from 'vscode';

/** Runs something when the user comes back to the window, because changes by other programs may have gone unnoticed. */
export function onWindowFocus(run: () => void): vscode.Disposable {
  let wasFocused = vscode.window.state.focused;
  return vscode.window.onDidChangeWindowState(({ focused }) => {
    // The event also fires for other changes of the window state.
    if (focused && !wasFocused) run();
    wasFocused = focused;
  });
}
