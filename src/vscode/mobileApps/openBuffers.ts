import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { type CheckPool, PoolDisposedError } from '../../disk/checkPool';
import { checkFiles } from '../../disk/scanFolder';
import { nodeTimers } from '../host/timers';
import type { SessionDocuments } from './sessionDocuments';

/** Typing is checked this long after a key, together with the keys that follow. */
const TYPING_MS = 80;

interface Buffer {
  readonly key: SessionKey;
  readonly check: Coalesced;
}

/** Puts open, unsaved session files into the index as what they say; once saved or closed the file counts again. */
export class OpenBuffers implements vscode.Disposable {
  private readonly buffers = new Map<vscode.TextDocument, Buffer>();
  private readonly disposables: DisposableStore;

  constructor(
    private readonly pool: CheckPool,
    private readonly index: SessionIndex,
    private readonly documents: SessionDocuments,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.disposables = new DisposableStore(
      // Also after a change of language, which VS Code tells as closed and opened.
      vscode.workspace.onDidOpenTextDocument((document) => this.changed(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.changed(document)),
      vscode.workspace.onDidSaveTextDocument((document) => this.release(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.release(document)),
      index.onDidChange(({ folders }) => {
        // A folder that has just become known may hold files that are open and unsaved already.
        if (folders.length > 0) for (const document of vscode.workspace.textDocuments) this.changed(document);
      }),
    );
    for (const document of vscode.workspace.textDocuments) this.changed(document);
  }

  dispose(): void {
    void this.disposables.dispose();
    for (const { check } of this.buffers.values()) check.dispose();
    this.buffers.clear();
  }

  private changed(document: vscode.TextDocument): void {
    if (document.isDirty) {
      const buffer = this.buffers.get(document) ?? this.hold(document);
      buffer?.check.call();
    } else {
      void this.release(document);
    }
  }

  private hold(document: vscode.TextDocument): Buffer | undefined {
    const key = this.documents.keyOf(document);
    if (!key) return undefined;
    const check = new Coalesced(nodeTimers, TYPING_MS, () => void this.check(document));
    const buffer = { key, check };
    this.buffers.set(document, buffer);
    return buffer;
  }

  private async check(document: vscode.TextDocument): Promise<void> {
    const buffer = this.buffers.get(document);
    if (!buffer || document.isClosed) return;
    const { key } = buffer;
    const { version } = document;
    const text = document.getText();
    const stamp = { modified: this.index.entry(key)?.modified ?? Date.now(), size: Buffer.byteLength(text) };
    try {
      const file = { applicationFolder: key.application, name: key.name, text };
      const entry = await this.pool.call('checkText', { file, ...stamp }, 'urgent');
      // What was typed meanwhile is checked on its own, and a document that was saved meanwhile counts no longer.
      if (this.buffers.get(document) === buffer && document.version === version) {
        this.index.apply({ kind: 'buffer', key, entry });
      }
    } catch (error) {
      if (!(error instanceof PoolDisposedError)) this.log.error(`${key.name}:`, error as Error);
    }
  }

  /** The file is looked at before the buffer is let go, so that a fault just mended does not flash up again. */
  private async release(document: vscode.TextDocument): Promise<void> {
    const buffer = this.buffers.get(document);
    if (!buffer) return;
    this.buffers.delete(document);
    buffer.check.dispose();
    const { folder, application, name } = buffer.key;
    try {
      await checkFiles(this.pool, this.index, folder, application, [name]);
    } catch (error) {
      if (error instanceof PoolDisposedError) return;
      this.log.error(`${name}:`, error as Error);
    }
    // Dirty again: the new buffer has taken over.
    if (!this.buffers.has(document)) this.index.apply({ kind: 'buffer', key: buffer.key, entry: undefined });
  }
}
