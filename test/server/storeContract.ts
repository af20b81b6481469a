import { describeLogs } from './logContract';
import type { MakeStore } from './makeStore';
import { describeWhole } from './snapshotContract';
import { describeSpaces } from './spaceContract';
import { describeListeners } from './storeListenerContract';

/** What every store must do, whatever it is made of. */
export function storeContract(name: string, make: MakeStore): void {
  describeSpaces(name, make);
  describeLogs(name, make);
  describeWhole(name, make);
  describeListeners(name, make);
}
