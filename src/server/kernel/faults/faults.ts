import { type Disposable, Emitter } from '../../../core/base/event';
import type { Fault, FaultRequest } from '../../../core/protocol/fault';
import type { ServerChange } from '../../../core/protocol/state';
import { faultRequestOf } from './faultRequest';

export type FaultChange = Extract<ServerChange, { kind: 'fault' | 'faultRemoved' }>;

/** A request of a public face, as far as a fault looks at it. */
export interface FaultTarget {
  /** As the journal names it, such as `POST /mobileapp/$authenticate`; absent for an unknown one. */
  readonly route?: string | undefined;
  /** As asked; a query does not count. */
  readonly path: string;
  /** Id of the session that the request names. */
  readonly session?: string | undefined;
}

/** Plain JSON of all faults. */
export interface FaultsSnapshot {
  /** Number in the id of the next fault. */
  readonly next: number;
  readonly faults: readonly Fault[];
}

/** The faults that are to happen. It decides which request is hit; what then happens is its caller's. */
export class Faults implements Disposable {
  private readonly changed = new Emitter<FaultChange>();
  readonly onDidChange = this.changed.event;
  private faults: Fault[] = [];
  private next = 1;

  /**
   * @param request may be anything: it is looked at
   * @throws FaultError
   */
  add(request: FaultRequest): Fault {
    const fault: Fault = { ...faultRequestOf(request), id: `fault-${this.next++}`, seen: 0, hits: 0 };
    this.faults.push(fault);
    this.changed.fire({ kind: 'fault', fault });
    return fault;
  }

  /** @returns whether there was one */
  remove(id: string): boolean {
    const left = this.faults.filter((fault) => fault.id !== id);
    if (left.length === this.faults.length) return false;
    this.faults = left;
    this.changed.fire({ kind: 'faultRemoved', id });
    return true;
  }

  list(): readonly Fault[] {
    return this.faults;
  }

  /**
   * Counts a request for every fault that it is in the scope of; of those that hit it the oldest strikes. A fault is
   * removed with its last hit: when its `times` are used up, or its `nth` request was there.
   * @returns the fault that strikes, this hit counted
   */
  strike(target: FaultTarget): Fault | undefined {
    if (this.faults.length === 0) return undefined;
    let striking: Fault | undefined;
    const changes: FaultChange[] = [];
    this.faults = this.faults.flatMap((fault) => {
      if (!isInScope(fault, target)) return [fault];
      let counted: Fault = { ...fault, seen: fault.seen + 1 };
      const { nth } = fault.scope ?? {};
      if (!striking && (nth === undefined || nth === counted.seen)) {
        counted = { ...counted, hits: fault.hits + 1 };
        striking = counted;
        if (nth !== undefined || counted.hits === fault.times) {
          changes.push({ kind: 'faultRemoved', id: fault.id });
          return [];
        }
      }
      changes.push({ kind: 'fault', fault: counted });
      return [counted];
    });
    for (const change of changes) this.changed.fire(change);
    return striking;
  }

  /** Tells nobody, as a reset of the server says all anew. */
  clear(): void {
    this.faults = [];
  }

  snapshot(): FaultsSnapshot {
    return { next: this.next, faults: [...this.faults] };
  }

  /**
   * Replaces everything, and tells nobody. When it throws, nothing has changed.
   * @throws FaultError
   */
  restore(snapshot: FaultsSnapshot): void {
    const faults = snapshot.faults.map(({ id, seen, hits, ...request }) => ({
      ...faultRequestOf(request),
      id,
      seen,
      hits,
    }));
    this.faults = faults;
    this.next = Math.max(this.next, snapshot.next);
  }

  dispose(): void {
    this.changed.dispose();
  }
}

function isInScope({ scope }: Fault, { route, path, session }: FaultTarget): boolean {
  if (!scope) return true;
  if (scope.session !== undefined && scope.session !== session) return false;
  if (scope.route === undefined) return true;
  return scope.route.startsWith('/') ? scope.route === path.replace(/\?.*$/s, '') : scope.route === route;
}
