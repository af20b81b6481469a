import fs from 'node:fs/promises';
import path from 'node:path';
import { LRUCache } from 'lru-cache';
import { shortened } from '../../../core/compliance/phrase';
import { isRecord } from '../../../core/session/sessionFields';
import type { Kernel } from '../../kernel/system/kernel';
import type { UploadedFile } from './hookProtocol';
import { UPLOADS, type Upload } from './mobileSpaces';
import type { SessionPath } from './mobileState';
import { uploadFolders } from './uploadFolders';

/** How many uploads are kept, and how many bytes they have together. Then the oldest leave. */
const MOST_UPLOADS = 100;
const MOST_BYTES = 256 * 1024 * 1024;

/** How many are remembered that are not there any more. */
const MOST_GONE = 1000;
/** How many of those the journal tells, and how much of the name of a parameter. */
const MOST_TOLD = 10;
const LONGEST_NAME = 80;

type Parameters = Readonly<Record<string, unknown>>;

/** What the parameters of an action name. */
export interface NamedUploads {
  readonly named: Readonly<Record<string, UploadedFile>>;
  /** One sentence for each upload that is named and not there. */
  readonly missing: readonly string[];
}

/**
 * What apps have uploaded, until its time is over. The bytes are in files of a temporary folder, where the module that plays
 * *On Mobile App Action* reads them. 4D keeps uploads for 120 seconds (docs/mobile-data.md#uploads), and they are not for
 * after a crash.
 */
export class Uploads {
  private folder: string | undefined;
  private readonly stopFollowing: () => void;
  /** Why uploads are not there any more. It is told only, so it need not be known after a crash. */
  private readonly gone = new LRUCache<string, string>({ max: MOST_GONE });

  constructor(private readonly kernel: Kernel) {
    const following = kernel.store.onDidExpire(({ space, key }) => {
      if (space !== UPLOADS.name) return;
      this.gone.set(key, 'its time is over (“$timeout”, 120 s unless given)');
      void this.removeFile(key);
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

  /**
   * Those of a session that the parameters of an action name anywhere in them, by their id.
   * @param metadata tells with `{parameters: {NAME: 'uploaded'}}` which parameters are ids, as both SDKs send it
   * @returns them, and sentences about those that are named and not there
   */
  async namedIn(parameters: Parameters, metadata: Parameters | undefined, owner: SessionPath): Promise<NamedUploads> {
    const text = JSON.stringify(parameters);
    const isNamed = (id: string) => text.includes(`"${id}"`);
    const entries = (await this.kernel.store.entries(UPLOADS)).filter(([id]) => isNamed(id));
    const own = entries.filter(([, upload]) => upload.owner === owner);
    const folder = this.folder;
    const named = own.map(([id, { type, size }]) => [id, { path: path.join(folder ?? '', id), type, size }] as const);
    const missing = new Map<string, string>();
    for (const [id, upload] of entries) if (upload.owner !== owner) missing.set(id, 'another session has sent it');
    for (const [id, why] of this.gone.entries()) if (isNamed(id)) missing.set(id, why);
    for (const [name, kind] of Object.entries(isRecord(metadata?.parameters) ? metadata.parameters : {})) {
      const id = parameters[name];
      if (kind !== 'uploaded' || typeof id !== 'string' || own.some(([each]) => each === id)) continue;
      if (!missing.has(id)) missing.set(id, 'no upload has this id');
    }
    // The journal covers ids of this form, so the parameter is told.
    const nameOf = (id: string) =>
      Object.keys(parameters).find((name) => JSON.stringify(parameters[name])?.includes(`"${id}"`)) ?? '';
    const sentences = [...missing].map(
      ([id, why]) => `An upload that “${shortened(nameOf(id), LONGEST_NAME)}” names is not there: ${why}.`,
    );
    return { named: Object.fromEntries(named), missing: sentences.slice(0, MOST_TOLD) };
  }

  /** Removes all of them, after a reset or when a snapshot came in. */
  async clear(): Promise<void> {
    for (const [id] of await this.kernel.store.entries(UPLOADS)) await this.remove(id, 'the state was replaced');
  }

  async dispose(): Promise<void> {
    this.stopFollowing();
    if (this.folder) await fs.rm(this.folder, { recursive: true, force: true });
  }

  private async makeRoom(bytes: number): Promise<void> {
    const kept: [string, Upload][] = await this.kernel.store.entries(UPLOADS);
    let sum = kept.reduce((all, [, { size }]) => all + size, bytes);
    let count = kept.length + 1;
    for (const [id, { size }] of kept) {
      if (count <= MOST_UPLOADS && sum <= MOST_BYTES) return;
      await this.remove(id, `later ones took its place (there are ${MOST_UPLOADS} with 256 MiB at most)`);
      sum -= size;
      count--;
    }
  }

  private async remove(id: string, why: string): Promise<void> {
    this.gone.set(id, why);
    await this.kernel.store.delete(UPLOADS, id);
    await this.removeFile(id);
  }

  private async removeFile(id: string): Promise<void> {
    try {
      if (this.folder) await fs.rm(path.join(this.folder, id), { force: true });
    } catch (error) {
      this.kernel.log(`An upload could not be removed: ${(error as Error).message}`);
    }
  }

  /** Readable by this user alone. */
  private async ownFolder(): Promise<string> {
    this.folder ??= uploadFolders().make();
    return this.folder;
  }
}
