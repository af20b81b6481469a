import path from 'node:path';
import type { FileLimit } from '../core/files/fileFault';
import { diskFiles } from '../disk/userFile';

const PAGE_LIMIT: FileLimit = { bytes: 1_000_000, name: 'PAGE_LIMIT' };

/**
 * What each finding means and how it is mended, by its code. It is what the editor shows: `media/findings.md`.
 * @param installation the folder of the installed product
 */
export function findingPages(installation: string): ReadonlyMap<string, string> {
  const file = path.join(installation, 'media', 'findings.md');
  const text = diskFiles.readSync(file, { limit: PAGE_LIMIT }).bytes.toString('utf8').replaceAll('\r\n', '\n');
  const sections = text.split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [code = '', ...lines] = section.split('\n');
      return [code.trim(), lines.join('\n').trim()];
    }),
  );
}
