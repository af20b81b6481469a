import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parsedUrl } from '../../core/base/parsedUrl';
import { CallError } from '../callError';

/** Asks the client for its roots; undefined if it tells none. */
export type AskRoots = () => Promise<readonly string[] | undefined>;

/**
 * The folders that the tools may look into: those that the call names, and those that the client tells; without either, the
 * working directory. A client that starts programs in the root of the file system means no folder by that.
 */
export class ClientRoots {
  private asked: Promise<readonly string[]> | undefined;

  /** @param named absolute */
  constructor(
    private readonly named: readonly string[],
    private readonly cwd: string,
    private readonly ask: AskRoots,
  ) {}

  roots(): Promise<readonly string[]> {
    this.asked ??= this.found();
    return this.asked;
  }

  /** The client has others now. */
  forget(): void {
    this.asked = undefined;
  }

  private async found(): Promise<readonly string[]> {
    const told = await this.ask().catch(() => undefined);
    const folders = [...this.named, ...(told ?? []).flatMap(folderOf)];
    if (folders.length > 0) return [...new Set(folders)];
    return path.dirname(this.cwd) === this.cwd ? [] : [this.cwd];
  }
}

/**
 * The absolute paths of the folders that a call names.
 * @throws CallError
 */
export function namedRoots(cwd: string, given: readonly string[]): string[] {
  return given.map((each) => {
    const folder = path.resolve(cwd, each);
    if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
    throw new CallError(`--root names ${folder}, which is no folder; give one that is there`);
  });
}

/** A root of a client is a `file:` address. */
function folderOf(uri: string): string[] {
  const folder = /^file:/i.test(uri) ? parsedUrl(() => fileURLToPath(uri)) : undefined;
  return folder === undefined || folder.includes('\0') ? [] : [path.resolve(folder)];
}
