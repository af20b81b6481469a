import { MOBILE_DATA_ENDING } from '../../../core/systems/mobile/mobileData';
import type { MobileOptions, PolicyOutcome } from '../../../server/systems/mobile/mobileOptions';
import type { CheckedFile, ContractPart } from '../../contract/part';
import { Rows } from '../../contract/rows';
import { Setting } from '../../contract/setting';
import { SERVER_VIEW } from '../../server/serverContract';

export const MOBILE_ROWS = new Rows(
  SERVER_VIEW,
  {
    memory: [],
    page: [],
    session: [
      ['accepted', 'pending'],
      ['inMemory', 'changedOnDisk', 'goneFromDisk'],
    ],
    evictions: [],
    eviction: [],
  },
  ['memory', 'page', 'goneFromDisk', 'evictions'],
);

/** The setting `sessionWorkbench.server.mobileOptions`. The parts of the policy are on the same level as the switches. */
export type MobileSetting = Omit<MobileOptions, 'policy'> & NonNullable<MobileOptions['policy']>;

export const MOBILE_SETTINGS = {
  outcome: new Setting<PolicyOutcome['outcome']>('sessionWorkbench.server.outcome', 'string', 'accept', {
    schema: { enum: ['accept', 'pending', 'refuse'] },
  }),
  mail: new Setting<boolean>('sessionWorkbench.server.mail', 'boolean', false),
  mobileOptions: new Setting<MobileSetting>('sessionWorkbench.server.mobileOptions', 'object', {}),
} as const;

/** The files of the folder that the option `mobile.data` names. */
export const MOBILE_DATA_FILES: CheckedFile = {
  file: `*${MOBILE_DATA_ENDING}`,
  schema: './schemas/mobile-data.schema.json',
};

export const MOBILE_CONTRACT: ContractPart = {
  settings: MOBILE_SETTINGS,
  rows: [MOBILE_ROWS],
  checkedFiles: [MOBILE_DATA_FILES],
};
