import type { Pairing, PairingState } from '../guard/pairing';
import type { SeededRandom } from '../seededRandom';
import type { Snapshot, Snapshots } from './snapshot';

/** All that a server has to know to go on where another one crashed. */
interface Afterlife {
  readonly snapshot: Snapshot;
  readonly pairing?: PairingState;
  /** How far seeded randomness was used: what was given out must not be given out again. */
  readonly randomPosition?: number;
}

/** @returns bytes that `readAfterlife` reads */
export function writeAfterlife(snapshots: Snapshots, pairing?: Pairing, random?: SeededRandom): Uint8Array {
  const afterlife: Afterlife = {
    snapshot: snapshots.take(),
    ...(pairing && { pairing: { code: pairing.code, paired: pairing.paired } }),
    ...(random && { randomPosition: random.position }),
  };
  return Buffer.from(JSON.stringify(afterlife));
}

export function readAfterlife(bytes: Uint8Array): Afterlife {
  return JSON.parse(Buffer.from(bytes).toString()) as Afterlife;
}
