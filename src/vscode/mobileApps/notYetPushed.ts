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
import { contentDigest } from '../../core/session/contentDigest';
import { nodeTimers } from '../host/timers';
import { FileOperations } from './fileOperations';
import type { SessionDocuments } from './sessionDocuments';

const STORAGE_KEY = 'notYetPushed';
/** Changes within this time are stored together, because all marks are written each time. */
const KEEP_MS = 100;

/**
 * What is known of session files before a change: their content, and what the server has of them. It is recorded before
 * the change and passed on with it.
 */
export type Before = ReadonlyMap<string, { readonly server: Copy; readonly file: Copy }>;

const NOT_KNOWN = { server: 'unknown', file: 'unknown' } as const;

/** A change of marks. */
export interface MarksChange {
  readonly keys: readonly SessionKey[];
  /** MobileApps folders and applications that now have marks and had none before, or the other way round. */
  readonly places: readonly { readonly folder: string; readonly application?: string }[];
}

/**
 * Keeps marks for sessions that were changed or deleted in VS Code since the last push: a running server still has the
 * old ones in memory. 4D's own component enables its Push button in exactly this case
 * (docs/facts/4d-mobile.md#the-mobile-session-management-component). The content of files is taken from the index, so
 * no file is read for it.
 */
export class NotYetPushed implements vscode.Disposable {
  private readonly marks: UnpushedMarks;
  private readonly index: SessionIndex;
  private readonly files: KnownFiles;
  /** MobileApps folders that have been scanned completely. */
  private readonly ready = new Set<string>();
  private readonly keep: Coalesced;
  private kept = true;
  private remembered: Thenable<void> = Promise.resolve();
  private readonly changedEmitter = new vscode.EventEmitter<MarksChange>();
  /** Fires with the sessions whose mark has changed. */
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
      // Saving an editor or moving a file with a quick fix changes sessions too, not only commands.
      new FileOperations(documents, this),
    );
  }

  get size(): number {
    return this.marks.size;
  }

  /** The number of marked sessions whose file is gone. They have no row. */
  get gone(): number {
    return this.marks.gone;
  }

  of(key: SessionKey): PendingChange | undefined {
    return this.marks.of(key);
  }

  /** Whether a MobileApps folder, or one application of it, has marks. */
  has(folder: string, application?: string): boolean {
    return this.marks.count(folder, application) > 0;
  }

  /** The marked sessions of all MobileApps folders, of one, or of one application. */
  keys(folder?: string, application?: string): SessionKey[] {
    return this.marks.keys(folder, application);
  }

  /**
   * To be called before sessions are changed, because the index may see the change before this class is told. For a
   * session that was changed since the last push, the server may have something else than the file.
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

  /** A session file was changed. If the text is not given, the file counts as different until the index has read it. */
  changed(key: SessionKey, before: Before = this.before([key]), text?: string): void {
    const { server, file } = before.get(idOf(key)) ?? NOT_KNOWN;
    const after = text === undefined ? this.readSince(key, file) : contentDigest(text);
    this.wrote([key], () => {
      this.marks.changed(key, server, after);
    });
  }

  /** A session file was changed from one text to another. */
  edited(key: SessionKey, before: string, after: string): void {
    this.wrote([key], () => {
      this.marks.changed(key, contentDigest(before), contentDigest(after));
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

  /** Session files were moved, each to the place with the same position in `to`. */
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

  /** Deleted sessions were restored unchanged. */
  restored(keys: readonly SessionKey[], before: Before): void {
    this.wrote(keys, () => {
      for (const key of keys) {
        this.marks.restored(key, (before.get(idOf(key)) ?? NOT_KNOWN).server, this.readSince(key, 'absent'));
      }
    });
  }

  /** To be called when a push begins. The result is passed to `pushed` or `unsure` at its end. */
  atPush(folder: string): PendingMarks {
    return this.marks.atPush(folder);
  }

  /**
   * A server has loaded the files. Their marks are removed, except for files that were changed since and those that are
   * `left`.
   */
  pushed(marks: PendingMarks, left: (key: SessionKey) => boolean = () => false): void {
    // A file that was changed back in the meantime gets a new mark, so more marks than these have changed.
    this.change(this.marks.touched(marks.folder), () => [
      ...this.marks.pushed(marks, left),
      ...this.keys(marks.folder),
    ]);
  }

  /** It is unknown whether a push has reached the server. */
  unsure(marks: PendingMarks): void {
    const touched = this.marks.touched(marks.folder);
    this.change(touched, () => {
      this.marks.unsure(marks);
      return touched;
    });
  }

  /** The user says that a server has these. Returns the marks that are gone, for `unmarkPushed`. */
  markPushed(keys: readonly SessionKey[]): TakenMarks {
    let taken: TakenMarks = [];
    this.change(keys, () => {
      taken = this.marks.take(keys);
    });
    return taken;
  }

  /** Gives marks back, as far as the files still differ. */
  unmarkPushed(taken: TakenMarks): void {
    const keys = taken.map(({ key }) => key);
    this.change(keys, () => {
      this.marks.putBack(taken);
      this.look(keys);
      return keys;
    });
  }

  /** Resolves when all marks are stored. */
  async dispose(): Promise<void> {
    void this.subscriptions.dispose();
    this.keep.dispose();
    if (!this.kept) this.store();
    this.changedEmitter.dispose();
    await this.remembered;
  }

  private indexChanged({ changed: others, added, folders }: IndexDelta): void {
    const keys = others.map(({ key }) => key);
    // A scan adds a hundred thousand, and few of them have marks.
    for (const { folder, application, has } of added) {
      keys.push(...this.marks.touched(folder).filter((key) => key.application === application && has(key.name)));
    }
    for (const folder of folders) {
      const isReady = this.index.stateOf(folder)?.kind === 'ready';
      // Only after a complete scan, a file that is not in the index is known to be gone.
      if (isReady && !this.ready.has(folder)) keys.push(...this.keys(folder));
      if (isReady) this.ready.add(folder);
      else this.ready.delete(folder);
    }
    const changed = keys.filter((key) => this.marks.known(key));
    if (changed.length > 0) this.change(changed, () => this.look(changed));
  }

  /**
   * What the index has read of a file after it was written. It may be told before this class is, and tells nothing twice.
   * @param was what the file was before. As long as it is that, the index has not read it.
   */
  private readSince(key: SessionKey, was: Copy): Copy {
    const now = this.files.of(key);
    return now === was || now === 'absent' ? 'unknown' : now;
  }

  /** Compares marks with what is known of the files. A file that is no longer shown is not necessarily gone. */
  private look(keys: readonly SessionKey[]): SessionKey[] {
    return keys.filter((key) => {
      const file = this.files.of(key);
      return file !== 'unknown' && this.marks.seen(key, file);
    });
  }

  /** Changes the marks of sessions that were written, and remembers their new content. */
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

  /** Changes the marks of some sessions, and fires an event for those that `run` returns, or for all of them. */
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
