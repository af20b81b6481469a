import fs from 'node:fs';
import type { Disposable } from '../../../core/base/event';
import type { Place, StoreSnapshot, VolatileStore } from '../store/store';
import type { StoreWatcher } from '../store/storeWatcher';
import { keptSnapshot, type StateRecord } from './keptState';
import { lineOf } from './lineOf';
import { StateKeeper } from './stateKeeper';
import { readStateLog, type StateFiles, StateLog, type StateLogOptions, type Write } from './stateLog';

/** The maximum number of entries of a log that are written at once. Under load, older ones are skipped. */
const MOST_ENTRIES = 500;

/**
 * Writes the recovery state: what the next server needs to continue after a crash. Each change of the store is written
 * before anybody is told of it. The only exception is minor data that nobody has read, such as the last entries of the
 * journal. It changes with each request, so it is written a moment later, and writing it takes at most 2 % of the time.
 */
export class Recovery implements Disposable {
  private readonly log: StateLog;
  private readonly keeper = new StateKeeper(() => this.store.tellMinor(MOST_ENTRIES));
  private watching: Disposable | undefined;

  /** Writes nothing before `begin` is called. */
  constructor(
    private readonly store: VolatileStore,
    options: Omit<StateLogOptions, 'whole'>,
  ) {
    this.log = new StateLog({ ...options, whole: (write) => store.tellAll(this.writing(write)) });
  }

  /** Whether an earlier server wrote anything into these files. Whether that is whole, only `read` knows. */
  static isIn(files: StateFiles): boolean {
    return files.some((file) => fs.fstatSync(file).size > 0);
  }

  /**
   * Reads what an earlier server wrote into these files.
   * @returns undefined if it wrote nothing
   */
  static read(
    files: StateFiles,
  ): { state: StoreSnapshot; current: NonNullable<StateLogOptions['current']> } | undefined {
    const written = readStateLog(files);
    return written && { state: keptSnapshot(written.records), current: written.current };
  }

  /** Writes the whole state, and from now on every change. The earlier recovery state stays valid until then. */
  begin(): void {
    this.log.rewrite();
    this.watching = this.store.watch(this.writing((line) => this.log.add(line)));
  }

  dispose(): void {
    this.watching?.dispose();
    this.keeper.dispose();
    this.log.dispose();
  }

  private writing(write: Write): StoreWatcher {
    const say = (...record: StateRecord) => write(lineOf(record));
    return {
      put: (space, key, json, expiresAt) => write(putLine(space, key, json, expiresAt)),
      removed: (space, key) => say('delete', placeOf(space), key),
      appended: (log, id, json, first) => write(appendLine(log, id, json, first)),
      cleared: (log, next) => say('clear', placeOf(log), next),
      replacing: (tell) => this.log.prepare((line) => tell(this.writing(line))),
      replaced: (rest, prepared) => this.log.replace((line) => rest(this.writing(line)), prepared),
      settle: () => this.log.flush(),
      waits: () => this.keeper.changed(),
    };
  }
}

/** The name of a local place is wrapped in an array. */
function placeOf({ name, isLocal }: Place): string | readonly [string] {
  return isLocal ? [name] : name;
}

/** Puts the record together as text, because the value is JSON text already. */
function putLine(space: Place, key: string, json: string, expiresAt: number | undefined): string {
  const end = expiresAt === undefined ? '' : `,${expiresAt}`;
  return `["put",${JSON.stringify(placeOf(space))},${JSON.stringify(key)},${json}${end}]\n`;
}

function appendLine(log: Place, id: number, json: string, first: number): string {
  return `["append",${JSON.stringify(placeOf(log))},${id},${json},${first}]\n`;
}
