// Starts the VS Code server: a real Node extension host, and the workbench page for a browser.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { ensureVSCodeServer, trackFromEnvironment } from './install.mjs';
import { endGroup, exitOf, startNode } from './processGroup.mjs';

const START_LIMIT_MS = 90_000;
const INSTALL_LIMIT_MS = 120_000;

/** User settings that keep a test window quiet and the same everywhere. */
export const DEFAULT_SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'update.mode': 'none',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'files.autoSave': 'off',
  'files.simpleDialog.enable': true,
  'window.dialogStyle': 'custom',
  'typescript.disableAutomaticTypeAcquisition': true,
  'editor.minimap.enabled': false,
  // Each frame that nobody looks at costs as much as one that is looked at: there is no graphics card.
  'editor.cursorBlinking': 'solid',
  'workbench.reduceMotion': 'on',
};

/**
 * @typedef {object} ServerOptions
 * @property {Record<string, unknown>} [settings] user settings, over DEFAULT_SETTINGS
 * @property {string | readonly string[]} [vsix] extensions to install first
 * @property {NodeJS.ProcessEnv} [env] seen by the extensions; undefined takes a variable away
 * @property {string} [dataDir] kept when the server stops; without it, a new folder that goes with the server
 * @property {boolean} [workspaceTrust] true asks before a folder is trusted, as for a user; false (the default) trusts every folder
 * @property {import('./install.mjs').Track} [track]
 * @property {number} [port] 0 (the default) is a free one
 */

/**
 * @typedef {object} VSCodeServer
 * @property {string} url
 * @property {string} host name and port, the authority of vscode-remote URIs
 * @property {number} port
 * @property {number} pid
 * @property {string} version of VS Code
 * @property {string} dataDir
 * @property {string} settingsFile the user settings; a window reads them when it is loaded
 * @property {() => string} log what the server has said
 * @property {Promise<number | null>} exited resolves with the exit code
 * @property {() => Promise<void>} stop ends it with its extension hosts
 */

/**
 * @param {ServerOptions} [options]
 * @returns {Promise<VSCodeServer>}
 */
