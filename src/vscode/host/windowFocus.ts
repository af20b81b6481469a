import * as vscode from 'vscode';

/** Runs when the user comes back to the window: what another program did meanwhile may not have been told. */
export function onWindowFocus(run: () => void): vscode.Disposable {
  let wasFocused = vscode.window.state.focused;
  return vscode.window.onDidChangeWindowState(({ focused }) => {
    // VS Code tells of other changes of the state, too.
    if (focused && !wasFocused) run();
    wasFocused = focused;
  });
}
