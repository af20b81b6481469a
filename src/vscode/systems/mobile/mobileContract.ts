import type { MobileOptions } from '../../../server/systems/mobile/mobileOptions';
import type { ContractPart } from '../../contract/part';
import { Rows } from '../../contract/rows';
import { Setting } from '../../contract/setting';
import { SERVER_VIEW } from '../../server/serverContract';

export const MOBILE_ROWS = new Rows(
  SERVER_VIEW,
  {
    memory: [],
    page: [],
    session: ['accepted', 'pending', 'inMemory', 'changedOnDisk', 'goneFromDisk'],
    evictions: [],
    eviction: [],
  },
  ['memory', 'page', 'accepted', 'pending', 'inMemory', 'changedOnDisk', 'goneFromDisk', 'evictions'],
);

/** The setting `sessionWorkbench.server.mobile`. The parts of the policy are on the same level as the switches. */
export type MobileSetting = Omit<MobileOptions, 'policy'> & NonNullable<MobileOptions['policy']>;

export const MOBILE_SETTINGS = {
  mobile: new Setting<MobileSetting>('sessionWorkbench.server.mobile', 'object', {}),
} as const;

export const MOBILE_CONTRACT: ContractPart = { settings: MOBILE_SETTINGS, rows: [MOBILE_ROWS] };