export async function startServer({
  settings = {},
  vsix = [],
  env = {},
  dataDir,
  workspaceTrust = false,
  track = trackFromEnvironment(),
  port = 0,
} = {}) {
  const installation = await ensureVSCodeServer({ track });
  const data = dataDir ?? fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-server-'));
  const removeData = () => {
    if (!dataDir) fs.rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', removeData);
  try {
    const settingsFile = path.join(data, 'data/User/settings.json');
    fs.mkdirSync(path.dirname(settingsFile), { recursive: true });
    fs.writeFileSync(settingsFile, JSON.stringify({ ...DEFAULT_SETTINGS, ...settings }, null, 2));

    const childEnv = serverEnvironment(data, env);
    const common = ['--server-data-dir', data, '--accept-server-license-terms', '--telemetry-level', 'off'];
    // A kept folder keeps its extensions, too.
    if (dataDir === undefined && [vsix].flat().length > 0) {
      common.push('--extensions-dir', await sharedExtensions(installation, [vsix].flat()));
    } else await installExtensions(installation, common, childEnv, [vsix].flat());

    const listen = ['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'];
    if (!workspaceTrust) listen.push('--disable-workspace-trust');
    const child = startServerProcess(installation, [...common, ...listen], childEnv);
    const exited = exitOf(child);
    let log = '';
    const listening = new Promise((resolve, reject) => {
      /** @param {Buffer} chunk */
      const read = (chunk) => {
        log += chunk;
        const match = /Extension host agent listening on (\d+)/.exec(log);
        if (match) resolve(Number(match[1]));
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      exited.then((code) => reject(startError(`ended with exit code ${code}`, log, port)), reject);
      setTimeout(
        () => reject(startError(`did not listen within ${START_LIMIT_MS / 1000} s`, log, port)),
        START_LIMIT_MS,
      ).unref();
    });
    const stop = async () => {
      await endGroup(child);
      process.off('exit', removeData);
      removeData();
    };
    try {
      const actualPort = await listening;
      const host = `127.0.0.1:${actualPort}`;
      return {
        url: `http://${host}/`,
        host,
        port: actualPort,
        pid: /** @type {number} */ (child.pid),
        version: installation.version,
        dataDir: data,
        settingsFile,
        log: () => log,
        exited,
        stop,
      };
    } catch (error) {
      await endGroup(child);
      throw error;
    }
  } catch (error) {
    process.off('exit', removeData);
    removeData();
    throw error;
  }
}

/**
 * @param {Pick<VSCodeServer, 'url'>} server
 * @param {string} [folderOrWorkspaceFile] an empty window without it
 * @param {string} [file] opened in the window, as `code FILE` does
 */
export function workbenchUrl(server, folderOrWorkspaceFile, file) {
  const url = new URL(server.url);
  if (folderOrWorkspaceFile === undefined) url.searchParams.set('ew', 'true');
  else {
    const kind = folderOrWorkspaceFile.endsWith('.code-workspace') ? 'workspace' : 'folder';
    url.searchParams.set(kind, path.resolve(folderOrWorkspaceFile));
  }
  if (file !== undefined) {
    const uri = `vscode-remote://${new URL(server.url).host}${path.resolve(file)}`;
    url.searchParams.set('payload', JSON.stringify([['openFile', uri]]));
  }
  return url.href;
}

/** Folders of installed extensions, by what is in them. @type {Map<string, Promise<string>>} */
const shared = new Map();

/**
 * Unpacking an extension costs more than a window needs to read it: all windows of a test run read the same folder.
 * @param {import('./install.mjs').Installation} installation
 * @param {readonly string[]} vsix
 * @returns {Promise<string>} the folder, which goes with this process
 */
function sharedExtensions(installation, vsix) {
  const times = vsix.map((file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs);
  const key = JSON.stringify([installation.main, vsix, times]);
  let folder = shared.get(key);
  if (!folder) {
    folder = installedExtensions(installation, vsix);
    folder.catch(() => shared.delete(key));
    shared.set(key, folder);
  }
  return folder;
}

/**
 * @param {import('./install.mjs').Installation} installation
 * @param {readonly string[]} vsix
 */
async function installedExtensions(installation, vsix) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-extensions-'));
  process.once('exit', () => fs.rmSync(data, { recursive: true, force: true, maxRetries: 5 }));
  const common = ['--server-data-dir', data, '--accept-server-license-terms', '--telemetry-level', 'off'];
  await installExtensions(installation, common, serverEnvironment(data, {}), vsix);
  return path.join(data, 'extensions');
}

/**
 * @param {import('./install.mjs').Installation} installation
 * @param {string[]} common
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} vsix
 */
async function installExtensions(installation, common, env, vsix) {
  if (vsix.length === 0) return;
  for (const file of vsix) {
    if (!fs.existsSync(file)) throw new Error(`There is no VSIX at ${file}; make it with "npm run package".`);
  }
  const child = startServerProcess(
    installation,
    [...common, ...vsix.flatMap((file) => ['--install-extension', file]), '--force', '--do-not-sync'],
    env,
  );
  let log = '';
  child.stdout?.on('data', (chunk) => {
    log += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    log += chunk;
  });
  const limit = setTimeout(() => void endGroup(child), INSTALL_LIMIT_MS);
  const code = await exitOf(child, 'close');
  clearTimeout(limit);
  if (code !== 0)
    throw new Error(`VS Code ${installation.version} could not install ${vsix.join(', ')}:\n${log.trim()}`);
}

/**
 * @param {import('./install.mjs').Installation} installation
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function startServerProcess(installation, args, env) {
  return startNode([installation.main, ...args], { node: installation.node, output: 'pipe', env });
}

/**
 * @param {string} data
 * @param {NodeJS.ProcessEnv} env
 */
function serverEnvironment(data, env) {
  // A terminal inside VS Code sets variables that would attach this server to that window.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name));
  return {
    ...Object.fromEntries(inherited),
    TMPDIR: data, // keeps sockets and caches inside the data folder
    EXTENSIONS_GALLERY: '{}', // no gallery: a test window asks nothing of the network
    ...env,
  };
}

/**
 * @param {string} what
 * @param {string} log
 * @param {number} port
 */
function startError(what, log, port) {
  if (/EADDRINUSE/.test(log)) return new Error(`Port ${port} is in use; choose another one.`);
  return new Error(`The VS Code server ${what}. It said:\n${log.trim()}`);
}
