import type { Fault } from '../../../core/protocol/fault';
import { checkedBy } from '../store/checkedBy';
import type { Space } from '../store/store';
import { faultRequestOf } from './faultRequest';

/** All faults as one value of the store, so that choosing one and counting the others is one atomic step. */
export interface FaultList {
  /** The number in the id of the fault that was added last. */
  readonly last: number;
  /** Oldest first. */
  readonly faults: readonly Fault[];
}

const natural = { type: 'integer', minimum: 0 } as const;
const outline = checkedBy({
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
});

export const FAULTS: Space<FaultList> = { name: 'faults', check };
/** The same number as `last`. It is local, so that restoring an old snapshot cannot make an id occur twice. */
export const FAULT_NUMBER: Space<number> = { name: 'faultNumber', isLocal: true };

function check(value: unknown): string | undefined {
  const problem = outline(value);
  if (problem !== undefined) return problem;
  try {
    for (const { id: _, seen: __, hits: ___, ...request } of (value as FaultList).faults) faultRequestOf(request);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
