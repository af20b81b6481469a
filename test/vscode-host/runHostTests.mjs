// Runs test/host inside VS Code: in desktop VS Code where it can be had, otherwise in the VS Code server.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { cacheDirectory, RELEASES, trackFromEnvironment } from './install.mjs';
import { DEFAULT_SETTINGS } from './server.mjs';

const repository = path.resolve(import.meta.dirname, '../..');
const extensionTestsPath = path.join(repository, 'out/test/host/index.js');
const DOWNLOAD_IDLE_MS = 5000;

/**
 * Rejects when a test failed or none ran; the results are in the file that SESSION_WORKBENCH_TEST_RESULTS names.
 * @param {{ track?: import('./install.mjs').Track, workspace?: string, settings?: Record<string, unknown> }} [options]
 *   workspace: the folder of test/workspaces that a copy of is opened; where there is none, an empty folder is
 */
export async function runHostTests({ track = trackFromEnvironment(), workspace = 'host', settings = {} } = {}) {
  if (!fs.existsSync(extensionTestsPath)) {
    throw new Error('The tests are not compiled (no out/test/host/index.js); run "npm run build" first.');
  }
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'host-tests-'));
  const removeTemporary = () => fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', removeTemporary);
  const results = process.env.SESSION_WORKBENCH_TEST_RESULTS || path.join(temporary, 'results.json');
  const folder = copyWorkspace(workspace, temporary);
  const userDataDir = path.join(temporary, 'user-data');
  fs.mkdirSync(path.join(userDataDir, 'User'), { recursive: true });
  fs.writeFileSync(path.join(userDataDir, 'User/settings.json'), JSON.stringify({ ...DEFAULT_SETTINGS, ...settings }));

  /** @param {string} vscodeExecutablePath */
  const run = (vscodeExecutablePath) =>
    runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: repository,
      extensionTestsPath,
      launchArgs: [folder, `--user-data-dir=${userDataDir}`, `--extensions-dir=${path.join(temporary, 'extensions')}`],
      extensionTestsEnv: { SESSION_WORKBENCH_TEST_RESULTS: results, SESSION_WORKBENCH_VSCODE_TRACK: track },
    });

  try {
    fs.rmSync(results, { force: true });
    const desktop = await findDesktop(track);
    if (desktop) {
      try {
        await run(desktop);
        return;
      } catch (error) {
        // With results it was the tests that failed, without them the window did not come up (missing libraries, …).
        if (fs.existsSync(results) || process.platform !== 'linux') throw error;
        useServer(track, `desktop VS Code did not start: ${/** @type {Error} */ (error).message}`);
      }
    }
    await run(path.join(import.meta.dirname, 'code-wrapper.mjs'));
  } finally {
    process.off('exit', removeTemporary);
    removeTemporary();
  }
}

/**
 * @param {import('./install.mjs').Track} track
 * @returns {Promise<string | undefined>} its executable; undefined when the VS Code server has to do
 */
async function findDesktop(track) {
  if (process.env.SESSION_WORKBENCH_VSCODE === 'server') {
    useServer(track, 'SESSION_WORKBENCH_VSCODE=server');
    return;
  }
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    useServer(track, 'desktop VS Code needs a display, and DISPLAY is not set');
    return;
  }
  const version = track === 'minimum' ? RELEASES.minimum.vscode : 'stable';
  try {
    const executable = await downloadAndUnzipVSCode({
      version,
      cachePath: cacheDirectory,
      extensionDevelopmentPath: repository,
      timeout: DOWNLOAD_IDLE_MS,
    });
    progress(`Host: desktop VS Code (${version})`);
    return executable;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (process.platform !== 'linux') {
      throw new Error(`Desktop VS Code could not be downloaded (${reason}); try again with a network connection.`);
    }
    useServer(track, `desktop VS Code could not be downloaded: ${reason}`);
    return;
  }
}

/**
 * @param {import('./install.mjs').Track} track
 * @param {string} reason
 */
function useServer(track, reason) {
  progress(`Host: VS Code server ${RELEASES[track].vscode} with Chromium (${reason})`);
}

/**
 * @param {string} name
 * @param {string} temporary
 */
function copyWorkspace(name, temporary) {
  const folder = path.join(temporary, 'workspace');
  const source = path.join(repository, 'test/workspaces', name);
  if (fs.existsSync(source)) fs.cpSync(source, folder, { recursive: true });
  else fs.mkdirSync(folder);
  return folder;
}

/** @param {string} line */
function progress(line) {
  process.stderr.write(`${line}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  // test-electron ends VS Code on SIGINT only.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => process.emit('SIGINT'));
  try {
    const { values } = parseArgs({ options: { minimum: { type: 'boolean' }, workspace: { type: 'string' } } });
    await runHostTests({
      track: values.minimum ? 'minimum' : trackFromEnvironment(),
      ...(values.workspace && { workspace: values.workspace }),
    });
  } catch (error) {
    process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
    process.exitCode = 1;
  }
}
