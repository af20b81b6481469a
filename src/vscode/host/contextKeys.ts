import * as vscode from 'vscode';
import type { ContextKey, FlagValue } from '../contract/contextKey';

/** Sets context keys, each only when its value differs from the last. */
export class ContextKeySetter {
  private readonly values = new Map<string, unknown>();

  set<T>({ id }: ContextKey<T>, value: NoInfer<T>): void {
    if (this.values.get(id) === value) return;
    this.values.set(id, value);
    void vscode.commands.executeCommand('setContext', id, value);
  }

  setAll(flags: readonly FlagValue[]): void {
    for (const [flag, value] of flags) this.set(flag, value);
  }
}
