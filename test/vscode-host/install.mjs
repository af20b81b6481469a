// Puts a VS Code server and its own Node under .vscode-test/, from the npm registry alone: no scripts run, nothing is compiled.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { startGroup, waitForExit } from './processGroup.mjs';

/**
 * 'current' is the VS Code of today, 'minimum' the one package.json promises to support.
 * @typedef {'current' | 'minimum'} Track
 * @typedef {{ codeServer: string, vscode: string, node: string, ripgrep?: string }} Release
 * @typedef {{ track: Track, version: string, directory: string, main: string, node: string }} Installation
 */

/** @type {Record<Track, Release>} */
export const RELEASES = {
  current: { codeServer: '4.139.1', vscode: '1.139.1', node: '24.21.0' },
  // This one fetches ripgrep in an install script, and those do not run here.
  minimum: { codeServer: '4.100.3', vscode: '1.100.3', node: '20.20.2', ripgrep: '1.18.0' },
};

/** What neither the server nor the tests need. */
const SUPERFLUOUS = [
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'node_modules/@devcontainers',
  'node_modules/@vscode/sandbox-runtime',
  'extensions/copilot',
];

/** Modules that need compiling, and what stands in for them. */
const STAND_INS = {
  'node_modules/@vscode/spdlog/index.js': 'spdlog.cjs',
  'node_modules/@vscode/native-watchdog/index.js': 'nativeWatchdog.cjs',
  'node_modules/native-watchdog/index.js': 'nativeWatchdog.cjs', // its name in VS Code 1.100
};

/** The repository's folder for downloaded VS Codes; git ignores it. */
export const cacheDirectory = path.resolve(import.meta.dirname, '../../.vscode-test');

/** Written last, so that its absence tells a half install; it says what was installed and how, so that a change installs anew. */
const MARKER = 'installed.json';

/** @returns {Track} the track that SESSION_WORKBENCH_VSCODE_TRACK names, 'current' when it is not set */
export function trackFromEnvironment() {
  const track = process.env.SESSION_WORKBENCH_VSCODE_TRACK || 'current';
  if (track === 'current' || track === 'minimum') return track;
  throw new Error(`SESSION_WORKBENCH_VSCODE_TRACK is "${track}"; set it to "current" or "minimum".`);
}

/**
 * @param {{ track?: Track }} [options]
 * @returns {Promise<Installation>}
 */
export async function ensureVSCodeServer({ track = trackFromEnvironment() } = {}) {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    throw new Error(
      `The VS Code server runs on Linux (x64, arm64) only, not on ${process.platform} ${process.arch}; use desktop VS Code here.`,
    );
  }
  const installation = describe(track);
  const { directory } = installation;
  if (isComplete(installation)) return installation;

  fs.mkdirSync(cacheDirectory, { recursive: true });
  removeAbandoned(directory);
  // Made beside its final place and renamed when complete, so that two installs at once cannot mix.
  const temporary = `${directory}.installing-${process.pid}`;
  const dropTemporary = () => fs.rmSync(temporary, { recursive: true, force: true });
  process.once('exit', dropTemporary);
  try {
    await install(track, temporary);
    // Where two installs ran at once, the first one's result stays: it may be in use.
    if (!isComplete(installation)) {
      fs.rmSync(directory, { recursive: true, force: true });
      fs.renameSync(temporary, directory);
    }
  } catch (error) {
    if (!isComplete(installation)) throw error;
  } finally {
    dropTemporary();
    process.off('exit', dropTemporary);
  }
  return installation;
}

/**
 * @param {Track} track
 * @returns {Installation}
 */
function describe(track) {
  const version = RELEASES[track].vscode;
  const directory = path.join(cacheDirectory, `vscode-server-${version}`);
  return {
    track,
    version,
    directory,
    main: path.join(directory, 'vscode/out/server-main.js'),
    node: path.join(directory, 'node'),
  };
}

/**
 * @param {Track} track
 * @param {string} directory
 */
