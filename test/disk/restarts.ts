import { SessionIndex } from '../../src/core/index/sessionIndex';
import type { CheckPool } from '../../src/disk/checkPool';
import type { CheckCall } from '../../src/disk/checkProtocol';
import { FolderMonitor } from '../../src/disk/folderMonitor';
import type { Activity } from '../../src/disk/folderWatch';
import type { IndexSnapshotOptions } from '../../src/disk/snapshot/indexSnapshot';
import { HandTimers } from '../support/handTimers';

export type RestartChanges = Partial<Pick<IndexSnapshotOptions, 'key' | 'version' | 'leastFiles' | 'root'>>;

/** What proves who wrote a snapshot, unless a test says otherwise. */
export const KEY = new Uint8Array(32).fill(7);

/** One window in which a MobileApps folder is open, from its start to its end. No watch tells it of anything by itself. */
export class OpenedFolder {
  readonly index = new SessionIndex();
  readonly timers = new HandTimers();
  readonly notes: string[] = [];
  /** Names of the files that were read one by one. */
  readonly checked: string[] = [];
  /** How often all files of the folder, or of an application, were read. */
  scans = 0;
  readonly monitor: FolderMonitor;
  /** Tells what a watch would tell. */
  report: (update: (activity: Activity) => void) => void = () => {};

  constructor(
    readonly folder: string,
    pool: CheckPool,
    snapshots: string | undefined,
    changes: RestartChanges = {},
  ) {
    const counting = Object.create(pool, {
      call: {
        value: (call: CheckCall, params: { names?: readonly string[] }, ...rest: []) => {
          if (call === 'check') this.checked.push(...(params.names ?? []));
          if (call === 'scan') this.scans++;
          return pool.call(call, params as never, ...rest);
        },
      },
    }) as CheckPool;
    const note = (message: string) => void this.notes.push(message);
    this.monitor = new FolderMonitor(folder, counting, this.index, {
      onError: note,
      watch: (_folder, report) => {
        this.report = report;
        return { setApplications() {}, dispose() {} };
      },
      ...(snapshots !== undefined && {
        snapshot: { root: snapshots, key: KEY, version: '1.0.0', timers: this.timers, note, leastFiles: 0, ...changes },
      }),
    });
  }

  /** Begins. Resolves when the index is up to date. */
  async start(): Promise<this> {
    await this.monitor.rescan();
    return this;
  }

  async end(): Promise<void> {
    await this.monitor.dispose();
  }

  /**
   * All that is to be seen of the folder, in an order of its own. Where a device is in the text of a file may be known from a time when
   * the file shared it.
   */
  get known(): unknown {
    const { folder, index } = this;
    const applications = index.applications(folder).map((application) => {
      const entries = [...index.entries(folder, application.name)].map(
        ({ deviceRange: _device, pushRange: _push, ...entry }) => entry,
      );
      return { ...application, entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)) };
    });
    return JSON.parse(
      JSON.stringify({ state: index.stateOf(folder), others: index.othersOf(folder), applications }),
    ) as unknown;
  }
}
