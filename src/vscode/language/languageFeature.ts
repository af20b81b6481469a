import * as vscode from 'vscode';
import type { Host } from '../host/createHost';
import { isAffected } from '../host/declared';
import { MOBILE_APPS_SETTINGS } from '../mobileApps/mobileAppsContract';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import { schemaFromSettings } from '../mobileApps/schemaSetting';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import { registerJsonFeatures } from './jsonFeatures';
import { JsonService } from './jsonService';
import { SessionLanguage } from './sessionLanguage';

/** What the language of session files needs of the rest of the extension. */
export interface LanguageNeeds {
  readonly folders: MobileAppsFolders;
  readonly documents: SessionDocuments;
}

/** Gives session files their language, with completion, hover and outline from the configured schema. */
export function registerLanguage(
  host: Pick<Host, 'disposables' | 'extensionUri' | 'log'>,
  { folders, documents }: LanguageNeeds,
): void {
  const { disposables, extensionUri, log } = host;
  const schema = () => {
    const file = schemaFromSettings(log);
    return file ? vscode.Uri.file(file) : vscode.Uri.joinPath(extensionUri, 'schemas/session.schema.json');
  };
  const json = disposables.add(new JsonService(schema, log));
  disposables.add(registerJsonFeatures(json));
  disposables.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (isAffected(event, MOBILE_APPS_SETTINGS.schema)) json.reset();
    }),
  );
  disposables.add(new SessionLanguage(documents.index, folders, documents, log));
}
