import type { Hash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { UserFileError } from '../core/files/userFileError';
import type { ReadableFiles } from './readableFiles';

/** Files of a folder that are looked at. More are not, as somebody waits. */
const MOST_FILES = 2000;
/** Larger files count by size and date. */
const READ_LIMIT = { bytes: 256_000, name: 'READ_LIMIT' } as const;
/** All files that are read, together. */
const MOST_BYTES = 4_000_000;
/** What changes by itself: data of 4D, and what tools keep. */
const OWN_LIFE = /^(?:\.|node_modules$)|\.(?:4dd|4dindx|4dindy|journal|log)$/i;

/** Adds to a hash what files and folders have in them, so that a change of it is noticed. */
export class PlaceMark {
  private files = 0;
  private bytes = 0;

  constructor(
    private readonly hash: Hash,
    private readonly readable: ReadableFiles,
  ) {}

  /** @param place absolute path of a file or a folder. One that is not there counts as such */
  async add(place: string): Promise<void> {
    const stat = await fs.promises.lstat(place).catch(() => undefined);
    if (!stat) return this.note(place, 'none');
    if (stat.isDirectory()) {
      const names = (await fs.promises.readdir(place).catch(() => [])).filter((name) => !OWN_LIFE.test(name));
      for (const name of names.sort()) {
        if (this.files >= MOST_FILES) return;
        await this.add(path.join(place, name));
      }
      return;
    }
    this.files++;
    const { size, mtimeMs } = stat;
    // Links are not followed: they may lead anywhere.
    if (!stat.isFile() || size > READ_LIMIT.bytes || this.bytes + size > MOST_BYTES)
      return this.note(place, `${size} ${mtimeMs}`);
    this.bytes += size;
    try {
      this.note(place, (await this.readable.read(place, { limit: READ_LIMIT, links: 'refused' })).bytes);
    } catch (error) {
      if (!(error instanceof UserFileError)) throw error;
      this.note(place, error.fault.kind);
    }
  }

  private note(place: string, content: string | Uint8Array): void {
    this.hash.update(`\0${place}\0`).update(content);
  }
}
