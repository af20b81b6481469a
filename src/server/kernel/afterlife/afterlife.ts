import type { Disposable } from '../../../core/base/event';
import type { Place, StoreSnapshot, VolatileStore } from '../store/store';
import type { StoreWatcher } from '../store/storeWatcher';
import { keptSnapshot, type StateRecord } from './keptState';
import { StateKeeper } from './stateKeeper';
import { lineOf, readStateLog, type StateFiles, StateLog, type StateLogOptions, type Write } from './stateLog';

/** At once; under load older ones are left out, as they are when a log is full. */
const MOST_ENTRIES = 500;

/**
 * What another server needs to go on where this one ends, however it ends: each change of the store is written down before
 * anybody is told of it. Only what is minor and nobody has read, such as the last entries of the journal, comes a moment
 * later, as it changes with each request: that costs no more than a fiftieth of the time.
 */
export class Afterlife implements Disposable {
  private readonly log: StateLog;
  private readonly keeper = new StateKeeper(async () => this.store.tellMinor(MOST_ENTRIES));
  private watching: Disposable | undefined;

  /** Nothing is written before `begin`. */
  constructor(
    private readonly store: VolatileStore,
    options: Omit<StateLogOptions, 'whole'>,
  ) {
    this.log = new StateLog({ ...options, whole: (write) => store.tellAll(this.writing(write)) });
  }

  /** What a server before wrote into these files; undefined when there was none. */
  static read(
    files: StateFiles,
  ): { state: StoreSnapshot; current: NonNullable<StateLogOptions['current']> } | undefined {
    const written = readStateLog(files);
    return written && { state: keptSnapshot(written.records), current: written.current };
  }

  /** From now on all is written. What was written before counts until the state of now is written whole. */
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
      replaced: () => this.log.rewrite(),
      settle: () => this.log.flush(),
      waits: () => this.keeper.changed(),
    };
  }
}

/** A local place is in a list of its own. */
function placeOf({ name, isLocal }: Place): string | readonly [string] {
  return isLocal ? [name] : name;
}

/** The value is JSON already. */
function putLine(space: Place, key: string, json: string, expiresAt: number | undefined): string {
  const end = expiresAt === undefined ? '' : `,${expiresAt}`;
  return `["put",${JSON.stringify(placeOf(space))},${JSON.stringify(key)},${json}${end}]\n`;
}

function appendLine(log: Place, id: number, json: string, first: number): string {
  return `["append",${JSON.stringify(placeOf(log))},${id},${json},${first}]\n`;
}
