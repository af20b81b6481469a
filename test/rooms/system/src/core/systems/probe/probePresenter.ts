import { phrase } from '../../compliance/phrase';
import type { SystemPresenter } from '../../flows/systemPresenter';
import './probeSlice';

const WORDS = { ends: phrase('Clock: it is time for {0}') };

/** It has no sections: the page shows its slice plainly. */
export const PROBE_PRESENTER: SystemPresenter<'probe', keyof typeof WORDS> = {
  words: WORDS,
  deadlines: { probeItem: 'ends' },
};
