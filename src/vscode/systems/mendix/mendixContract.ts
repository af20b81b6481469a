import type { MendixOptions } from '../../../server/systems/mendix/mendixOptions';
import { Command } from '../../contract/command';
import type { ContractPart } from '../../contract/part';
import { Rows } from '../../contract/rows';
import { Setting } from '../../contract/setting';
import type { OnRows } from '../../server/meantRows';
import { SERVER_VIEW } from '../../server/serverContract';
import { SYSTEM_SWITCH, type SystemSwitch } from '../../server/systemSwitch';

export const MENDIX_ROWS = new Rows(
  SERVER_VIEW,
  {
    mendix: [],
    mendixSweep: [],
    mendixSessions: [],
    mendixSessionPage: [],
    mendixSession: [['liveSession', 'unsweptSession'], 'anonymousUser'],
    mendixUsers: [],
    mendixUserPage: [],
    mendixUser: [
      ['activeUser', 'inactiveUser'],
      ['blockedUser', 'freeUser'],
    ],
    mendixToken: [],
  },
  [
    'mendixSessions',
    'mendixSessionPage',
    'liveSession',
    'unsweptSession',
    'anonymousUser',
    'mendixUsers',
    'mendixUserPage',
  ],
);

export const MENDIX_COMMANDS = {
  mendixSweepNow: new Command('sessionWorkbench.mendix.sweepNow'),
  mendixEndSession: new Command<OnRows>('sessionWorkbench.mendix.endSession'),
  mendixBlockUser: new Command<OnRows>('sessionWorkbench.mendix.blockUser'),
  mendixUnblockUser: new Command<OnRows>('sessionWorkbench.mendix.unblockUser'),
  mendixActivateUser: new Command<OnRows>('sessionWorkbench.mendix.activateUser'),
  mendixDeactivateUser: new Command<OnRows>('sessionWorkbench.mendix.deactivateUser'),
  mendixChangePassword: new Command<OnRows>('sessionWorkbench.mendix.changePassword'),
  mendixExpireToken: new Command<OnRows>('sessionWorkbench.mendix.expireToken'),
  mendixEndToken: new Command<OnRows>('sessionWorkbench.mendix.endToken'),
} as const;

export const MENDIX_SETTINGS = {
  mendix: new Setting<SystemSwitch>('sessionWorkbench.server.mendix', 'string', 'automatic', { schema: SYSTEM_SWITCH }),
  mendixOptions: new Setting<MendixOptions>('sessionWorkbench.server.mendixOptions', 'object', {}),
} as const;

export const MENDIX_CONTRACT: ContractPart = {
  commands: MENDIX_COMMANDS,
  settings: MENDIX_SETTINGS,
  rows: [MENDIX_ROWS],
};
