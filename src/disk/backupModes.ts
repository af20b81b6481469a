import fs from 'node:fs/promises';
import path from 'node:path';
import type { FileLimit } from '../core/files/fileFault';
import { parseJson } from '../core/json/parseJson';
import { readRegular } from './regularFile';
import { FileGoneError } from './writeErrors';

/** The name of the file in a backup. */
export const MODES = 'modes.jsonl';

const MODES_LIMIT: FileLimit = { bytes: 256_000_000, name: 'MODES_LIMIT' };
const PERMISSIONS = 0o7777;
/** The mode of a copy. Only this user may read it, whatever the original allows. */
const COPY_MODE = 0o600;

/**
 * The permissions that files of a backup had, where they are not those of the copies. Each is a line that is added before the
 * copy is there, so that they are known even when the process is killed.
 */
export class BackupModes {
  private readonly file: string;

  /** @param backup absolute path of the backup */
  constructor(backup: string) {
    this.file = path.join(backup, MODES);
  }

  /**
   * @param name relative to the MobileApps folder, with `/`
   * @returns the mode for the copy
   */
  async keep(name: string, mode: number): Promise<number> {
    await fs.appendFile(this.file, `${JSON.stringify({ file: name, mode: (mode & PERMISSIONS).toString(8) })}\n`, {
      mode: 0o600,
    });
    return COPY_MODE;
  }

  /** By name. A file that was copied again has its last mode. Empty for a backup that was made before there were such lines. */
  async read(): Promise<ReadonlyMap<string, number>> {
    const modes = new Map<string, number>();
    for (const line of (await this.text()).split('\n')) {
      const [file, mode] = kept(line) ?? [];
      if (file !== undefined && mode !== undefined) modes.set(file, mode);
    }
    return modes;
  }

  private async text(): Promise<string> {
    try {
      return (await readRegular(this.file, MODES_LIMIT)).bytes.toString('utf8');
    } catch (error) {
      if (error instanceof FileGoneError) return '';
      throw error;
    }
  }
}

/** Undefined for a line that a killed process has not finished. */
function kept(line: string): readonly [file: string, mode: number] | undefined {
  try {
    const { file, mode } = parseJson(line) as { readonly file?: unknown; readonly mode?: unknown };
    if (typeof file !== 'string' || typeof mode !== 'string' || !/^[0-7]{1,4}$/.test(mode)) return undefined;
    return [file, Number.parseInt(mode, 8)];
  } catch {
    return undefined;
  }
}