async function install(track, directory) {
  const release = RELEASES[track];
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`;
  progress(`Installing the VS Code ${release.vscode} server from npm (once, under a minute on a good line)…`);
  fs.rmSync(directory, { recursive: true, force: true });
  const download = path.join(directory, 'download');
  fs.mkdirSync(download, { recursive: true });
  fs.writeFileSync(path.join(download, 'package.json'), '{ "name": "vscode-server", "private": true }\n');

  const packages = [`code-server@${release.codeServer}`, `node-linux-${process.arch}@${release.node}`];
  if (release.ripgrep) packages.push(`@vscode/ripgrep-linux-${process.arch}@${release.ripgrep}`);
  await npmInstall(download, ['--save-exact', ...packages]);
  progress(`  server and its Node: done after ${seconds()}`);

  // Of all that only VS Code itself and the Node program stay: fewer files to walk for the tools that look at the repository.
  const modules = path.join(download, 'node_modules');
  const vscode = path.join(directory, 'vscode');
  fs.renameSync(path.join(modules, 'code-server/lib/vscode'), vscode);
  fs.renameSync(path.join(modules, `node-linux-${process.arch}`, 'bin/node'), path.join(directory, 'node'));
  // Not npm ci: the lock file of the release is out of step with its package.json.
  await npmInstall(vscode, ['--omit=dev']);
  progress(`  modules of VS Code: done after ${seconds()}`);

  if (release.ripgrep) {
    const target = path.join(vscode, 'node_modules/@vscode/ripgrep/bin/rg');
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.renameSync(path.join(modules, `@vscode/ripgrep-linux-${process.arch}`, 'bin/rg'), target);
  }
  for (const name of SUPERFLUOUS) fs.rmSync(path.join(vscode, name), { recursive: true, force: true });
  fs.rmSync(download, { recursive: true });
  for (const [target, standIn] of Object.entries(STAND_INS)) {
    const file = path.join(vscode, target);
    if (fs.existsSync(file)) fs.copyFileSync(path.join(import.meta.dirname, standIn), file);
  }
  fs.writeFileSync(path.join(directory, MARKER), marker(track));
  progress(`VS Code ${release.vscode} server installed in ${seconds()}`);
}

/**
 * @param {string} directory
 * @param {string[]} args
 */
async function npmInstall(directory, args) {
  // Of an outer `npm test` only the user's own settings (registry, proxy, cache) may reach this install.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(package|lifecycle)_|^npm_config_(local_prefix|prefix)$/i.test(name),
    ),
  );
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const child = startGroup('npm', ['install', ...quiet, ...args], { cwd: directory, env, stdio: ['ignore', 2, 2] });
  const { code } = await waitForExit(child);
  if (code !== 0) {
    throw new Error(
      `npm could not install the VS Code server (exit code ${code}, its messages are above); run it again when the registry can be reached.`,
    );
  }
}

/** @param {Installation} installation */
function isComplete({ track, directory }) {
  const file = path.join(directory, MARKER);
  return fs.existsSync(file) && fs.readFileSync(file, 'utf8') === marker(track);
}

/** @param {Track} track */
function marker(track) {
  const recipe = createHash('sha256');
  for (const name of [path.basename(import.meta.filename), ...Object.values(STAND_INS)]) {
    recipe.update(fs.readFileSync(path.join(import.meta.dirname, name)));
  }
  return `${JSON.stringify({ track, ...RELEASES[track], recipe: recipe.digest('hex') }, null, 2)}\n`;
}

/**
 * Removes what an install that was killed has left beside the directory.
 * @param {string} directory
 */
function removeAbandoned(directory) {
  const prefix = `${path.basename(directory)}.installing-`;
  for (const name of fs.readdirSync(cacheDirectory)) {
    if (name.startsWith(prefix) && !isRunning(Number(name.slice(prefix.length)))) {
      fs.rmSync(path.join(cacheDirectory, name), { recursive: true, force: true });
    }
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} line */
function progress(line) {
  process.stderr.write(`${line}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const track = process.argv.includes('--minimum') ? 'minimum' : trackFromEnvironment();
  try {
    process.stdout.write(`${(await ensureVSCodeServer({ track })).directory}\n`);
  } catch (error) {
    process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
    process.exitCode = 2;
  }
}
