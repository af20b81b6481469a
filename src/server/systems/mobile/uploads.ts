import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Kernel } from '../../kernel/system/kernel';
import type { UploadedFile } from './hookProtocol';
import { UPLOADS, type Upload } from './mobileSpaces';
import type { SessionPath } from './mobileState';

/** How many uploads are kept, and how many bytes they have together. Then the oldest leave. */
const MOST_UPLOADS = 100;
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * What apps have uploaded, until its time is over. The bytes are in files of a temporary folder, where the module that plays
 * *On Mobile App Action* reads them. 4D keeps uploads for 120 seconds (docs/mobile-data.md#uploads), and they are not for
 * after a crash.
 */
export class Uploads {
  private folder: Promise<string> | undefined;
  private readonly stopFollowing: () => void;

  constructor(private readonly kernel: Kernel) {
    const following = kernel.store.onDidExpire(({ space, key }) => {
      if (space === UPLOADS.name) void this.removeFile(key);
    });
    this.stopFollowing = () => following.dispose();
  }

  /**
   * Keeps the bytes.
   * @param keepMs how long, in milliseconds of virtual time
   * @returns the id that an action names, as 4D has it: 32 hexadecimal digits
   */
  async keep(owner: SessionPath, bytes: Buffer, type: string, keepMs: number): Promise<string> {
    const { store, clock, random } = this.kernel;
    await this.makeRoom(bytes.length);
    const id = random.bytes(16).toString('hex').toUpperCase();
    await fs.writeFile(path.join(await this.ownFolder(), id), bytes, { mode: 0o600, flag: 'wx' });
    await store.put(UPLOADS, id, { owner, type, size: bytes.length }, { expiresAt: clock.now() + keepMs });
    return id;
  }

  /** Those of a session that a JSON value names anywhere in it, by their id. */
  async namedIn(value: unknown, owner: SessionPath): Promise<Readonly<Record<string, UploadedFile>>> {
    if (this.folder === undefined) return {};
    const folder = await this.folder;
    const text = JSON.stringify(value) ?? '';
    const entries = await this.kernel.store.entries(UPLOADS);
    const named = entries.filter(([id, upload]) => upload.owner === owner && text.includes(`"${id}"`));
    return Object.fromEntries(
      named.map(([id, { type, size }]) => [id, { path: path.join(folder, id), type, size }] as const),
    );
  }

  /** Removes all of them, after a reset or when a snapshot came in. */
  async clear(): Promise<void> {
    for (const [id] of await this.kernel.store.entries(UPLOADS)) await this.remove(id);
  }

  async dispose(): Promise<void> {
    this.stopFollowing();
    if (this.folder) await fs.rm(await this.folder, { recursive: true, force: true });
  }

  private async makeRoom(bytes: number): Promise<void> {
    const kept: [string, Upload][] = await this.kernel.store.entries(UPLOADS);
    let sum = kept.reduce((all, [, { size }]) => all + size, bytes);
    let count = kept.length + 1;
    for (const [id, { size }] of kept) {
      if (count <= MOST_UPLOADS && sum <= MOST_BYTES) return;
      await this.remove(id);
      sum -= size;
      count--;
    }
  }

  private async remove(id: string): Promise<void> {
    await this.kernel.store.delete(UPLOADS, id);
    await this.removeFile(id);
  }

  private async removeFile(id: string): Promise<void> {
    try {
      if (this.folder) await fs.rm(path.join(await this.folder, id), { force: true });
    } catch (error) {
      this.kernel.log(`An upload could not be removed: ${(error as Error).message}`);
    }
  }

  /** Readable by this user alone. */
  private ownFolder(): Promise<string> {
    this.folder ??= fs.mkdtemp(path.join(os.tmpdir(), 'session-workbench-uploads-'));
    return this.folder;
  }
}
