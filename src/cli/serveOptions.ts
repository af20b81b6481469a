import path from 'node:path';
import { phraseText } from '../core/compliance/phrase';
import { type FileLimit, folderFaultPhrase } from '../core/files/fileFault';
import { UserFileError } from '../core/files/userFileError';
import { readJson } from '../core/json/jsonText';
import { JsonTooDeepError, parseJson } from '../core/json/parseJson';
import { Lines } from '../core/json/position';
import { faultOnTheWay, folderFaultSync } from '../disk/fileKind';
import { diskFiles } from '../disk/userFile';
import type { ServerOptions } from '../server/kernel/options/options';
import '../server/systems/mobile/mobileOptions';
import { OptionsError } from '../core/server/optionsError';
import { SYSTEM_PARTS } from '../core/systems';
import { checkedOptions } from '../server/kernel/options/optionsCheck';
import { withAbsolutePaths } from '../server/kernel/options/optionsPaths';
import { CallError } from './callError';
import { folderIn, needsFolder, onlyFolder, possibleFolder } from './servedFolder';
import type { Terminal } from './terminal';

/** Options of `serve`. */
export interface ServeCall {
  readonly mobileApps?: string;
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly upstream?: string;
  readonly json: boolean;
}

const CONFIG_LIMIT: FileLimit = { bytes: 4_000_000, name: 'CONFIG_LIMIT' };

/**
 * The server options for a call of `serve`. Only the MobileApps folder has an option of its own on the command line: the
 * command is run where session files are, and finds them. All options of emulated systems, the folder too, can be in the
 * file of `--config`, so that a new system changes nothing here. A folder must be there only if a configured system needs it.
 * @throws CallError
 */
export function serveOptions({ cwd }: Terminal, call: ServeCall): ServerOptions {
  const { config, mobileApps, host, port, upstream } = call;
  const inFile = config === undefined ? {} : optionsIn(path.resolve(cwd, config));
  const given: ServerOptions = {
    ...inFile,
    ...(mobileApps !== undefined && { mobileApps: path.resolve(cwd, mobileApps) }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(upstream !== undefined && { upstream: upstreamOf(upstream, inFile.upstream) }),
  };
  if (given.mobileApps === undefined) {
    const isNeeded = needsFolder(given, SYSTEM_PARTS);
    const folder = isNeeded ? onlyFolder(cwd, SYSTEM_PARTS) : possibleFolder(cwd);
    return { ...given, ...(folder !== undefined && { mobileApps: folder }) };
  }
  assertFolder(given.mobileApps);
  if (folderFaultSync(given.mobileApps)) return given;
  return { ...given, mobileApps: folderIn(given.mobileApps) ?? given.mobileApps };
}

/** The options in a configuration file. Its paths are relative to the file. */
function optionsIn(file: string): ServerOptions {
  let text: string;
  try {
    text = diskFiles
      .readSync(file, { limit: CONFIG_LIMIT })
      .bytes.toString('utf8')
      .replace(/^\uFEFF/, '');
  } catch (error) {
    throw error instanceof UserFileError ? new CallError(error.about(`--config names ${file}, which`)) : error;
  }
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    const { line, character } = new Lines(text).positionAt(readJson(text).stop?.offset ?? 0);
    if (error instanceof JsonTooDeepError)
      throw new CallError(`${file}:${line + 1}:${character + 1}: ${error.message}`);
    throw new CallError(`${file}:${line + 1}:${character + 1} is not well-formed JSON; mend it there`);
  }
  try {
    return withAbsolutePaths(checkedOptions(value), path.dirname(file));
  } catch (error) {
    throw error instanceof OptionsError ? new CallError(`${file}: ${error.message}`) : error;
  }
}

/** The address of the command line, with what the file says besides about the upstream. */
function upstreamOf(url: string, inFile: ServerOptions['upstream']): NonNullable<ServerOptions['upstream']> {
  const upstream = typeof inFile === 'object' ? { ...inFile, url } : url;
  try {
    void checkedOptions({ upstream });
    return upstream;
  } catch (error) {
    throw error instanceof OptionsError ? new CallError(`--upstream: ${error.message}`) : error;
  }
}

/** A folder that is not there is made by the first login, with those above it. */
function assertFolder(folder: string): void {
  const inTheWay = faultOnTheWay(folder);
  if (!inTheWay) return;
  throw new CallError(`${phraseText(folderFaultPhrase(inTheWay.at, inTheWay.fault))} with --mobile-apps`);
}
