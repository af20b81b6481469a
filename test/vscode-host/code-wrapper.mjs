#!/usr/bin/env node
// Looks like the `code` executable to @vscode/test-electron, and runs the tests in the VS Code server and Chromium.
import fs from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { format, parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { chromiumLaunchOptions, ensureChromium } from './chromium.mjs';
import { exitOnSignals } from './processGroup.mjs';
import { startServer, workbenchUrl } from './server.mjs';

const LIMIT_MS = Number(process.env.SESSION_WORKBENCH_HOST_LIMIT_MS) || 2_700_000;
/** The exit code of timeout(1). */
const TIMED_OUT = 124;
const CRASHED = 70;
/** What the window itself says in every run; SESSION_WORKBENCH_VERBOSE=1 shows it. */
const WINDOW_CHATTER = new RegExp(
  [
    '^Resolv(ing|ed) connection token',
    '^Creating a socket',
    '^Updating additional builtin extensions cache',
    '^Ignoring fetching additional builtin extensions',
    'this extension is not a web extension\\.$',
    '^ChatSessionStore: ',
    '^\\[(reconnection-grace-time|AgentHost:remote|AccountPolicyGate|Service Worker)\\] ',
  ].join('|'),
);

exitOnSignals();
exitWithParent();
try {
  process.exitCode = await runTests();
} catch (error) {
  process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
  process.exitCode = 2;
}

/** test-electron holds the other end of stdin: its end means that test-electron is gone, even by SIGKILL. */
function exitWithParent() {
  const { stdin } = process;
  if (!(stdin instanceof Socket)) return;
  stdin.on('end', () => process.exit(1));
  stdin.resume();
  stdin.unref();
}

/** @returns {Promise<number>} the exit code of the tests */
async function runTests() {
  // Whatever else test-electron passes is about desktop windows.
  const { values, positionals } = parseArgs({
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true, default: [] },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
    },
  });
  const { extensionTestsPath, 'user-data-dir': userDataDir } = values;
  if (typeof extensionTestsPath !== 'string') {
    throw new Error('This stands in for VS Code in test runs only: pass --extensionTestsPath.');
  }
  const executablePath = await ensureChromium();
  const server = await startServer({ settings: userSettings(userDataDir) });
  try {
    const browser = await chromium.launch(chromiumLaunchOptions(executablePath));
    try {
      /** @param {unknown} file */
      const remote = (file) => ({ scheme: 'vscode-remote', authority: server.host, path: path.resolve(String(file)) });
      return await runInPage(await browser.newPage(), workbenchUrl(server, positionals.at(-1)), {
        extensions: [values.extensionDevelopmentPath].flat().map(remote),
        extensionTestsPath: remote(extensionTestsPath),
      });
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} url
 * @param {object} developmentOptions
 * @returns {Promise<number>}
 */
async function runInPage(page, url, developmentOptions) {
  /** @type {Promise<number>} */
  const exit = new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      process.stderr.write(`The tests did not end within ${LIMIT_MS / 1000} s (SESSION_WORKBENCH_HOST_LIMIT_MS).\n`);
      resolve(TIMED_OUT);
    }, LIMIT_MS).unref();
    page.on('crash', () => {
      process.stderr.write('The page of the VS Code server crashed.\n');
      resolve(CRASHED);
    });
    page
      .exposeFunction('codeAutomationExit', (/** @type {number} */ code) => {
        clearTimeout(limit);
        resolve(code);
      })
      .catch(reject);
  });
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
    const line = format(...args);
    if (WINDOW_CHATTER.test(line) && !process.env.SESSION_WORKBENCH_VERBOSE) return;
    // An extension host's console.log arrives here as 'info'.
    if (type === 'log' || type === 'info') process.stdout.write(`${line}\n`);
    else process.stderr.write(`[${type}] ${line}\n`);
  });
  await page.addInitScript(injectDevelopmentOptions, developmentOptions);
  await page.goto(url);
  return exit;
}

/**
 * Runs in the page: adds to its configuration while it is parsed, before workbench.js (a module) reads it.
 * @param {object} developmentOptions
 */
function injectDevelopmentOptions(developmentOptions) {
  if (window !== window.top) return;
  const observer = new MutationObserver(() => {
    const meta = document.getElementById('vscode-workbench-web-configuration');
    if (!meta) return;
    observer.disconnect();
    const configuration = JSON.parse(meta.getAttribute('data-settings') ?? '{}');
    configuration.developmentOptions = { ...configuration.developmentOptions, ...developmentOptions };
    meta.setAttribute('data-settings', JSON.stringify(configuration));
  });
  observer.observe(document, { childList: true, subtree: true });
}

/**
 * @param {unknown} userDataDir whose User/settings.json counts as it does for desktop VS Code
 * @returns {Record<string, unknown>}
 */
function userSettings(userDataDir) {
  const file = typeof userDataDir === 'string' ? path.join(userDataDir, 'User/settings.json') : undefined;
  return {
    ...(file && fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {}),
    ...JSON.parse(process.env.SESSION_WORKBENCH_TEST_SETTINGS || '{}'),
  };
}
