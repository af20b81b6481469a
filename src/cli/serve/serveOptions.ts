import path from 'node:path';
import { phraseText } from '../../core/compliance/phrase';
import { folderFaultPhrase } from '../../core/files/fileFault';
import { faultOnTheWay, folderFaultSync } from '../../disk/fileKind';
import type { ServerOptions } from '../../server/kernel/options/options';
import '../../server/systems/mobile/mobileOptions';
import { SYSTEM_PARTS } from '../../core/systems';
import { withAbsolutePaths } from '../../server/kernel/options/optionsPaths';
import { CallError } from '../callError';
import { readTeamConfiguration } from '../teamConfiguration';
import type { Terminal } from '../terminal';
import type { ServerFrame } from './framedServer';
import { type CallDefaults, type GivenOptions, upstreamOf } from './givenOptions';
import { folderIn, needsFolder, onlyFolder, possibleFolder } from './servedFolder';

/** Options of `serve`. */
export interface ServeCall {
  readonly mobileApps?: string;
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly upstream?: string;
  readonly ['import']?: string;
  readonly exportOnExit?: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly force: boolean;
}

/**
 * Reads what the call and the configuration say.
 * @throws CallError when the configuration cannot be used
 */
export async function optionsOf(
  terminal: Terminal,
  { config, mobileApps, host, port, upstream }: ServeCall,
): Promise<GivenOptions> {
  const { cwd } = terminal;
  const { file, server } = await readTeamConfiguration(terminal, config, 'serve');
  return {
    ...(file !== undefined && { inFile: { file, value: server } }),
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
  { ['import']: imported, exportOnExit }: ServeCall,
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
export function serveOptions(
  { cwd }: Terminal,
  { inFile, called, url }: GivenOptions,
  { folder: ownFolder, whenNone }: CallDefaults = {},
): ServerOptions {
  const absolute = inFile ? withAbsolutePaths(inFile.value, path.dirname(inFile.file)) : {};
  const given: ServerOptions = {
    ...absolute,
    ...called,
    ...(url !== undefined && { upstream: upstreamOf(url, absolute.upstream) }),
  };
  const preset = isSystemChosen(given) ? {} : whenNone;
  if (given.mobileApps === undefined) {
    const isNeeded = needsFolder(switchedOn(given), SYSTEM_PARTS);
    if (ownFolder) return { ...preset, ...given, ...(isNeeded && { mobileApps: ownFolder() }) };
    const folder = isNeeded ? onlyFolder(cwd, SYSTEM_PARTS) : possibleFolder(cwd);
    return { ...preset, ...given, ...(folder !== undefined && { mobileApps: folder }) };
  }
  assertFolder(given.mobileApps);
  if (folderFaultSync(given.mobileApps)) return { ...preset, ...given };
  return { ...preset, ...given, mobileApps: folderIn(given.mobileApps) ?? given.mobileApps };
}

/** Who names a system, also to switch it off, or a server behind this one, has chosen what is emulated. */
function isSystemChosen(options: ServerOptions): boolean {
  return options.upstream !== undefined || SYSTEM_PARTS.some(({ name }) => Object.hasOwn(options, name));
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
