import { type Disposable, Emitter } from '../../../core/base/event';
import type { Fault, FaultRequest } from '../../../core/protocol/fault';
import type { ServerChange } from '../../../core/protocol/state';
import { Mirror } from '../store/mirror';
import type { Store } from '../store/store';
import { FAULT_NUMBER, FAULTS, FAULTS_KEY, type FaultList } from './faultList';
import { faultRequestOf } from './faultRequest';

/** A fault was added, counted or removed. */
export type FaultChange = Extract<ServerChange, { kind: 'fault' | 'faultRemoved' }>;

/** The parts of a request to a public face that faults check. */
export interface FaultTarget {
  /** The route as in the journal, such as `POST /mobileapp/$authenticate`; absent for an unknown route. */
  readonly route?: string | undefined;
  /** The path as sent, without the query. */
  readonly path: string;
  /** Id of the session that the request names. */
  readonly session?: string | undefined;
}

const NONE: FaultList = { last: 0, faults: [] };

/** The pending faults, in the store. It decides which request is hit. The caller applies the effect. */
export class Faults implements Disposable {
  private readonly changed = new Emitter<FaultChange>();
  readonly onDidChange = this.changed.event;
  private readonly faults: Mirror<FaultList>;

  constructor(private readonly store: Store) {
    this.faults = new Mirror(store, FAULTS, FAULTS_KEY);
    this.faults.onDidChange(({ before = NONE, now = NONE }) => this.tell(before.faults, now.faults));
  }

  /** Reads the faults that the store already has. */
  async load(): Promise<void> {
    await this.faults.load();
  }

  /**
   * Checks and adds a fault.
   * @param request any value, because it is checked
   * @throws FaultError
   */
  async add(request: FaultRequest): Promise<Fault> {
    const checked = faultRequestOf(request);
    const { last } = (await this.store.get(FAULTS, FAULTS_KEY)) ?? NONE;
    const number = (await this.store.update(
      FAULT_NUMBER,
      FAULTS_KEY,
      (known = 0) => Math.max(known, last) + 1,
    )) as number;
    const fault: Fault = { ...checked, id: `fault-${number}`, seen: 0, hits: 0 };
    await this.store.update(FAULTS, FAULTS_KEY, (list = NONE) => ({
      last: Math.max(list.last, number),
      faults: [...list.faults, fault],
    }));
    return fault;
  }

  /** @returns whether the fault existed */
  async remove(id: string): Promise<boolean> {
    let wasThere = false;
    await this.store.update(FAULTS, FAULTS_KEY, (list = NONE) => {
      wasThere = list.faults.some((fault) => fault.id === id);
      return { ...list, faults: list.faults.filter((fault) => fault.id !== id) };
    });
    return wasThere;
  }

  /** Oldest first. */
  list(): readonly Fault[] {
    return (this.faults.value ?? NONE).faults;
  }

  /**
   * Counts a request for each fault whose scope it is in. If it hits several faults, the oldest takes effect. A fault
   * is removed after its last hit: when its `times` are used up, or after its `nth` request.
   * @returns the fault that takes effect, with this hit counted
   */
  async strike(target: FaultTarget): Promise<Fault | undefined> {
    if (this.list().length === 0) return undefined;
    let striking: Fault | undefined;
    await this.store.update(FAULTS, FAULTS_KEY, (list = NONE) => {
      const struck = strikeOnce(list.faults, target);
      striking = struck.striking;
      return { ...list, faults: struck.left };
    });
    return striking;
  }

  dispose(): void {
    this.faults.dispose();
    this.changed.dispose();
  }

  private tell(before: readonly Fault[], now: readonly Fault[]): void {
    const left = new Map(now.map((fault) => [fault.id, fault]));
    for (const { id, seen, hits } of before) {
      const fault = left.get(id);
      left.delete(id);
      if (!fault) this.changed.fire({ kind: 'faultRemoved', id });
      else if (fault.seen !== seen || fault.hits !== hits) this.changed.fire({ kind: 'fault', fault });
    }
    for (const fault of left.values()) this.changed.fire({ kind: 'fault', fault });
  }
}

/** Counts one request for all faults. */
function strikeOnce(faults: readonly Fault[], target: FaultTarget): { striking?: Fault; left: readonly Fault[] } {
  let striking: Fault | undefined;
  const left = faults.flatMap((fault) => {
    if (!isInScope(fault, target)) return [fault];
    const counted: Fault = { ...fault, seen: fault.seen + 1 };
    const { nth } = fault.scope ?? {};
    if (striking || (nth !== undefined && nth !== counted.seen)) return [counted];
    striking = { ...counted, hits: fault.hits + 1 };
    return isOver(striking) ? [] : [striking];
  });
  return { ...(striking && { striking }), left };
}

/** Whether a fault that takes effect does so for the last time. */
export function isOver({ scope, hits, times }: Fault): boolean {
  return scope?.nth !== undefined || hits === times;
}

function isInScope({ scope }: Fault, { route, path, session }: FaultTarget): boolean {
  if (!scope) return true;
  if (scope.session !== undefined && scope.session !== session) return false;
  if (scope.route === undefined) return true;
  return scope.route.startsWith('/') ? scope.route === path.replace(/\?.*$/s, '') : scope.route === route;
}
