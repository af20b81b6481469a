import { describeLogs } from './logContract';
import type { MakeStore } from './makeStore';
import { describeWhole } from './snapshotContract';
import { describeSpaces } from './spaceContract';
import { describeListeners } from './storeListenerContract';

/** Tests that every implementation of the store must pass. */
export function storeContract(name: string, make: MakeStore): void {
  describeSpaces(name, make);
  describeLogs(name, make);
  describeWhole(name, make);
  describeListeners(name, make);
}
