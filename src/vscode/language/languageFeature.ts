import * as vscode from 'vscode';
import type { Host } from '../host/createHost';
import { isAffected, isInLanguage } from '../host/declared';
import { Later } from '../host/later';
import { whenOpened } from '../host/whenOpened';
import { MOBILE_APPS_SETTINGS } from '../mobileApps/mobileAppsContract';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import { schemaFromSettings } from '../mobileApps/schemaSetting';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import { SESSION_LANGUAGE } from './languageContract';
import { SessionLanguage } from './sessionLanguage';

/** What the language of session files needs of the rest of the extension. */
export interface LanguageNeeds {
  readonly folders: MobileAppsFolders;
  readonly documents: SessionDocuments;
}

/** Gives session files their language, with completion, hover and outline from the configured schema. */
export function registerLanguage(
  host: Pick<Host, 'disposables' | 'commands' | 'extensionUri' | 'log'>,
  { folders, documents }: LanguageNeeds,
): void {
  const { disposables, commands, extensionUri, log } = host;
  const schema = () => {
    const file = schemaFromSettings(log);
    return file ? vscode.Uri.file(file) : vscode.Uri.joinPath(extensionUri, 'schemas/session.schema.json');
  };
  const help = new Later(async () => {
    const [{ JsonService }, { registerJsonFeatures }] = await Promise.all([
      import('./jsonService.js'),
      import('./jsonFeatures.js'),
    ]);
    const json = disposables.add(new JsonService(schema, log));
    disposables.add(registerJsonFeatures(json));
    return json;
  });
  const load = () => void commands.attempt(SESSION_LANGUAGE, () => help.get());
  disposables.add(whenOpened((document) => isInLanguage(document, SESSION_LANGUAGE), load));
  disposables.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (isAffected(event, MOBILE_APPS_SETTINGS.schema)) help.now?.reset();
    }),
  );
  disposables.add(new SessionLanguage(documents.index, folders, documents, log));
}
