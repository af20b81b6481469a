import type { FileLimit } from '../files/fileFault';

/** The largest scenario file, and the largest file that one includes. The shipped ones have about ten thousand bytes. */
export const SCENARIO_LIMIT: FileLimit = { bytes: 4_000_000, name: 'SCENARIO_LIMIT' };
