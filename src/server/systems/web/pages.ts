import fs from 'node:fs/promises';
import path from 'node:path';
import { UserFileError } from '../../../core/files/userFileError';
import type { JournalRemedy } from '../../../core/protocol/journal';
import { optionWords } from '../../../core/server/optionWords';
import { readUserFile } from '../../../disk/userFile';
import { typeOfExtension } from './mediaTypes';

/** A file of the folder of pages. */
export interface Page {
  readonly type: string;
  readonly bytes: Buffer;
  /** Whether it is an HTML page. A request for a page opens a session; one for a style sheet or picture does not. */
  readonly isPage: boolean;
  /** Whether 4D processes the tags in it. */
  readonly isSemiDynamic: boolean;
}

export type PageFound =
  | { readonly kind: 'page'; readonly page: Page }
  /** A folder whose path was requested without the slash at the end. */
  | { readonly kind: 'folder' }
  | { readonly kind: 'missing' }
  /**
   * `reason` says why it is not read; it names no path of this machine. `isNoPage`: no page can have this name, so that the path may
   * be one of On Web Connection.
   */
  | {
      readonly kind: 'refused';
      readonly reason?: string;
      readonly remedy?: JournalRemedy;
      readonly isNoPage?: boolean;
    };

/** The largest page unless an option says otherwise: 64 MiB. */
export const PAGE_BYTES = 64 * 1024 * 1024;
const LIMIT = 'web.maxPageBytes';
/** 4D processes the tags in these (docs/facts/4d-web.md#tags). */
const SEMI_DYNAMIC = ['.shtml', '.shtm'];
const PAGES = ['.html', '.htm', ...SEMI_DYNAMIC];
const DEFAULTS = PAGES.map((extension) => `index${extension}`);
/** The page of a folder that is looked for first. */
export const HOME_PAGE = 'index.html';

/** The files of one folder. Files outside it are never read. */
export class Pages {
  /**
   * @param folder absolute path; it need not exist
   * @param maxBytes the largest file that is sent, because it is in memory as a whole
   */
  constructor(
    private readonly folder: string,
    private readonly maxBytes: number = PAGE_BYTES,
  ) {}

  /** @param segments of the path, decoded and not empty */
  async find(segments: readonly string[], endsWithSlash: boolean): Promise<PageFound> {
    if (!segments.every(isPlainName)) return { kind: 'refused', isNoPage: true };
    if (segments.length > 0 && !endsWithSlash) return this.read(segments);
    for (const name of DEFAULTS) {
      const found = await this.read([...segments, name]);
      if (found.kind === 'page') return found;
    }
    return { kind: 'missing' };
  }

  private async read(segments: readonly string[]): Promise<PageFound> {
    try {
      const root = await fs.realpath(this.folder);
      const file = await fs.realpath(path.join(root, ...segments));
      // A symbolic link may point outside the folder.
      if (!file.startsWith(root + path.sep)) return { kind: 'refused' };
      const limit = { bytes: this.maxBytes, name: LIMIT, isOption: true };
      const { bytes } = await readUserFile(file, { limit });
      const extension = path.extname(segments.at(-1) ?? '').toLowerCase();
      const isPage = PAGES.includes(extension);
      const isSemiDynamic = SEMI_DYNAMIC.includes(extension);
      return { kind: 'page', page: { type: typeOfExtension(extension), bytes, isPage, isSemiDynamic } };
    } catch (error) {
      if (error instanceof UserFileError) return notRead(error, segments);
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return { kind: 'missing' };
      if (code === 'EISDIR') return { kind: 'folder' };
      if (code === 'EACCES' || code === 'EPERM' || code === 'ELOOP' || code === 'ENXIO') return { kind: 'refused' };
      throw error;
    }
  }
}

function notRead(error: UserFileError, segments: readonly string[]): PageFound {
  const { fault } = error;
  if (fault.kind === 'folder' || fault.kind === 'missing') return { kind: fault.kind };
  // The message of the file system has the whole path.
  if (fault.kind === 'failed') return { kind: 'refused' };
  const about = error.about(`/${segments.join('/')}`);
  const reason = `${fault.kind === 'tooLarge' ? about.replace(`“${LIMIT}”`, optionWords(LIMIT)) : about}.`;
  return { kind: 'refused', reason, ...(fault.kind === 'tooLarge' && { remedy: { option: LIMIT } }) };
}

/** Whether a name is safe: not hidden, no `..`, no separator, no device or stream of Windows. */
function isPlainName(name: string): boolean {
  const isDevice = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name);
  return !name.startsWith('.') && !/[\\/:]|\p{Cc}/u.test(name) && !isDevice;
}
