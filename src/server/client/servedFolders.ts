import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { parsedUrl } from '../../core/base/parsedUrl';
import type { FileLimit } from '../../core/files/fileFault';
import { parseJson } from '../../core/json/parseJson';
import type { ServerAddress } from '../../core/protocol/address';
import { makeFolders } from '../../disk/makeFolders';
import { writePrivate } from '../../disk/privateFile';
import { stateFolder } from '../../disk/stateFolder';
import { readUserFile } from '../../disk/userFile';
import { isLoopbackName } from '../kernel/guard/hostNames';

/** A server that others can join. */
export interface ServedServer extends ServerAddress {
  /** Who runs it, as people know it. */
  readonly by?: string;
}

/** Whether a server answers at an address, with its token. */
export type AnswersAt = (address: ServerAddress) => Promise<boolean>;

/** A file with an address is much smaller. */
const ADDRESS_LIMIT: FileLimit = { bytes: 65_536, name: 'ADDRESS_LIMIT' };

/** So long a server may take to answer. One that takes longer cannot be joined either. */
const PATIENCE_MS = 2_000;

/**
 * Which dev session servers of this user serve which MobileApps folders, for other windows and other programs. Each has a
 * file that only this user can read, because the control token is in it.
 */
export class ServedFolders {
  constructor(
    /** The folder with the files, which come and go with the servers. It may not be there yet. */
    readonly root = path.join(stateFolder(), 'servers'),
    private readonly answersAt: AnswersAt = answers,
  ) {}

  /**
   * Tells that a server serves a folder. A server that was told before and still answers stays the one that is told.
   * @returns takes that back
   * @throws the error of the file system
   */
  async announce(folder: string, address: ServedServer): Promise<() => Promise<void>> {
    if (await this.find(folder)) return async () => {};
    const file = await this.fileOf(folder);
    makeFolders(this.root, 0o700);
    // A file of somebody else, or one that others can read, must not keep its mode.
    await fs.rm(file, { force: true });
    await writePrivate(file, Buffer.from(JSON.stringify(address)));
    return async () => {
      const told = await addressIn(file);
      if (told?.controlToken === address.controlToken) await fs.rm(file, { force: true });
    };
  }

  /** The server that serves a folder now. Files of servers that are gone are not heeded. */
  async find(folder: string): Promise<ServedServer | undefined> {
    const address = await this.told(folder);
    return address && isAlive(address.pid) && (await this.answersAt(address)) ? address : undefined;
  }

  /** The server that answers at an address now. Files of servers that are gone are not heeded. */
  async findAt(url: string): Promise<ServedServer | undefined> {
    const names = await fs.readdir(this.root).catch(() => []);
    for (const name of names.filter((each) => each.endsWith('.json'))) {
      const address = await addressIn(path.join(this.root, name));
      if (!address || !isSamePlace(address.url, url) || !isAlive(address.pid)) continue;
      if (await this.answersAt(address)) return address;
    }
    return undefined;
  }

  /** Whether a server that was found still says that it serves the folder, and its process is there. */
  async isServed(folder: string, { controlToken }: ServerAddress): Promise<boolean> {
    const address = await this.told(folder);
    return address !== undefined && address.controlToken === controlToken && isAlive(address.pid);
  }

  private async told(folder: string): Promise<ServedServer | undefined> {
    return addressIn(await this.fileOf(folder));
  }

  private async fileOf(folder: string): Promise<string> {
    // One folder has many paths. One that is not there yet has none but the given.
    const real = await fs.realpath(folder).catch(() => path.resolve(folder));
    return path.join(this.root, `${createHash('sha256').update(real).digest('hex')}.json`);
  }
}

/** Undefined if there is none, or if somebody else could have written or read it. */
async function addressIn(file: string): Promise<ServedServer | undefined> {
  try {
    const { stats, bytes } = await readUserFile(file, { limit: ADDRESS_LIMIT, links: 'refused' });
    // Windows has neither: there the folder of the user is closed to others.
    const uid = process.getuid?.();
    if (uid !== undefined && (stats.uid !== uid || (stats.mode & 0o077) !== 0)) return undefined;
    const address = parseJson(bytes.toString('utf8'));
    return isAddress(address) ? address : undefined;
  } catch {
    return undefined;
  }
}

function isAddress(value: unknown): value is ServedServer {
  if (typeof value !== 'object' || value === null) return false;
  const { url, controlUrl, controlToken, externalPlatformUrl, pid, by = '' } = value as Record<string, unknown>;
  const isText = [url, controlUrl, controlToken, externalPlatformUrl, by].every((each) => typeof each === 'string');
  // The token goes nowhere else than to this machine.
  return (
    isText && Number.isInteger(pid) && isLoopbackName(parsedUrl(() => new URL(String(controlUrl)))?.hostname ?? '')
  );
}

/** This machine has several names. */
function isSamePlace(one: string, other: string): boolean {
  const [a, b] = [one, other].map((each) => parsedUrl(() => new URL(each)));
  if (!a || !b || a.protocol !== b.protocol || a.port !== b.port) return false;
  return a.hostname === b.hostname || (isLoopbackName(a.hostname) && isLoopbackName(b.hostname));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function answers({ controlUrl, controlToken }: ServerAddress): Promise<boolean> {
  const ended = new AbortController();
  const patience = setTimeout(() => ended.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(`${controlUrl}/journal?limit=1`, {
      headers: { authorization: `Bearer ${controlToken}` },
      signal: ended.signal,
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  } finally {
    clearTimeout(patience);
  }
}
