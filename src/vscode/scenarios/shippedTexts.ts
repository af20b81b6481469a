import path from 'node:path';
import * as vscode from 'vscode';
import type { FileLimit } from '../../core/files/fileFault';
import { parseJson } from '../../core/json/parseJson';
import type { ScenarioTexts } from '../../core/scenario/translatedScenario';
import { diskFiles } from '../../disk/userFile';

const TEXTS_LIMIT: FileLimit = { bytes: 4_000_000, name: 'TEXTS_LIMIT' };

/**
 * The texts of the flows that ship in the language of VS Code. Undefined where they are not translated: the files
 * themselves have English.
 * @param shipped absolute path of the folder of the flows that ship
 */
export async function shippedTexts(shipped: string): Promise<ScenarioTexts | undefined> {
  const [language = ''] = vscode.env.language.toLowerCase().split('-');
  if (language === 'en' || !/^[a-z]+$/.test(language)) return undefined;
  try {
    const file = path.join(shipped, `../flow/l10n/${language}.json`);
    const { bytes } = await diskFiles.read(file, { limit: TEXTS_LIMIT, links: 'refused' });
    return parseJson(bytes.toString('utf8')) as ScenarioTexts;
  } catch {
    return undefined;
  }
}
