import { LAST_NUMBER, storedJson } from './memoryLog';
import type { PutOptions, SnapshotOptions, StoreSnapshot } from './store';

/**
 * A value as the store holds it: as JSON text, so that callers share no object with the store. Numbers and booleans are
 * kept as they are, because the time of a request is written with every request.
 */
export type Kept = string | number | boolean;

/** A value of the store, as a new object. */
export function valueIn<T>(kept: Kept): T {
  return (typeof kept === 'string' ? JSON.parse(kept) : kept) as T;
}

/** @throws TypeError if the value is not plain JSON */
export function keptOf(value: unknown): Kept {
  if (typeof value === 'boolean') return value;
  // JSON has no -0, so it becomes 0.
  if (typeof value === 'number' && Number.isFinite(value)) return value + 0;
  return storedJson(value);
}

/**
 * The time at which a value expires, in virtual milliseconds since 1970. Undefined if it never does.
 * @throws RangeError if `expiresAt` is not a number
 */
export function lifetimeOf(options: PutOptions | undefined): number | undefined {
  const expiresAt = options?.expiresAt;
  if (Number.isNaN(expiresAt)) throw new RangeError('`expiresAt` is no time.');
  return expiresAt === Number.POSITIVE_INFINITY ? undefined : expiresAt;
}

interface ReadSnapshot {
  readonly entries: readonly {
    readonly isLocal: boolean;
    readonly space: string;
    readonly key: string;
    readonly kept: Kept;
    readonly expiresAt: number | undefined;
  }[];
  readonly logs: readonly {
    readonly isLocal: boolean;
    readonly log: string;
    readonly next: number;
    readonly texts: readonly string[];
  }[];
}

/**
 * Checks a snapshot and converts it to the form of a store in memory.
 * @throws TypeError or RangeError if it is no valid snapshot
 */
export function readSnapshot({ entries, logs }: StoreSnapshot, { withLocal = false }: SnapshotOptions): ReadSnapshot {
  const localityOf = ({ isLocal = false }: { readonly isLocal?: boolean }) => {
    if (typeof isLocal !== 'boolean' || (isLocal && !withLocal)) {
      throw new TypeError('What is of another server alone cannot be put in.');
    }
    return isLocal;
  };
  return {
    entries: entries.map((entry) => {
      const { space, key, value } = entry;
      if (typeof space !== 'string' || typeof key !== 'string') {
        throw new TypeError('A value needs its space and its key.');
      }
      return { isLocal: localityOf(entry), space, key, kept: keptOf(value), expiresAt: lifetimeOf(entry) };
    }),
    logs: logs.map((each) => {
      const { log, next, values } = each;
      if (typeof log !== 'string' || !Array.isArray(values))
        throw new TypeError('A log needs its name and its values.');
      if (!Number.isInteger(next) || next < 1 || next > LAST_NUMBER) {
        throw new RangeError('The number of the next entry of a log is a whole number from 1 on.');
      }
      return { isLocal: localityOf(each), log, next, texts: values.map(storedJson) };
    }),
  };
}
