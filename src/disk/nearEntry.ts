import fs from 'node:fs';
import path from 'node:path';
import { nearestWord } from '../core/base/nearestWord';

/**
 * The name in the same folder that a misspelt name may mean. Undefined if none is clearly the nearest.
 * @param place absolute path of what is not there
 * @param isMeant whether what is there can be meant
 */
export function nearEntry(place: string, isMeant: (entry: fs.Dirent) => boolean = () => true): string | undefined {
  try {
    const entries = fs.readdirSync(path.dirname(place), { withFileTypes: true }).filter(isMeant);
    return nearestWord(
      path.basename(place),
      entries.map(({ name }) => name),
      'any',
    );
  } catch {
    // Without a folder there is no such name.
    return undefined;
  }
}
