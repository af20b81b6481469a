import * as vscode from 'vscode';
import type { SessionKey } from '../../core/index/sessionIndex';
import type { SessionDocuments } from './sessionDocuments';

const STORAGE_KEY = 'notYetPushed';

export type PendingChange = 'changed' | 'deleted';

/** The marks at one moment: what a push that begins then can take away. */
export type PendingMarks = ReadonlyMap<string, number>;

/**
 * Sessions that were changed or deleted in VS Code since the last push: a server that runs still has the old ones in memory.
 * The component's Push button is enabled exactly then (MOBILE SESSION MANAGEMENT, facts/4d-protocol.md, section B).
 */
export class NotYetPushed implements vscode.Disposable {
  private readonly changes: Map<string, PendingChange>;
  /** Which change a mark is of: one that is made during a push is not pushed by it. */
  private readonly revisions = new Map<string, number>();
  private revision = 0;
  private readonly changedEmitter = new vscode.EventEmitter<SessionKey[]>();
  /** Fires with the sessions whose state is another one now. */
  readonly onDidChange = this.changedEmitter.event;

  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly memento: vscode.Memento,
    documents: SessionDocuments,
  ) {
    this.changes = new Map(memento.get<[string, PendingChange][]>(STORAGE_KEY, []));
    // What is typed and saved, and what a quick fix moves, changes sessions as much as a command does.
    this.subscriptions = [
      vscode.workspace.onDidSaveTextDocument((document) => {
        const key = documents.keyOf(document);
        if (key) this.changed(key);
      }),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) {
          const [from, to] = [documents.placeOf(oldUri), documents.placeOf(newUri)];
          if (from) this.deleted([from]);
          if (to) this.changed(to);
        }
      }),
    ];
  }

  get size(): number {
    return this.changes.size;
  }

  of(key: SessionKey): PendingChange | undefined {
    return this.changes.get(idOf(key));
  }

  changed(key: SessionKey): void {
    this.set([key], 'changed');
  }

  deleted(keys: readonly SessionKey[]): void {
    this.set(keys, 'deleted');
  }

  /** Deleted sessions are there again as they were: nothing is to be pushed of them. */
  restored(keys: readonly SessionKey[]): void {
    const known = keys.filter((key) => this.changes.delete(idOf(key)));
    if (known.length > 0) this.store(known);
  }

  /** Sessions that are marked, of all MobileApps folders or of one. */
  keys(folder?: string): SessionKey[] {
    return [...this.changes.keys()].map(keyOf).filter((key) => folder === undefined || key.folder === folder);
  }

  /** To be taken when a push begins, and given to `pushed` when it is done. */
  marks(folder: string): PendingMarks {
    const ids = this.keys(folder).map(idOf);
    return new Map(ids.map((id) => [id, this.revisions.get(id) ?? 0]));
  }

  /** A server has taken the files in: their marks go, but for those that were changed since and those that are `left`. */
  pushed(marks: PendingMarks, left: (key: SessionKey) => boolean = () => false): void {
    const taken = [...marks].filter(([id, revision]) => (this.revisions.get(id) ?? 0) === revision && !left(keyOf(id)));
    const known = taken.filter(([id]) => this.changes.delete(id)).map(([id]) => keyOf(id));
    if (known.length > 0) this.store(known);
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
    this.changedEmitter.dispose();
  }

  private set(keys: readonly SessionKey[], change: PendingChange): void {
    this.revision++;
    for (const key of keys) this.revisions.set(idOf(key), this.revision);
    const changed = keys.filter((key) => this.of(key) !== change);
    for (const key of changed) this.changes.set(idOf(key), change);
    if (changed.length > 0) this.store(changed);
  }

  private store(changed: SessionKey[]): void {
    void this.memento.update(STORAGE_KEY, [...this.changes]);
    this.changedEmitter.fire(changed);
  }
}

function idOf({ folder, application, name }: SessionKey): string {
  return JSON.stringify([folder, application, name]);
}

function keyOf(id: string): SessionKey {
  const [folder, application, name] = JSON.parse(id) as [string, string, string];
  return { folder, application, name };
}
