import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';

/**
 * A log that nobody else has. VS Code keeps logs by name, and one that was disposed while it was still being made is
 * kept closed: whoever made the next of that name would get that, which throws at the first message.
 */
export function ownLog(what: string): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel(`${what} ${randomUUID()}`, { log: true });
}
