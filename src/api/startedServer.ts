import fs from 'node:fs';
import path from 'node:path';
import { nearestName } from '../core/base/nearestName';
import { unknownMemberText } from '../core/compliance/jsonErrorText';
import type { FileLimit } from '../core/files/fileFault';
import { UserFileError } from '../core/files/userFileError';
import { parseJson } from '../core/json/parseJson';
import type { ServerAddress } from '../core/protocol/address';
import { OptionsError } from '../core/server/optionsError';
import { ProcessFolders } from '../disk/processFolders';
import { readUserFile } from '../disk/userFile';
import { absoluteOptions } from '../server/client/absoluteOptions';
import { ControlCallError } from '../server/client/controlClient';
import { runtimeEnvironment } from '../server/client/runtimeEnvironment';
import { ServedFolders } from '../server/client/servedFolders';
import { ServerChildProcess } from '../server/client/serverChildProcess';
import { places } from '../server/kernel/options/compiledOptionsSchema';
import type { ServerOptions } from '../server/kernel/options/options';
import { ServerStartError } from '../server/kernel/start/startErrors';
import {
  FLAG,
  FOLDER,
  givenOptions,
  LISTENER,
  type OptionRules,
  type PlainOptions,
  refuseOptions,
  SNAPSHOT,
  workingFolder,
} from './apiOptions';
import { controlOf } from './controlOf';
import type { DevServerControl } from './devServerControl';
import type { PathOrUrl } from './givenPath';
import { onProcessExit } from './onProcessExit';
import { SessionWorkbenchError } from './sessionWorkbenchError';
import '../server/systems/mendix/mendixOptions';
import '../server/systems/mobile/mobileOptions';
import '../server/systems/tokens/tokensOptions';
import '../server/systems/web/webOptions';

/** What a server keeps in memory is smaller. */
const IMPORT_LIMIT: FileLimit = { bytes: 1_000_000_000, name: 'IMPORT_LIMIT' };

const WHOLE = 'the options of startServer';

const OPTIONS: OptionRules<Pick<StartServerOptions, 'mobileApps' | 'import' | 'cwd' | 'force' | 'onLog'>> = {
  mobileApps: FOLDER,
  import: SNAPSHOT,
  cwd: FOLDER,
  force: FLAG,
  onLog: LISTENER,
};

/**
 * Options of `startServer`: those of the server, as in `schemas/server.schema.json`, and these. The server is what
 * they say: a `session-workbench.json` is not read.
 */
export interface StartServerOptions extends Omit<ServerOptions, 'mobileApps'> {
  /** The MobileApps folder. Without it there is a temporary one, which is removed when the server stops. */
  readonly mobileApps?: PathOrUrl;
  /** What the server begins with: a snapshot that `control.snapshot.take()` gave, or the path or `file:` URL of a file with one. */
  readonly ['import']?: unknown;
  /** Base of relative paths in the options. Unless given, the working directory. */
  readonly cwd?: PathOrUrl;
  /** Starts also if another server of this user serves the folder already. Each would overwrite what the other writes. */
  readonly force?: boolean;
  /** Receives the lines that the server logs. They hold no secrets. */
  readonly onLog?: (line: string) => void;
}

