import fs from 'node:fs';
import path from 'node:path';
import { readJson } from '../core/json/jsonText';
import { Lines } from '../core/json/position';
import { CheckPool } from '../disk/checkPool';
import type { ServerOptions } from '../server/kernel/options/options';
import '../server/systems/mobile/mobileOptions';
import { OptionsError } from '../core/server/optionsError';
import { checkedOptions } from '../server/kernel/options/optionsCheck';
import { withAbsolutePaths } from '../server/kernel/options/optionsPaths';
import { CallError } from './callError';
import type { ServeCall } from './commands/serveSubcommand';
import { PRODUCT } from './product';
import type { Terminal } from './terminal';

/**
 * The server options for a call of `serve`. Only the MobileApps folder has an option of its own on the command line: the
 * command is run where session files are, and finds them. All options of emulated systems, the folder too, can be in the
 * file of `--config`, so that a new system changes nothing here.
 * @throws CallError
 */
export async function serveOptions({ cwd }: Terminal, call: ServeCall): Promise<ServerOptions> {
  const { config, mobileApps, host, port } = call;
  const given: ServerOptions = {
    ...(config !== undefined && optionsIn(path.resolve(cwd, config))),
    ...(mobileApps !== undefined && { mobileApps: path.resolve(cwd, mobileApps) }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
  };
  if (given.mobileApps === undefined) return { ...given, mobileApps: await onlyFolder(cwd) };
  assertFolder(given.mobileApps);
  return { ...given, mobileApps: (await folderIn(given.mobileApps)) ?? given.mobileApps };
}

/** The options in a configuration file. Its paths are relative to the file. */
function optionsIn(file: string): ServerOptions {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new CallError(`${file} cannot be read: ${(error as Error).message}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { line, character } = new Lines(text).positionAt(readJson(text).stop?.offset ?? 0);
    throw new CallError(`${file}:${line + 1}:${character + 1} is not well-formed JSON; mend it there`);
  }
  try {
    return withAbsolutePaths(checkedOptions(value), path.dirname(file));
  } catch (error) {
    throw error instanceof OptionsError ? new CallError(`${file}: ${error.message}`) : error;
  }
}

/** The only MobileApps folder at or below the current folder. */
async function onlyFolder(root: string): Promise<string> {
  const folder = await folderIn(root);
  if (folder !== undefined) return folder;
  throw new CallError(
    `no MobileApps folder at or under ${root}; give one with --mobile-apps, or make one to play with: ${PRODUCT} sample .`,
  );
}

/** The only MobileApps folder at or below a folder, which may be a project's. Undefined when there is none. */
async function folderIn(root: string): Promise<string | undefined> {
  const pool = new CheckPool();
  try {
    const { folders } = await pool.call('findFolders', { roots: [root] });
    if (folders.length <= 1) return folders[0];
    const some = `${folders.slice(0, 5).join(', ')}${folders.length > 5 ? ', …' : ''}`;
    throw new CallError(`${folders.length} MobileApps folders under ${root}; choose one with --mobile-apps: ${some}`);
  } finally {
    await pool.dispose();
  }
}

function assertFolder(folder: string): void {
  let stats: fs.Stats | undefined;
  try {
    stats = fs.statSync(folder, { throwIfNoEntry: false });
  } catch (error) {
    throw new CallError(`${folder} cannot be looked at: ${(error as Error).message}`);
  }
  if (!stats) throw new CallError(`${folder} does not exist; make it first, or give another with --mobile-apps`);
  if (!stats.isDirectory())
    throw new CallError(`${folder} is not a folder; give a MobileApps folder with --mobile-apps`);
}
