// Programs that tests need, from the packages of Debian where they can be installed.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { startGroup, waitForExit } from './processGroup.mjs';

/** @returns {boolean} whether this is a Debian, and we are root */
export function canInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get') !== undefined;
}

/**
 * @param {string[]} packages
 * @returns {Promise<boolean>} whether they are installed now
 */
export async function installWithApt(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // stdout of this script belongs to its answer: apt-get writes to stderr.
  const options = { env, stdio: /** @type {import('node:child_process').StdioOptions} */ (['ignore', 2, 2]) };
  const run = (/** @type {string[]} */ args) => waitForExit(startGroup(onPath('apt-get') ?? 'apt-get', args, options));
  const install = ['install', '--yes', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', ...packages];
  process.stderr.write(`Installing ${packages.join(' and ')} with apt-get (once)…\n`);
  if ((await run(install)).code === 0) return true;
  // A new machine has no package lists yet.
  process.stderr.write('Updating the package lists, then trying again…\n');
  const update = await run(['update']);
  return update.code === 0 && (await run(install)).code === 0;
}

/**
 * Installs the shells that completion is tested in, if that is possible. Where it is not, these tests are skipped.
 * @returns {Promise<string[]>} those that are there
 */
export async function ensureShells() {
  const shells = ['zsh', 'fish'];
  const missing = shells.filter((each) => onPath(each) === undefined);
  if (missing.length > 0 && canInstall()) await installWithApt(missing);
  return shells.filter((each) => onPath(each) !== undefined);
}

/**
 * @param {string} name
 * @returns {string | undefined}
 */
export function onPath(name) {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter(Boolean)
    .map((directory) => path.join(directory, name))
    .find(isFile);
}

/** @param {string} file */
export function isFile(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