/** A running dev session server. With `await using` it stops at the end of the block. */
export interface RunningDevServer extends ServerAddress {
  /** The control API as methods. */
  readonly control: DevServerControl;
  /** Absolute path of the MobileApps folder that it serves. */
  readonly mobileApps: string;
  /** Resolves when nothing of the server is left. It may be called more than once. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a dev session server in a process of its own. That ends with `stop`, and with this process, however this one ends.
 * @throws SessionWorkbenchError when an option is at fault, or the server cannot start
 */
export async function startServer(options: StartServerOptions = {}): Promise<RunningDevServer> {
  const { import: imported, cwd: folder, force = false, onLog = () => {}, ...given } = ownOptions(options);
  const cwd = await workingFolder(folder);
  const scratch = new Scratch();
  const server = new ServerChildProcess({
    program: path.join(__dirname, 'server.js'),
    runtime: process.execPath,
    env: runtimeEnvironment(process.env),
    onLog,
    ...(given.mobileApps === undefined && { backups: path.join(scratch.folder, 'backups') }),
  });
  let takeBack = async () => {};
  const stop = async () => {
    try {
      await takeBack();
      await server.stop();
    } finally {
      scratch.remove();
    }
  };
  try {
    const absolute = await absoluteOptions(given, cwd, async () => {});
    const mobileApps = absolute.mobileApps ?? scratch.makeMobileApps();
    const served = new ServedFolders();
    if (!force) await assertUnserved(served, mobileApps);
    const snapshot = await snapshotOf(imported, cwd);
    const [address] = await Promise.all([server.start({ ...absolute, mobileApps }), scratch.removeLeft(onLog)]);
    const control = controlOf(address);
    if (snapshot !== undefined) await control.snapshot.restore(snapshot);
    takeBack = await served.announce(mobileApps, { ...address, by: 'a test' }).catch(() => takeBack);
    let stopping: Promise<void> | undefined;
    const stopOnce = () => {
      stopping ??= stop();
      return stopping;
    };
    return {
      ...address,
      // A server that crashed comes back at its address, in another process.
      get pid() {
        return server.address?.pid ?? address.pid;
      },
      control,
      mobileApps,
      stop: stopOnce,
      [Symbol.asyncDispose]: stopOnce,
    };
  } catch (error) {
    await stop();
    throw startProblem(error);
  }
}

/**
 * The options, of which those are checked that the server does not have.
 * @throws SessionWorkbenchError
 */
function ownOptions(options: unknown): PlainOptions<StartServerOptions> {
  const others = places.find(({ option }) => option.length === 0)?.names ?? [];
  // The server has “mobileApps” too, but not in all its forms.
  const own = Object.keys(OPTIONS).filter((name) => !others.includes(name));
  const names = [...own, ...others];
  const given = typeof options === 'object' && options !== null ? Object.entries(options) : [];
  const isElsewhere = (name: string) => places.some((place) => place.option.length > 0 && place.names.includes(name));
  const unknown = given.flatMap(([name, value]) => (value === undefined || names.includes(name) ? [] : name));
  // The server says where a name belongs that one of its systems has, but it does not know the options of this function.
  const meant = unknown.filter((name) => nearestName(name, names) === undefined && isElsewhere(name));
  const [first] = unknown.filter((name) => !meant.includes(name));
  if (first !== undefined) {
    const told = { where: WHOLE, again: WHOLE };
    if (own.includes(nearestName(first, names) ?? '')) refuseOptions(unknownMemberText(first, names, told));
    refuseOptions(`${unknownMemberText(first, others, told)}, and ${own.map((name) => `“${name}”`).join(', ')}`);
  }
  return givenOptions<StartServerOptions>('startServer', options, OPTIONS, [...others, ...meant]);
}

/** @throws SessionWorkbenchError */
async function assertUnserved(served: ServedFolders, folder: string): Promise<void> {
  const other = await served.find(folder);
  if (!other) return;
  throw new SessionWorkbenchError(
    'folder-served',
    `The process ${other.pid} serves ${folder} already, at ${other.url}: use that server, stop it, or give another folder as “mobileApps”; “force” starts a second one.`,
  );
}

/** @throws UserFileError, or SessionWorkbenchError when the file has no JSON */
async function snapshotOf(imported: unknown, cwd: string): Promise<unknown> {
  if (typeof imported !== 'string') return imported;
  const file = path.resolve(cwd, imported);
  const { bytes } = await readUserFile(file, { limit: IMPORT_LIMIT });
  try {
    return parseJson(bytes.toString('utf8'));
  } catch (error) {
    const message = `“import” names ${file}, which is no snapshot: ${(error as Error).message}`;
    throw new SessionWorkbenchError('options', message, { cause: error });
  }
}

function startProblem(error: unknown): unknown {
  const told = (code: SessionWorkbenchError['code']) =>
    new SessionWorkbenchError(code, (error as Error).message, { cause: error });
  if (error instanceof ServerStartError) return told(error.problem.code);
  if (error instanceof OptionsError) return told('options');
  if (error instanceof UserFileError) {
    return new SessionWorkbenchError('options', error.about(`“import” names ${error.file}, which`), { cause: error });
  }
  if (error instanceof ControlCallError) {
    return new SessionWorkbenchError(
      'options',
      `“import” is no snapshot of a server with these options: ${error.message}`,
      {
        cause: error,
      },
    );
  }
  return error;
}

/** A temporary folder of one server, made when it is needed. */
class Scratch {
  private readonly folders = new ProcessFolders('test', 'Files of a server whose program was killed');
  private made: string | undefined;
  private takeBack = () => {};

  get folder(): string {
    if (this.made === undefined) {
      this.made = this.folders.make();
      this.takeBack = onProcessExit(() => this.remove());
    }
    return this.made;
  }

  makeMobileApps(): string {
    const folder = path.join(this.folder, 'MobileApps');
    fs.mkdirSync(folder);
    return folder;
  }

  /** Removes those of programs that were killed. */
  async removeLeft(log: (words: string) => void): Promise<void> {
    if (this.made !== undefined) await this.folders.removeLeft(log);
  }

  remove(): void {
    this.takeBack();
    if (this.made !== undefined) fs.rmSync(this.made, { recursive: true, force: true, maxRetries: 3 });
    this.made = undefined;
  }
}
