import fs from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from '../../../core/json/parseJson';
import { isRecord } from '../../../core/session/sessionFields';
import { MOBILE_DATA_ENDING, type MobileDataFile } from '../../../core/systems/mobile/mobileData';
import { makeFolders } from '../../../disk/makeFolders';
import { writePrivate } from '../../../disk/privateFile';
import { readUserFile } from '../../../disk/userFile';
import { DATA_FILE_LIMIT, MOST_DATA_FILES, MOST_DATA_MB } from './data/dataLimits';

/** The name that a recording gives to a file. */
const RECORDED_NAME = /^[A-Z]{3,6} .* [0-9a-f]{8}\.mobile-data\.json$/s;

/**
 * The files in which a recording keeps answers. It grows no larger than what is played of it, and knows which routes have a
 * file that was made by hand.
 */
export class RecordedFolder {
  /** Bytes of each file. */
  private sizes: Map<string, number> | undefined;
  private readonly byHand = new Map<string, string>();

  /** @param folder absolute path; it is made when it is needed */
  constructor(private readonly folder: string) {}

  /** The file so far: undefined if there is none, `foreign` if no recording has made it. */
  async read(name: string): Promise<MobileDataFile | 'foreign' | undefined> {
    const place = path.join(this.folder, name);
    let bytes: Uint8Array;
    try {
      await fs.access(place);
      ({ bytes } = await readUserFile(place, { limit: DATA_FILE_LIMIT }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const value = fileIn(bytes);
    return value?.recorded === true && Array.isArray(value.answers) ? (value as unknown as MobileDataFile) : 'foreign';
  }

  /** The name of a file that was made by hand for a route. It is looked for once. */
  async madeByHand(method: string, route: string): Promise<string | undefined> {
    await this.look();
    return this.byHand.get(`${method} ${route}`);
  }

  /** @throws Error when the folder would have more than is played */
  async write(name: string, text: string): Promise<void> {
    const sizes = await this.look();
    const bytes = Buffer.from(text, 'utf8');
    const all = [...sizes.values()].reduce((sum, each) => sum + each, 0) - (sizes.get(name) ?? 0) + bytes.length;
    if (bytes.length > DATA_FILE_LIMIT.bytes) {
      throw new Error(`its file would have more than ${DATA_FILE_LIMIT.bytes / 1_000_000} MB, and would not be played`);
    }
    if (all > MOST_DATA_MB * 1_000_000) {
      throw new Error(`the folder would have more than ${MOST_DATA_MB} MB; record into another one`);
    }
    if (!sizes.has(name) && sizes.size >= MOST_DATA_FILES) {
      throw new Error(`the folder has ${MOST_DATA_FILES} files, and no more are played; record into another one`);
    }
    makeFolders(this.folder);
    await writePrivate(path.join(this.folder, name), bytes);
    sizes.set(name, bytes.length);
  }

  private async look(): Promise<Map<string, number>> {
    if (this.sizes) return this.sizes;
    const sizes = new Map<string, number>();
    for (const name of await this.names()) {
      const place = path.join(this.folder, name);
      const stats = await fs.lstat(place).catch(() => undefined);
      if (!stats?.isFile()) continue;
      sizes.set(name, stats.size);
      if (RECORDED_NAME.test(path.basename(name))) continue;
      const read = await readUserFile(place, { limit: DATA_FILE_LIMIT }).catch(() => undefined);
      const file = read && fileIn(read.bytes);
      if (file && file.recorded !== true) this.byHand.set(`${String(file.method)} ${String(file.path)}`, name);
    }
    this.sizes = sizes;
    return sizes;
  }

  private async names(): Promise<string[]> {
    try {
      const names = await fs.readdir(this.folder, { recursive: true });
      return names.filter((name) => name.toLowerCase().endsWith(MOBILE_DATA_ENDING));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}

function fileIn(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = parseJson(Buffer.from(bytes).toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
