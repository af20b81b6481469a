import type { Fault } from '../../../core/protocol/fault';
import { checkedBy } from '../store/checkedBy';
import type { Space } from '../store/store';
import { faultRequestOf } from './faultRequest';

/** All faults are one value: which of them strikes, and what that changes in the others, is one step. */
export interface FaultList {
  /** Number in the id of the last fault that was made. */
  readonly last: number;
  /** The oldest first. */
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
/** As `last`. Local: a snapshot of the past that is put in must not make an id come again. */
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
