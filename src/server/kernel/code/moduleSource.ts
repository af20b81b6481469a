import { readUserFile } from '../../../disk/userFile';
import { MODULE_LIMIT } from './moduleFault';

/** The text of a file that a developer's code loads, without a byte order mark. Undefined for what cannot be read: Node has said so, or the code does not come to it. */
export async function moduleSource(file: string): Promise<string | undefined> {
  try {
    const { bytes } = await readUserFile(file, { limit: MODULE_LIMIT });
    return Buffer.from(bytes)
      .toString('utf8')
      .replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}
