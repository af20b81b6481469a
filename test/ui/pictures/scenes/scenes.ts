import type { Scene } from '../scene';
import { EMPTY_SCENES } from './emptyScenes';
import { FLOW_SCENES } from './flowScenes';
import { LAN_SCENES, SERVER_SCENES } from './serverScenes';
import { SESSION_SCENES } from './sessionScenes';
import { VERSION_SCENES } from './versionScenes';

/** Everything that people see, in the order in which it is shown. Those that go to another window are last. */
export const SCENES: readonly Scene[] = [
  ...SESSION_SCENES,
  ...VERSION_SCENES,
  ...SERVER_SCENES,
  ...FLOW_SCENES,
  ...LAN_SCENES,
  ...EMPTY_SCENES,
];
