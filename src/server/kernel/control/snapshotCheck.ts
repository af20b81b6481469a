import { SERVER_REASONS } from '../../../core/server/serverReasons';
import { isRecord } from '../../../core/session/sessionFields';
import type { VirtualClock } from '../clock/virtualClock';
import { FAULTS } from '../faults/faultList';
import { journalLog } from '../journal/storedJournal';
import { MAILS } from '../outbox/mailOutbox';
import { clockSpace } from '../positions/clockPosition';
import { Pauses } from '../slices/pauses';
import { lifetimeProblem } from '../store/lifetime';
import type { Others, Place, StoredEntry, StoredLog, StoreSnapshot } from '../store/store';
import type { SystemPlugin } from '../system/emulatedSystem';

/** The places of one system in the store. */
export interface SystemPlaces extends Pick<SystemPlugin, 'name' | 'reasonCodes' | 'spaces' | 'logs' | 'option'> {
  readonly isRunning: boolean;
}

type Kind = 'space' | 'log';

/** Checks whether a server with these systems can continue with a snapshot. */
export class SnapshotCheck {
  private readonly places: Readonly<Record<Kind, ReadonlyMap<string, Place>>>;

  constructor(
    clock: VirtualClock,
    private readonly systems: readonly SystemPlaces[],
  ) {
    const running = systems.filter(({ isRunning }) => isRunning);
    const byName = (places: readonly Place[]) =>
      new Map(places.filter(({ isLocal }) => !isLocal).map((place) => [place.name, place]));
    this.places = {
      space: byName([clockSpace(clock), FAULTS, ...running.flatMap(({ spaces }) => spaces)]),
      log: byName([journalOf(systems), MAILS, ...running.flatMap(({ logs }) => logs)]),
    };
  }

  /**
   * Looks at everything in slices, so that no request waits for a long snapshot.
   * @returns one sentence about the first thing that is wrong; undefined if nothing is
   */
  async problemIn({ entries, logs }: StoreSnapshot): Promise<string | undefined> {
    const values = new Map<string, Map<string, unknown>>();
    const pause = new Pauses();
    for (const { space, key, value } of entries) {
      await pause.after();
      if (!this.places.space.has(space)) return this.unknown('space', space);
      const inSpace = values.get(space) ?? new Map<string, unknown>();
      if (inSpace.has(key)) return `“${key}” of the space “${space}” is in it twice.`;
      values.set(space, inSpace.set(key, value));
    }
    const others: Others = (space, key) => values.get(space.name)?.get(key);
    const used = new UsedValues();
    for (const entry of entries) {
      await pause.after();
      const problem = this.problemWithEntry(entry, others, used);
      if (problem !== undefined) return problem;
    }
    const names = new Set<string>();
    for (const log of logs) {
      if (names.has(log.log)) return `The log “${log.log}” is in it twice.`;
      names.add(log.log);
      const problem = await this.problemWithLog(log, others, used, pause);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  private problemWithEntry(
    { space, key, value, expiresAt }: StoredEntry,
    others: Others,
    used: UsedValues,
  ): string | undefined {
    const place = this.places.space.get(space);
    const problem =
      place &&
      (place.check?.(value, key, others) ??
        lifetimeProblem(place, value, key, others, expiresAt) ??
        used.problemWith(place, value));
    return problem && `“${key}” of the space “${space}” is none that the server made: ${problem}`;
  }

  private async problemWithLog(
    { log, next, values }: StoredLog,
    others: Others,
    used: UsedValues,
    pause: Pauses,
  ): Promise<string | undefined> {
    const place = this.places.log.get(log);
    if (!place) return this.unknown('log', log);
    const first = next - values.length;
    if (first < 1) return `The log “${log}” has more values than numbers before its \`next\`.`;
    for (const [at, value] of values.entries()) {
      await pause.after();
      const problem = place.check?.(value, String(first + at), others) ?? used.problemWith(place, value);
      if (problem !== undefined) return `Entry ${at} of the log “${log}” is none that the server made: ${problem}`;
    }
    return undefined;
  }

  /** Says what the server lacks: an option, a system, or only the name. */
  private unknown(kind: Kind, name: string): string {
    const [owner = ''] = name.split('.');
    const declares = ({ spaces, logs }: SystemPlaces) =>
      (kind === 'space' ? spaces : logs).some((place) => place.name === name && !place.isLocal);
    const idle = this.systems.find((system) => !system.isRunning && declares(system));
    if (idle) {
      const option = idle.option === undefined ? '' : `; start it with the option “${idle.option}”`;
      return `The ${kind} “${name}” is one of the system “${idle.name}”, which this server does not run${option}.`;
    }
    if (owner === name || this.systems.some((system) => system.name === owner)) {
      return `This server has no ${kind} “${name}”.`;
    }
    const all = this.systems.map((system) => system.name).join(', ');
    return `This server has no ${kind} “${name}”, and no system “${owner}”; its systems are ${all}.`;
  }
}

/** The values of unique properties that were seen. */
class UsedValues {
  private readonly used = new Set<string>();

  problemWith({ name, unique = [] }: Place, value: unknown): string | undefined {
    for (const property of unique) {
      const own = isRecord(value) ? value[property] : undefined;
      if (own === undefined) continue;
      const id = JSON.stringify([name, property, own]);
      if (this.used.has(id)) return `another has the same \`${property}\``;
      this.used.add(id);
    }
    return undefined;
  }
}

/** The journal has the reasons of all systems: also one that does not run gives some. */
function journalOf(systems: readonly SystemPlaces[]): Place {
  const codes = Object.assign({}, SERVER_REASONS.codes, ...systems.map(({ reasonCodes }) => reasonCodes.codes));
  return journalLog(codes, ['server', 'control', ...systems.map(({ name }) => name)]);
}
