import type { DevServerController } from '../../server/devServerController';
import type { SystemRows } from '../../server/systemView';
import { MobileItems } from './mobileItems';
import { MobileRows } from './mobileRows';

/** Creates the rows of a 4D Server that mobile apps log in to. */
export function showMobile(server: DevServerController): SystemRows {
  return new MobileRows(server, new MobileItems());
}
