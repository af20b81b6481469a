import fs from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Timers } from '../../core/base/coalesce';
import { type PackLimits, packRows } from '../../core/index/packRows';
import type { SessionIndex } from '../../core/index/sessionIndex';

import type { StampedNames } from '../applicationSurvey';
import { type CheckPool, PoolDisposedError } from '../checkPool';
import type { CheckCalls } from '../checkProtocol';
import type { ScannedPart } from '../scanWork';
import { TaskTurns } from '../taskTurns';
import { partToBytes, type SnapshotPart, stampParts } from './snapshotParts';
import { snapshotFile } from './snapshotPlace';
import { SnapshotSeal } from './snapshotSeal';

export interface IndexSnapshotOptions {
  /** Absolute path of the folder for snapshots. It may not exist yet. */
  readonly root: string;
  /** The secret that proves who wrote a snapshot. */
  readonly key: Uint8Array;
  /** Of the extension. What another version wrote is not used. */
  readonly version: string;
  readonly timers: Timers;
  /** Called with a line for the log: why a snapshot is not used, or was not written. */
  readonly note: (message: string) => void;
  /** A folder of fewer files is read as fast as its snapshot. The default is 500. */
  readonly leastFiles?: number;
}

/** How long a folder is left in peace before it is saved, and how long it is not saved again. */
const IDLE_MS = 5_000;
const REST_MS = 60_000;
const LEAST_FILES = 500;
/** So many sessions take a millisecond or two. */
const PIECE: PackLimits = { rows: 4096, extras: 500 };

/**
 * What is known of one MobileApps folder, in a file, so that the next start need not read all files of the folder again. The file has
 * what the index has of each session, and the stamps of the files: no tokens, but e-mail addresses and ids of devices. It is written when
 * the folder was left in peace, and at the end; in pieces, so that nobody waits for it.
 *
 * What is restored must be compared with the disk. It is only as new as the stamps.
 */
export class IndexSnapshot {
  private readonly file: string;
  /** By which rules the threads check since this schema turn. */
  private rules: { readonly digest: string | undefined; readonly turn: string } | undefined;
  /** The schema turn in which all files were read. */
  private checkedIn: string | undefined;
  /** The revision of the index that is saved. */
  private saved: number | undefined;
  private isWanted = false;
  private isBusy = false;
  private isResting = false;
  private timer: unknown;
  private restTimer: unknown;
  private saving: Promise<void> | undefined;
  private disposed = false;

  constructor(
    private readonly folder: string,
    private readonly pool: CheckPool,
    private readonly index: SessionIndex,
    private readonly options: IndexSnapshotOptions,
    /** The stamps of each application, which are older than what is known of the files. */
    private readonly stamps: ReadonlyMap<string, StampedNames>,
  ) {
    this.file = snapshotFile(options.root, folder);
  }

  /** Whether there may be something to restore. */
  async isThere(): Promise<boolean> {
    return fs.lstat(this.file).then(
      () => true,
      () => false,
    );
  }

  /**
   * Tells what was saved, as a scan tells it. Nothing is told unless all of it is sound, was checked by the rules that hold now, and is
   * of this folder.
   * @returns whether it was
   */
  async restore(onPart: (part: ScannedPart) => void): Promise<boolean> {
    const { file, folder, pool } = this;
    const { key, version, note } = this.options;
    const turn = pool.turnOf(folder);
    const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const turns = new TaskTurns();
    const take = (part: ScannedPart) => {
      onPart(part);
      Atomics.add(taken, 0, 1);
      Atomics.notify(taken, 0);
    };
    const order = { file, folder, key, version, taken };
    let result: CheckCalls['restore']['result'];
    try {
      result = await pool.call('restore', order, 'normal', (part) => turns.add(() => take(part)));
      await turns.done();
    } finally {
      turns.drop();
    }
    const { isRestored, fault } = result;
    if (isRestored) this.saved = this.index.revisionOf(folder);
    this.checkedIn = turn;
    if (!fault) return isRestored;
    note(`The snapshot of ${folder} is not used (${fault}): all its files are read.`);
    await fs.rm(file, { recursive: true, force: true });
    return false;
  }

  /** The folder is being read. Until `ends`, nothing is saved. */
  begins(): void {
    this.isBusy = true;
    this.stop();
  }

  /** All files are being read by the rules that hold now. */
  checksAll(): void {
    this.checkedIn = this.pool.turnOf(this.folder);
  }

