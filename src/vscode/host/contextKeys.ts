import * as vscode from 'vscode';
import type { ContextKeys } from '../contract';

/** Sets context keys, each only when its value differs from the last. */
export class ContextKeySetter {
  private readonly values = new Map<keyof ContextKeys, unknown>();

  set<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
    if (this.values.get(key) === value) return;
    this.values.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
