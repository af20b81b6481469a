import type { SessionKey } from '../../core/index/sessionIndex';
import { Command } from '../contract/command';
import type { ContractPart } from '../contract/part';
import { View } from '../contract/rows';
import { Setting } from '../contract/setting';

/**
 * The view Mobile Sessions. It is declared here because other features use it too: they add rows or show progress in
 * it.
 */
export const SESSIONS_VIEW = new View('sessionWorkbench.sessions', 'sessionWorkbench');

export const MOBILE_APPS_COMMANDS = {
  folderOpen: new Command('sessionWorkbench.folder.open'),
  folderClose: new Command<[row?: { readonly folder: string } | undefined]>('sessionWorkbench.folder.close'),
  sessionOpen: new Command<[row: { readonly key: SessionKey }]>('sessionWorkbench.session.open'),
  sampleCreate: new Command('sessionWorkbench.sample.create'),
} as const;

export const MOBILE_APPS_SETTINGS = {
  folders: new Setting<readonly string[]>('sessionWorkbench.mobileApps.folders', 'array', [], {
    scope: 'resource',
    schema: { items: { type: 'string', minLength: 1 } },
  }),
  schema: new Setting<string>('sessionWorkbench.mobileApps.schema', 'string', ''),
  backupDays: new Setting<number>('sessionWorkbench.backups.days', 'integer', 90, {
    schema: { minimum: 1, maximum: 36525 },
  }),
  backupCount: new Setting<number>('sessionWorkbench.backups.count', 'integer', 100, {
    schema: { minimum: 1, maximum: 1000000 },
  }),
} as const;

export const MOBILE_APPS_CONTRACT: ContractPart = {
  commands: MOBILE_APPS_COMMANDS,
  settings: MOBILE_APPS_SETTINGS,
  views: [SESSIONS_VIEW],
};
