import type { Fault } from '../../../core/protocol/fault';
import { checkedBy, onlyKey } from '../store/checkedBy';
import { LAST_NUMBER } from '../store/memoryLog';
import type { Others, Space } from '../store/store';
import { faultRequestOf } from './faultRequest';

/** All faults as one value of the store, so that choosing one and counting the others is one atomic step. */
export interface FaultList {
  /** The number in the id of the fault that was added last. */
  readonly last: number;
  /** Oldest first. */
  readonly faults: readonly Fault[];
}

/** The key of the only value. */
export const FAULTS_KEY = 'all';
const natural = { type: 'integer', minimum: 0, maximum: LAST_NUMBER } as const;
const outline = checkedBy(
  {
    type: 'object',
    required: ['last', 'faults'],
    additionalProperties: false,
    properties: {
      last: natural,
      faults: {
        type: 'array',
        items: {
          type: 'object',
          required: ['id', 'seen', 'hits'],
          properties: { id: { type: 'string', minLength: 1 }, seen: natural, hits: natural },
        },
      },
    },
  },
  onlyKey(FAULTS_KEY),
);

export const FAULTS: Space<FaultList> = { name: 'faults', check };
/** The same number as `last`. It is local, so that restoring an old snapshot cannot make an id occur twice. */
export const FAULT_NUMBER: Space<number> = { name: 'faultNumber', isLocal: true };

function check(value: unknown, key: string, others: Others): string | undefined {
  const problem = outline(value, key, others);
  if (problem !== undefined) return problem;
  const { last, faults } = value as FaultList;
  const ids = faults.map(({ id }) => id);
  try {
    for (const [at, { id, seen, hits, ...request }] of faults.entries()) {
      const { times = Number.POSITIVE_INFINITY } = faultRequestOf(request);
      if (!(numberIn(id) <= last)) return `the fault “${id}” must have an id from “fault-1” to “fault-${last}”`;
      if (ids.indexOf(id) < at) return `the fault “${id}” is in it twice`;
      if (hits > seen || hits >= times) {
        return `the fault “${id}” cannot have so many \`hits\` and \`seen\``;
      }
    }
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function numberIn(id: string): number {
  return Number(/^fault-([1-9]\d*)$/.exec(id)?.[1] ?? Number.NaN);
}
