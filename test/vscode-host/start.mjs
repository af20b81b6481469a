// npm start: the extension in a VS Code window, over sample data. In desktop VS Code if `code` is there, else in a browser tab.
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { cacheDirectory, ensureVSCodeServer } from './install.mjs';
import { exitOnSignals, startGroup, startNode, waitForExit } from './processGroup.mjs';
import { startServer, workbenchUrl } from './server.mjs';

const repository = path.resolve(import.meta.dirname, '../..');
/** A 4D project: its MobileApps folder is in Data. */
const project = path.join(cacheDirectory, 'sample', 'Contact App');
const isWindows = process.platform === 'win32';
/** The extension opens with the first session at fault: its row, and its file at the finding. */
const SHOW_FIRST = { SESSION_WORKBENCH_SHOW_FIRST_FINDING: '1' };

process.chdir(repository);
exitOnSignals(0);
try {
  await start();
} catch (error) {
  process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
  process.exitCode = 1;
}

async function start() {
  const port = portFromArguments();
  await step('Building the extension', () => quiet(startNode(['esbuild.js'], { output: 'pipe' })));
  await step('Making sample data', makeSample);
  if (await codeWorks()) await openDesktop();
  else await openServer(port);
}

/** @returns {number} 0 for a free one */
function portFromArguments() {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
  const port = Number(values.port);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new Error(`--port is "${values.port}"; give a number from 1 to 65535, or leave it out for a free port.`);
}

async function makeSample() {
  fs.rmSync(path.dirname(project), { recursive: true, force: true });
  const sample = ['sample', path.join(project, 'Data'), '--sessions', '60', '--faults', '20', '--seed', '1'];
  await quiet(startNode(['dist/cli.js', ...sample], { output: 'pipe' }));
}

/** Whether `code` starts desktop VS Code; the one in a remote terminal of VS Code cannot load an extension in development. */
async function codeWorks() {
  if (process.env.VSCODE_IPC_HOOK_CLI) return false;
  const child = startGroup('code', ['--version'], { stdio: 'ignore', shell: isWindows });
  try {
    return (await waitForExit(child, 10_000)).code === 0;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return false;
    throw error;
  }
}

async function openDesktop() {
  progress('Opening a window of desktop VS Code; this ends when you close it (Ctrl-C ends it, too).');
  const args = [
    `--extensionDevelopmentPath=${repository}`,
    '--disable-workspace-trust',
    '--new-window',
    '--wait',
    project,
  ];
  const quoted = isWindows ? args.map((arg) => `"${arg}"`) : args;
  const { code } = await waitForExit(
    startGroup('code', quoted, {
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: isWindows,
      env: { ...process.env, ...SHOW_FIRST },
    }),
  );
  if (code !== 0) throw new Error(`VS Code ended with exit code ${code}.`);
}

/** @param {number} port */
async function openServer(port) {
  if (process.platform !== 'linux') {
    throw new Error(
      `"code" is not on PATH; install VS Code, and there run "Shell Command: Install 'code' command in PATH".`,
    );
  }
  await ensureVSCodeServer();
  await step('Packaging the extension', () =>
    quiet(startGroup('npm', ['run', 'package'], { stdio: ['ignore', 'pipe', 'pipe'] })),
  );
  const server = await step('Starting the VS Code server', () =>
    startServer({ vsix: path.join(repository, 'session-workbench.vsix'), port, env: SHOW_FIRST }),
  );
  const url = workbenchUrl(server, project);
  progress(`\nSession Workbench is at ${url}\nIt opens with the first session at fault. Ctrl-C ends it.`);
  openBrowser(url);
  const code = await server.exited;
  throw new Error(`The VS Code server ended with exit code ${code}. It said:\n${server.log().trim()}`);
}

/** @param {string} url */
function openBrowser(url) {
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const child = startGroup('xdg-open', [url], { stdio: 'ignore' });
  child.on('error', (error) => progress(`No browser tab was opened (${error.message}); open the address yourself.`));
}

/**
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} run
 * @returns {Promise<T>}
 */
async function step(what, run) {
  const started = Date.now();
  progress(`${what}…`);
  const result = await run();
  progress(`  done (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  return result;
}

/**
 * Keeps the output of a child back, unless it fails.
 * @param {import('node:child_process').ChildProcess} child
 */
async function quiet(child) {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  const closed = once(child, 'close');
  const { code } = await waitForExit(child);
  await closed;
  if (code !== 0) throw new Error(`${output.trim()}\nThis failed with exit code ${code}; its messages are above.`);
}

/** @param {string} line */
function progress(line) {
  process.stdout.write(`${line}\n`);
}
