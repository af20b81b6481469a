import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import type { IndexDelta, SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { KnownFiles } from '../../core/push/knownFiles';
import {
  type Copy,
  idOf,
  type PendingChange,
  type PendingMarks,
  type StoredMark,
  type TakenMarks,
  UnpushedMarks,
} from '../../core/push/unpushedMarks';
import { sessionDigest } from '../../disk/sessionDigest';
import { nodeTimers } from '../host/timers';
import { FileOperations } from './fileOperations';
import type { SessionDocuments } from './sessionDocuments';

const STORAGE_KEY = 'notYetPushed';
/** What happens in so long is kept together: all marks are written each time. */
const KEEP_MS = 100;

/** What files are before they are changed, and what the server has of them: taken then, and told with the change. */
export type Before = ReadonlyMap<string, { readonly server: Copy; readonly file: Copy }>;

const NOT_KNOWN = { server: 'unknown', file: 'unknown' } as const;

/** Marks that are other ones now. */
export interface MarksChange {
  readonly keys: readonly SessionKey[];
  /** MobileApps folders, and applications, that have marks now and had none, or the other way round. */
  readonly places: readonly { readonly folder: string; readonly application?: string }[];
}

/**
 * Sessions that were changed or deleted in VS Code since the last push: a server that runs still has the old ones in
 * memory. The component's Push button is enabled exactly then
 * (docs/facts/4d-mobile.md#the-mobile-session-management-component). What the files are is read from the index, so that
 * no file is read for it.
 */
export class NotYetPushed implements vscode.Disposable {
  private readonly marks: UnpushedMarks;
  private readonly index: SessionIndex;
  private readonly files: KnownFiles;
  /** MobileApps folders whose files are all known. */
  private readonly ready = new Set<string>();
  private readonly keep: Coalesced;
  private kept = true;
  private remembered: Thenable<void> = Promise.resolve();
  private readonly changedEmitter = new vscode.EventEmitter<MarksChange>();
  /** Fires with the sessions whose state is another one now. */
  readonly onDidChange = this.changedEmitter.event;

  private readonly subscriptions: DisposableStore;

  constructor(
    private readonly memento: vscode.Memento,
    documents: SessionDocuments,
  ) {
    this.index = documents.index;
    this.files = new KnownFiles(this.index);
    this.marks = new UnpushedMarks(memento.get<StoredMark[]>(STORAGE_KEY, []));
    this.keep = new Coalesced(nodeTimers, KEEP_MS, () => this.store());
    this.subscriptions = new DisposableStore(
      this.index.onDidChange((delta) => this.indexChanged(delta)),
      // What is typed and saved, and what a quick fix moves, changes sessions as much as a command does.
      new FileOperations(documents, this),
    );
  }

  get size(): number {
    return this.marks.size;
  }

  /** Of how many there is no file any more, and so no row. */
  get gone(): number {
    return this.marks.gone;
  }

  of(key: SessionKey): PendingChange | undefined {
    return this.marks.of(key);
  }

  /** Whether something in a MobileApps folder, or in an application, is marked. */
  has(folder: string, application?: string): boolean {
    return this.marks.count(folder, application) > 0;
  }

  /** Sessions that are marked, of all MobileApps folders, of one, or of one application. */
  keys(folder?: string, application?: string): SessionKey[] {
    return this.marks.keys(folder, application);
  }

  /**
   * To be taken before sessions are changed: the index may see the change before it is told here. Of one that was changed since
   * the last push the server need not have what the file is.
   */
  before(keys: readonly SessionKey[]): Before {
    return new Map(
      keys.map((key) => {
        const now = this.files.of(key);
        const { server, file } = this.marks.known(key) ?? { server: now, file: now };
        return [idOf(key), { server, file }];
      }),
    );
  }

  /** A session file was changed. Without its text it counts as another one until the index has looked. */
  changed(key: SessionKey, before: Before = this.before([key]), text?: string): void {
    const after = text === undefined ? 'unknown' : sessionDigest(text);
    this.wrote([key], () => {
      this.marks.changed(key, (before.get(idOf(key)) ?? NOT_KNOWN).server, after);
    });
  }

  /** A session file was changed from one text to another. */
  edited(key: SessionKey, before: string, after: string): void {
    this.wrote([key], () => {
      this.marks.changed(key, sessionDigest(before), sessionDigest(after));
    });
  }

  deleted(keys: readonly SessionKey[], before: Before = this.before(keys)): void {
    this.wrote(keys, () => {
      for (const key of keys) {
        const { server, file } = before.get(idOf(key)) ?? NOT_KNOWN;
        this.marks.changed(key, server, 'absent', file);
      }
    });
  }

  /** Session files have another place, one for one. */
  moved(from: readonly SessionKey[], to: readonly SessionKey[], before: Before): void {
    this.wrote([...from, ...to], () => {
      for (const [at, key] of from.entries()) {
        const { server, file } = before.get(idOf(key)) ?? NOT_KNOWN;
        const target = to[at];
        if (!target) this.marks.changed(key, server, 'absent', file);
        else this.marks.moved(key, target, server, (before.get(idOf(target)) ?? NOT_KNOWN).server, file);
      }
    });
  }

  /**
   * Session files are again what they were.
   * @param was before they were changed
   * @param now before they were made so again: a server may have taken in meanwhile what they were between
   */
  again(keys: readonly SessionKey[], was: Before, now: Before): void {
    this.wrote(keys, () => {
      for (const key of keys) {
        const id = idOf(key);
        this.marks.changed(key, (now.get(id) ?? NOT_KNOWN).server, (was.get(id) ?? NOT_KNOWN).file);
      }
    });
  }

  /** Deleted sessions are there again as they were. */
  restored(keys: readonly SessionKey[], before: Before): void {
    this.wrote(keys, () => {
      for (const key of keys) this.marks.restored(key, (before.get(idOf(key)) ?? NOT_KNOWN).server);
    });
  }

  /** To be taken when a push begins, and given to `pushed` or `unsure` when it is done. */
  atPush(folder: string): PendingMarks {
    return this.marks.atPush(folder);
  }

  /** A server has taken the files in: their marks go, but for those that were changed since and those that are `left`. */
  pushed(marks: PendingMarks, left: (key: SessionKey) => boolean = () => false): void {
    // One that was changed back meanwhile is marked again, so that these are not all.
    this.change(this.marks.touched(marks.folder), () => [
      ...this.marks.pushed(marks, left),
      ...this.keys(marks.folder),
    ]);
  }

  /** Nobody knows whether a push has reached the server. */
  unsure(marks: PendingMarks): void {
    const touched = this.marks.touched(marks.folder);
    this.change(touched, () => {
      this.marks.unsure(marks);
      return touched;
    });
  }

  /** The user knows that a server has these. Answers how to undo that. */
  markPushed(keys: readonly SessionKey[]): () => void {
    let taken: TakenMarks = [];
    this.change(keys, () => {
      taken = this.marks.take(keys);
    });
    return () => {
      this.change(keys, () => {
        this.marks.putBack(taken);
        this.look(keys);
        return keys;
      });
    };
  }

  /** Resolves when all marks are remembered. */
  async dispose(): Promise<void> {
    void this.subscriptions.dispose();
    this.keep.dispose();
    if (!this.kept) this.store();
    this.changedEmitter.dispose();
    await this.remembered;
  }

  private indexChanged({ entries, folders }: IndexDelta): void {
    const keys = entries.map(({ key }) => key);
    for (const folder of folders) {
      const isReady = this.index.stateOf(folder)?.kind === 'ready';
      // Only now a file that the index does not have is known to be gone.
      if (isReady && !this.ready.has(folder)) keys.push(...this.keys(folder));
      if (isReady) this.ready.add(folder);
      else this.ready.delete(folder);
    }
    const changed = keys.filter((key) => this.marks.known(key));
    if (changed.length > 0) this.change(changed, () => this.look(changed));
  }

  /** Takes in what is known of files. What is not shown any more is not therefore gone. */
  private look(keys: readonly SessionKey[]): SessionKey[] {
    return keys.filter((key) => {
      const file = this.files.of(key);
      return file !== 'unknown' && this.marks.seen(key, file);
    });
  }

  /** Does something with the marks of sessions that were written, and keeps in mind what they are now. */
  private wrote(keys: readonly SessionKey[], run: () => void): void {
    this.change(keys, () => {
      run();
      for (const key of keys) {
        const file = this.marks.known(key)?.file ?? 'unknown';
        if (file !== 'unknown') this.files.wrote(key, file);
      }
      return keys;
    });
  }

  /** Does something with the marks of some sessions, and tells what is different now: all of them, unless `run` says which. */
  private change(keys: readonly SessionKey[], run: () => readonly SessionKey[] | undefined): void {
    const places = new Map<string, { folder: string; application?: string; had: boolean }>();
    for (const { folder, application } of keys) {
      places.set(folder, { folder, had: this.has(folder) });
      places.set(`${folder}\0${application}`, { folder, application, had: this.has(folder, application) });
    }
    const other = run() ?? keys;
    if (other.length === 0) return;
    this.keepSoon();
    const flipped = [...places.values()].filter(
      ({ folder, application, had }) => had !== this.has(folder, application),
    );
    this.changedEmitter.fire({ keys: other, places: flipped });
  }

  private keepSoon(): void {
    this.kept = false;
    this.keep.call();
  }

  private store(): void {
    this.kept = true;
    this.remembered = this.memento.update(STORAGE_KEY, this.marks.stored());
  }
}
