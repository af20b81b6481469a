import { type ConfigurationFault, inTextOrder } from './configuration';

/** Who mends them reads no more at a time. */
const MOST = 10;

/** What to say of the faults of a configuration. */
export interface ToldFaults {
  /** The first ones, in the order of the text. */
  readonly told: readonly ConfigurationFault[];
  /** How many others there are. */
  readonly untold: number;
}

export function toldFaults(faults: readonly ConfigurationFault[]): ToldFaults {
  return { told: inTextOrder(faults).slice(0, MOST), untold: Math.max(0, faults.length - MOST) };
}
