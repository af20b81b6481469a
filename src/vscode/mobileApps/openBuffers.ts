import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { type CheckPool, PoolDisposedError } from '../../disk/checkPool';
import { nodeTimers } from '../host/timers';
import type { MobileAppsFolders } from './mobileAppsFolders';
import { type SessionDocuments, uriOf } from './sessionDocuments';

/** An edited document is checked after this pause in typing. */
const TYPING_MS = 80;

interface Buffer {
  readonly key: SessionKey;
  readonly check: Coalesced;
}

/** Puts the text of unsaved session files into the index. After saving or closing, the file on disk counts again. */
export class OpenBuffers implements vscode.Disposable {
  private readonly buffers = new Map<vscode.TextDocument, Buffer>();
  private readonly disposables: DisposableStore;
  private readonly index: SessionIndex;

  constructor(
    private readonly pool: CheckPool,
    private readonly folders: Pick<MobileAppsFolders, 'ignores' | 'onDidFollow'>,
    private readonly documents: SessionDocuments,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { index } = documents;
    this.index = index;
    this.disposables = new DisposableStore(
      // Also fires when the language of a document changes, which VS Code reports as closing and opening it.
      vscode.workspace.onDidOpenTextDocument((document) => this.changed(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.changed(document)),
      vscode.workspace.onDidSaveTextDocument((document) => this.release(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.release(document)),
      folders.onDidFollow(() => {
        for (const document of vscode.workspace.textDocuments) this.changed(document);
      }),
      index.onDidChange((delta) => {
        // A folder that has just become known may contain files that are already open and unsaved.
        if (delta.folders.length > 0) for (const document of vscode.workspace.textDocuments) this.changed(document);
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
      const known = this.buffers.get(document);
      if (known && this.isIgnored(known.key)) void this.release(document);
      else (known ?? this.hold(document))?.check.call();
    } else {
      void this.release(document);
    }
  }

  private hold(document: vscode.TextDocument): Buffer | undefined {
    const key = this.documents.keyOf(document);
    if (!key || this.isIgnored(key)) return undefined;
    const check = new Coalesced(nodeTimers, TYPING_MS, () => void this.check(document));
    const buffer = { key, check };
    this.buffers.set(document, buffer);
    return buffer;
  }

  private isIgnored(key: SessionKey): boolean {
    return this.folders.ignores(uriOf(key).fsPath);
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
      const entry = await this.pool.call('checkText', { folder: key.folder, file, ...stamp }, 'urgent');
      // Later typing gets a check of its own, and a document that was saved in the meantime no longer counts.
      if (this.buffers.get(document) === buffer && document.version === version) {
        this.index.apply({ kind: 'buffer', key, entry });
      }
    } catch (error) {
      if (!(error instanceof PoolDisposedError)) this.log.error(`${key.name}:`, error as Error);
    }
  }

  /**
   * Checks the file before the buffer is dropped, so that an error that was just corrected does not show up again for a
   * moment.
   */
  private async release(document: vscode.TextDocument): Promise<void> {
    const buffer = this.buffers.get(document);
    if (!buffer) return;
    this.buffers.delete(document);
    buffer.check.dispose();
    const { folder, application, name } = buffer.key;
    try {
      const { checkFiles } = await import('../../disk/scanFolder.js');
      await checkFiles(this.pool, this.index, folder, application, [name]);
    } catch (error) {
      if (error instanceof PoolDisposedError) return;
      this.log.error(`${name}:`, error as Error);
    }
    // If the document was edited again, a new buffer has taken over.
    if (!this.buffers.has(document)) this.index.apply({ kind: 'buffer', key: buffer.key, entry: undefined });
  }
}
