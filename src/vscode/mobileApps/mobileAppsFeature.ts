import * as vscode from 'vscode';
import type { CheckPool } from '../../disk/checkPool';
import type { Host } from '../host/createHost';
import { isAffected } from '../host/declared';
import { FileWatch } from '../host/fileWatch';
import { Later } from '../host/later';
import { MOBILE_APPS_COMMANDS, MOBILE_APPS_SETTINGS } from './mobileAppsContract';
import type { MobileAppsFolders } from './mobileAppsFolders';
import { OpenBuffers } from './openBuffers';
import { schemaFromSettings } from './schemaSetting';
import type { SessionDocuments } from './sessionDocuments';

/** What the MobileApps folders need of the rest of the extension. */
export interface MobileAppsNeeds {
  readonly pool: CheckPool;
  readonly folders: MobileAppsFolders;
  readonly documents: SessionDocuments;
}

/** Keeps the index up to date with open editors and the configured schema, and registers the commands for folders. */
export function registerMobileApps(
  host: Pick<Host, 'disposables' | 'commands' | 'dialogs' | 'log'>,
  needs: MobileAppsNeeds,
): void {
  const { disposables, commands, dialogs, log } = host;
  const { pool, folders, documents } = needs;
  disposables.add(new OpenBuffers(pool, folders, documents, log));
  const checkAnew = () => {
    pool.reloadSchema();
    void folders.refresh('rescan');
  };
  const schemaWatch = disposables.add(new FileWatch(checkAnew));
  schemaWatch.follow(schemaFromSettings(log));
  disposables.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!isAffected(event, MOBILE_APPS_SETTINGS.schema)) return;
      const file = schemaFromSettings(log);
      pool.setSchema(file);
      schemaWatch.follow(file);
      void folders.refresh('rescan');
    }),
  );
  const { sampleCreate, ...ofFolders } = MOBILE_APPS_COMMANDS;
  const sample = new Later(async () =>
    (await import('./sampleCommand.js')).registerSampleCommand(commands, folders, dialogs),
  );
  commands.registerLate({ sampleCreate }, () => sample.get());
  const folderCommands = new Later(async () =>
    (await import('./folderCommands.js')).registerFolderCommands(commands, folders, documents.index, dialogs),
  );
  commands.registerLate(ofFolders, () => folderCommands.get());
}
