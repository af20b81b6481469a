import type { Facts } from '../../scenario/facts';
import type { SystemExpectations } from '../../scenario/systemExpectation';
import { type Check, compare, flag } from '../../scenario/unmet';

/** `expect.probeItem` of a step. */
export interface ProbeWanted {
  readonly of: string;
  readonly exists?: boolean;
  readonly name?: string;
}

declare module '../../scenario/systemExpectation' {
  interface SystemExpectSources {
    probeItem?: ProbeWanted;
  }
}

export const PROBE_EXPECTATIONS: SystemExpectations<'probeItem'> = { probeItem };

function* probeItem({ of, exists, name }: ProbeWanted, { state }: Facts): Generator<Check> {
  const item = state.systems.probe?.items.find(({ id }) => id === of);
  yield* flag('/probeItem/exists', `item ${of}`, exists, item !== undefined, ['there', 'not there']);
  if (name !== undefined) yield* compare(name, item?.name, '/probeItem/name', `item ${of}: name`);
}