  /** Stamps changed, so that what is saved would cause files to be read in vain. */
  isOutdated(): void {
    this.isWanted = true;
  }

  /** What is known of the folder is what is on disk, as far as anything has told. */
  ends(): void {
    this.isBusy = false;
    this.plan();
  }

  /** Saves what has changed, unless the folder was being read. Resolves when nothing is being written any more. */
  async dispose(): Promise<void> {
    this.disposed = true;
    this.stop();
    if (this.restTimer !== undefined) this.options.timers.stop(this.restTimer);
    await this.save();
  }

  private get isDue(): boolean {
    return this.isWanted || this.index.revisionOf(this.folder) !== this.saved;
  }

  private plan(): void {
    this.stop();
    if (this.disposed || this.isResting || !this.isDue) return;
    this.timer = this.options.timers.start(() => void this.save(), IDLE_MS);
  }

  private stop(): void {
    if (this.timer !== undefined) this.options.timers.stop(this.timer);
    this.timer = undefined;
  }

  /** One at a time. */
  private save(): Promise<void> {
    this.saving = (this.saving ?? Promise.resolve()).then(() => this.write());
    return this.saving;
  }

  private async write(): Promise<void> {
    this.stop();
    if (!this.isDue || !this.isSettled) return;
    const revision = this.index.revisionOf(this.folder);
    try {
      if (!(await this.put())) return;
    } catch (error) {
      if (error instanceof PoolDisposedError) return;
      this.options.note(
        `The snapshot of ${this.folder} was not written: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    this.saved = revision;
    this.isWanted = false;
    this.rest();
  }

  /** Writing a large snapshot again and again would wear a disk. */
  private rest(): void {
    if (this.disposed) return;
    this.isResting = true;
    this.restTimer = this.options.timers.start(() => {
      this.restTimer = undefined;
      this.isResting = false;
      if (!this.isBusy) this.plan();
    }, REST_MS);
  }

  private get isSettled(): boolean {
    const { folder, index, pool } = this;
    const isWhole = index.stateOf(folder)?.kind === 'ready' && !index.isPartial(folder);
    return isWhole && !this.isBusy && this.checkedIn === pool.turnOf(folder);
  }

  /** @returns whether it was done. It is not when the folder changes meanwhile. */
  private async put(): Promise<boolean> {
    const { file, folder, index, pool } = this;
    const { root, key, version, leastFiles = LEAST_FILES } = this.options;
    if (index.counts(folder).files < leastFiles) {
      await fs.rm(file, { force: true });
      return true;
    }
    const turn = pool.turnOf(folder);
    if (this.rules?.turn !== turn) this.rules = { turn, digest: (await pool.call('rules', { version, folder })).rules };
    const { digest } = this.rules;
    if (digest === undefined) {
      await fs.rm(file, { force: true });
      return true;
    }
    const seal = new SnapshotSeal(key, { folder, rules: digest });
    const pieces: Uint8Array[] = [seal.head];
    const revision = index.revisionOf(folder);
    for (const part of this.parts()) {
      pieces.push(...seal.section(partToBytes(part)));
      await nextTurn();
      // What comes next would be of another time.
      if (!this.isSettled || index.revisionOf(folder) !== revision) return false;
    }
    pieces.push(...seal.end());
    // Small folders are never written.
    const [{ makeFolder }, { writePrivate }] = await Promise.all([
      import('../makeFolder.js'),
      import('../privateFile.js'),
    ]);
    await makeFolder(root);
    await writePrivate(file, pieces);
    return true;
  }

  private *parts(): Generator<SnapshotPart> {
    const { folder, index } = this;
    for (const { name: application, others, unreadable } of index.applications(folder)) {
      const stamps = this.stamps.get(application);
      // It is read at the next start.
      if (!stamps || unreadable !== undefined) continue;
      yield { kind: 'application', application, others, stampedOthers: stamps.others ?? '' };
      yield* stampParts(stamps);
      const rows = index.searched(folder, application);
      // What an unsaved editor covers is read at the next start, and so is what could not be read.
      const isLeftOut = (row: number) => rows?.isCovered(row) === true || rows?.table.condition(row) === 'unreadable';
      for (let from = 0; rows && from < rows.table.end; ) {
        const { sessions, next } = packRows(rows.table, from, PIECE, isLeftOut);
        if (sessions.count > 0) yield { kind: 'sessions', sessions };
        from = next;
      }
    }
  }
}
