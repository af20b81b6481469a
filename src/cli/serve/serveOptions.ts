import path from 'node:path';
import { phraseText } from '../../core/compliance/phrase';
import { type FileLimit, folderFaultPhrase } from '../../core/files/fileFault';
import { UserFileError } from '../../core/files/userFileError';
import { readJson } from '../../core/json/jsonText';
import { JsonTooDeepError, parseJson } from '../../core/json/parseJson';
import { Lines } from '../../core/json/position';
import { faultOnTheWay, folderFaultSync } from '../../disk/fileKind';
import { diskFiles } from '../../disk/userFile';
import type { ServerOptions } from '../../server/kernel/options/options';
import '../../server/systems/mobile/mobileOptions';
import { isRecord } from '../../core/session/sessionFields';
import { SYSTEM_PARTS } from '../../core/systems';
import { withAbsolutePaths } from '../../server/kernel/options/optionsPaths';
import { CallError } from '../callError';
import type { Terminal } from '../terminal';
import { type GivenOptions, upstreamOf } from './givenOptions';
import type { ServerFrame } from './openServer';
import { folderIn, needsFolder, onlyFolder, possibleFolder } from './servedFolder';

/** Options of `serve`. */
export interface ServeCall {
  readonly mobileApps?: string;
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly upstream?: string;
  readonly import?: string;
  readonly exportOnExit?: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly force: boolean;
}

const CONFIG_LIMIT: FileLimit = { bytes: 4_000_000, name: 'CONFIG_LIMIT' };

/**
 * Reads what the call and its file say.
 * @throws CallError when the file cannot be read
 */
export function optionsOf({ cwd }: Terminal, { config, mobileApps, host, port, upstream }: ServeCall): GivenOptions {
  return {
    ...(config !== undefined && { inFile: optionsIn(path.resolve(cwd, config)) }),
    called: {
      ...(mobileApps !== undefined && { mobileApps: path.resolve(cwd, mobileApps) }),
      ...(host !== undefined && { host }),
      ...(port !== undefined && { port }),
    },
    ...(upstream !== undefined && { url: upstream }),
  };
}

/** The files with snapshots that the call names. */
export function snapshotsOf(
  { cwd }: Terminal,
  { import: imported, exportOnExit }: ServeCall,
): Pick<ServerFrame, 'imported' | 'exported'> {
  return {
    ...(imported !== undefined && { imported: path.resolve(cwd, imported) }),
    ...(exportOnExit !== undefined && { exported: path.resolve(cwd, exportOnExit) }),
  };
}

/**
 * The server options for a call of `serve`. Only the MobileApps folder has an option of its own on the command line: the
 * command is run where session files are, and finds them. All options of emulated systems, the folder too, can be in the
 * file of `--config`, so that a new system changes nothing here. A folder must be there only if a configured system needs it.
 * @returns options that the server is still to check
 * @throws CallError, or any error if what is in the file is at fault. `assertOptions` says more then
 */
export function serveOptions({ cwd }: Terminal, { inFile, called, url }: GivenOptions): ServerOptions {
  if (inFile && !isRecord(inFile.value)) throw new CallError(`${inFile.file} has no options`);
  const absolute = inFile ? withAbsolutePaths(inFile.value as ServerOptions, path.dirname(inFile.file)) : {};
  const given: ServerOptions = {
    ...absolute,
    ...called,
    ...(url !== undefined && { upstream: upstreamOf(url, absolute.upstream) }),
  };
  if (given.mobileApps === undefined) {
    const folder = needsFolder(switchedOn(given), SYSTEM_PARTS) ? onlyFolder(cwd, SYSTEM_PARTS) : possibleFolder(cwd);
    return { ...given, ...(folder !== undefined && { mobileApps: folder }) };
  }
  assertFolder(given.mobileApps);
  if (folderFaultSync(given.mobileApps)) return given;
  return { ...given, mobileApps: folderIn(given.mobileApps) ?? given.mobileApps };
}

/** The options in a configuration file, which nobody has checked. Its paths are relative to the file. */
function optionsIn(file: string): NonNullable<GivenOptions['inFile']> {
  let text: string;
  try {
    text = diskFiles
      .readSync(file, { limit: CONFIG_LIMIT })
      .bytes.toString('utf8')
      .replace(/^\uFEFF/, '');
  } catch (error) {
    throw error instanceof UserFileError ? new CallError(error.about(`--config names ${file}, which`)) : error;
  }
  try {
    return { file, value: parseJson(text) };
  } catch (error) {
    const { line, character } = new Lines(text).positionAt(readJson(text).stop?.offset ?? 0);
    if (error instanceof JsonTooDeepError)
      throw new CallError(`${file}:${line + 1}:${character + 1}: ${error.message}`);
    throw new CallError(`${file}:${line + 1}:${character + 1} is not well-formed JSON; mend it there`);
  }
}

/** The options without those that switch a system off. */
function switchedOn(options: ServerOptions): ServerOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== false));
}

/** A folder that is not there is made by the first login, with those above it. */
function assertFolder(folder: string): void {
  const inTheWay = faultOnTheWay(folder);
  if (!inTheWay) return;
  throw new CallError(`${phraseText(folderFaultPhrase(inTheWay.at, inTheWay.fault))} with --mobile-apps`);
}
