// npm test: build and package, then lint and every test. `node test/run.mjs core disk` builds and runs only those.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { ensureChromium } from './vscode-host/chromium.mjs';
import { ensureShells } from './vscode-host/debianPackages.mjs';
import { ensureVSCodeServer } from './vscode-host/install.mjs';
import { exitOnSignals, startGroup, startNode, waitForExit } from './vscode-host/processGroup.mjs';
import { Terminal } from './vscode-host/terminal.mjs';

/**
 * @typedef {{ passes: number, failures: number, pending: number }} Counts
 * @typedef {Counts & { name: string, ms: number, problem?: string, failed: import('./vscode-host/resultsReporter.mjs').TestResult[] }} StageResult
 * @typedef {import('./vscode-host/terminal.mjs').Output} Output
 * @typedef {{ name: string, run: (output: Output) => Promise<Partial<StageResult>> }} Stage a rejection fails the stage
 */

const repository = path.resolve(import.meta.dirname, '..');
const compiledTests = path.join(repository, 'out/test');
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'test-results-'));
/** A test that takes longer hangs. Far more than any needs, however busy the machine is. */
const TEST_LIMIT_MS = 300_000;
/** A stage that takes longer hangs. */
const STAGE_LIMIT_MS = 60 * 60_000;
/** Lines of a failure that the summary shows. A property that fails says its counterexample below the first line. */
const SHOWN_LINES = 60;
/** They need more than Node, and have a stage of their own. */
const MORE_THAN_NODE = ['browser', 'webview', 'host', 'ui'];
/** How many stages run at a time. More would only wait for each other: VS Code and a browser use more than one core. */
const LANES = Math.min(2, os.availableParallelism());
/** The plain tests of this folder take about as long as all other plain ones: the two halves run side by side. */
const HALF = 'server';
/** Stages that are no folder of tests. */
const CHECKS = ['lint', 'package'];

const terminal = new Terminal(temporary);

process.on('exit', () => {
  terminal.close();
  fs.rmSync(temporary, { recursive: true, force: true });
});
exitOnSignals();
process.chdir(repository);
process.exitCode = await main(process.argv.slice(2));

/**
 * @param {string[]} wanted folders of test/, 'lint' or 'package'; everything when empty
 * @returns {Promise<number>} the exit code
 */
async function main(wanted) {
  const folders = testFolders();
  const unknown = wanted.filter((name) => ![...folders, ...CHECKS].includes(name));
  if (unknown.length > 0) {
    process.stderr.write(
      `There are no tests named ${unknown.join(', ')}; choose from: ${[...folders, ...CHECKS].join(', ')}.\n`,
    );
    return 2;
  }
  const isWanted = (/** @type {string} */ name) => wanted.length === 0 || wanted.includes(name);
  const plain = folders.filter((name) => !MORE_THAN_NODE.includes(name) && isWanted(name));
  const runsUi = folders.includes('ui') && isWanted('ui');
  /** The VS Code server, which the UI tests drive, is there for Linux only. */
  const uiIsPossible = process.platform === 'linux';

  /** What the others need: the bundles in dist/ and the VSIX are written here, and nowhere else. @type {Stage[]} */
  const first = [];
  if (runsUi && uiIsPossible) first.push({ name: 'VS Code server and Chromium', run: prepare });
  first.push({ name: 'build', run: build });
  if (isWanted('package') || (runsUi && uiIsPossible))
    first.push({ name: 'package', run: (output) => npm(['run', 'package'], output) });

  /** What runs side by side, the longest first, so that the lanes end at about the same time. @type {Stage[]} */
  const beside = [];
  for (const half of [plain.filter((name) => name !== HALF), plain.filter((name) => name === HALF)]) {
    if (half.length > 0) beside.push({ name: half.join(', '), run: (output) => mocha(half, output) });
  }
  if (runsUi && uiIsPossible) beside.push({ name: 'ui', run: (output) => mocha(['ui'], output) });
  if (folders.includes('host') && isWanted('host')) beside.push({ name: 'host', run: host });
  for (const name of ['browser', 'webview']) {
    if (folders.includes(name) && isWanted(name)) beside.push({ name, run: (output) => inChromium(name, output) });
  }
  if (isWanted('lint')) beside.push({ name: 'lint', run: (output) => npm(['run', 'lint'], output) });

  const results = [...(await inLanes(first, 1)), ...(await inLanes(beside, LANES))];
  if (runsUi && !uiIsPossible) process.stdout.write(`\nThe UI tests did not run: they need Linux (x64, arm64).\n`);
  return report(results);
}

/**
 * Runs every stage, whatever becomes of the others. Each lane takes the first one that no lane has begun.
 * @param {readonly Stage[]} stages
 * @param {number} lanes
 * @returns {Promise<StageResult[]>} in the order of the stages
 */
async function inLanes(stages, lanes) {
  const waiting = [...stages.entries()];
  /** @type {StageResult[]} */
  const results = [];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await perform(next[1]);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

/**
 * @param {Stage} stage
 * @returns {Promise<StageResult>}
 */
async function perform({ name, run }) {
  const started = Date.now();
  const output = terminal.begin();
  output.write(`\n━━ ${name}\n`);
  /** @type {Partial<StageResult>} */
  let partial;
  try {
    partial = await run(output);
  } catch (error) {
    partial = { problem: /** @type {Error} */ (error).message };
  }
  const result = { name, ms: Date.now() - started, passes: 0, failures: 0, pending: 0, failed: [], ...partial };
  if (result.problem) output.write(`${result.problem}\n`);
  output.write(`━━ ${verdict(result)}\n`);
  terminal.end(output);
  return result;
}

/** @param {Output} output */
async function prepare(output) {
  output.write(`Chromium: ${await ensureChromium()}\n`);
  output.write(`Shells for completion: ${(await ensureShells()).join(', ') || 'none, their tests are skipped'}\n`);
  output.write(`VS Code server: ${(await ensureVSCodeServer()).version}\n`);
  return {};
}

/** @param {Output} output */
async function build(output) {
  removeStaleTests();
  const bundle = await node(['esbuild.js'], output);
  const compile = await tool('typescript', 'tsc', ['-b'], output);
  if (bundle.problem || compile.problem) return bundle.problem ? bundle : compile;
  return node(['typings.js'], output);
}

/**
 * Runs the tests of some folders in one plain Node process.
 * @param {string[]} folders
 * @param {Output} output
 * @returns {Promise<Partial<StageResult>>}
 */
function mocha(folders, output) {
  const files = folders.flatMap(compiledFiles);
  const args = ['--ui', 'bdd', '--timeout', String(TEST_LIMIT_MS)];
  args.push('--reporter', path.join(import.meta.dirname, 'vscode-host/resultsReporter.mjs'));
  if (process.env.CI) args.push('--forbid-only');
  return counted(folders, (env) =>
    tool('mocha', 'mocha', [...args, ...files], output, { env, nodeArgs: ['--enable-source-maps'] }),
  );
}

/**
 * Runs tests that drive a real browser.
 * @param {string} folder
 * @param {Output} output
 * @returns {Promise<Partial<StageResult>>}
 */
async function inChromium(folder, output) {
  await ensureChromium();
  return mocha([folder], output);
}

/**
 * @param {Output} output
 * @returns {Promise<Partial<StageResult>>}
 */
function host(output) {
  const script = path.join(import.meta.dirname, 'vscode-host/runHostTests.mjs');
  return counted(['host'], (env) => node([script], output, env));
}

/**
 * Runs tests and reads what their reporter counted: the numbers come from there, not from an exit code.
 * @param {string[]} folders
 * @param {(env: NodeJS.ProcessEnv) => Promise<{ problem?: string }>} run
 * @returns {Promise<Partial<StageResult>>}
 */
async function counted(folders, run) {
  const file = path.join(temporary, `${folders.join('-')}.json`);
  // Mocha takes CI=true for a terminal with colors.
  const plain = process.stdout.isTTY || process.env.FORCE_COLOR ? {} : { NO_COLOR: '1' };
  const { problem } = await run({ ...process.env, ...plain, SESSION_WORKBENCH_TEST_RESULTS: file });
  if (!fs.existsSync(file)) return { problem: `${problem ?? 'the tests ended early'}, and there are no results.` };
  /** @type {import('./vscode-host/resultsReporter.mjs').TestResults} */
  const { passes, failures, pending, tests } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const failed = tests.filter((test) => test.state === 'failed');
  const ran = tests.filter((test) => test.state !== 'pending').map((test) => path.relative(compiledTests, test.file));
  const empty = folders.filter((folder) => !ran.some((name) => name.split(path.sep)[0] === folder));
  const counts = { passes, failures, pending, failed };
  if (empty.length > 0 && failures === 0)
    return { ...counts, problem: `No test ran in test/${empty.join(', test/')}.` };
  // With failing tests the exit code says nothing new.
  return problem && failures === 0 ? { ...counts, problem } : counts;
}

/** @returns {string[]} the folders of test/ that have tests */
function testFolders() {
  return fs
    .readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && sourceFiles(entry.name).length > 0)
    .map((entry) => entry.name)
    .sort();
}

/**
 * @param {string} folder
 * @returns {string[]} its tests, relative to test/
 */
function sourceFiles(folder) {
  return fs
    .readdirSync(path.join(import.meta.dirname, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => path.join(folder, name))
    .sort();
}

/** @param {string} folder */
function compiledFiles(folder) {
  return sourceFiles(folder).map((name) => path.join(compiledTests, name.replace(/\.ts$/, '.js')));
}

/** The compiler leaves the output of a deleted test behind, and it would run on. */
function removeStaleTests() {
  if (!fs.existsSync(compiledTests)) return;
  for (const name of fs.readdirSync(compiledTests, { recursive: true, encoding: 'utf8' })) {
    const source = path.join(import.meta.dirname, name.replace(/\.js$/, '.ts'));
    if (name.endsWith('.test.js') && !fs.existsSync(source)) fs.rmSync(path.join(compiledTests, name));
  }
}

/**
 * Runs the command of an installed package without npx, which would ask the registry for a missing one.
 * @param {string} packageName
 * @param {string} name
 * @param {string[]} args
 * @param {Output} output
 * @param {{ env?: NodeJS.ProcessEnv, nodeArgs?: string[] }} [options]
 */
function tool(packageName, name, args, output, { env, nodeArgs = [] } = {}) {
  const folder = path.join(repository, 'node_modules', packageName);
  const { bin } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return node([...nodeArgs, path.join(folder, typeof bin === 'string' ? bin : bin[name]), ...args], output, env);
}

/**
 * @param {string[]} args
 * @param {Output} output
 * @param {NodeJS.ProcessEnv} [env]
 */
function node(args, output, env) {
  const script = args.find((arg) => !arg.startsWith('-')) ?? '';
  return outcome(path.basename(script), startNode(args, { output: output.stdio, ...(env && { env }) }));
}

/**
 * @param {string[]} args
 * @param {Output} output
 */
function npm(args, output) {
  // npm is a .cmd file on Windows, which only a shell can start.
  const shell = process.platform === 'win32';
  return outcome(
    `npm ${args.join(' ')}`,
    startGroup('npm', args, { shell, stdio: ['ignore', output.stdio, output.stdio] }),
  );
}

/**
 * @param {string} name
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ problem?: string }>}
 */
async function outcome(name, child) {
  const { code, timedOut } = await waitForExit(child, STAGE_LIMIT_MS);
  if (timedOut) return { problem: `${name} was ended: it ran longer than ${STAGE_LIMIT_MS / 60_000} minutes` };
  return code === 0 ? {} : { problem: `${name} ended with exit code ${code}` };
}

/** @param {StageResult} result */
function verdict({ name, ms, passes, failures, pending, problem }) {
  const tests = passes + failures + pending > 0 ? `: ${counts({ passes, failures, pending })}` : '';
  return `${problem || failures > 0 ? '✘' : '✔'} ${name}${tests} (${(ms / 1000).toFixed(1)} s)`;
}

/** @param {Counts} counts */
function counts({ passes, failures, pending }) {
  return `${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}`;
}

/**
 * @param {StageResult[]} results
 * @returns {number} the exit code
 */
function report(results) {
  const lines = results.map(verdict);
  /** @type {string[]} */
  const wrong = [];
  for (const { name, problem, failed } of results) {
    for (const { title, error } of failed) {
      wrong.push(`${name} › ${title}`);
      lines.push(`✘ ${name} › ${title}`, ...(error ?? '').split('\n', SHOWN_LINES).map((line) => `    ${line}`));
    }
    if (!problem) continue;
    wrong.push(`${name} › ${problem}`);
    lines.push(`✘ ${name} › ${problem}`);
  }
  // For test/steady.mjs, which has seen many rounds when it says what failed.
  const file = process.env.SESSION_WORKBENCH_FAILED_TESTS;
  if (file) fs.writeFileSync(file, wrong.join('\n'));
  const sum = (/** @type {(result: StageResult) => number} */ of) =>
    results.reduce((total, result) => total + of(result), 0);
  // A stage that failed for another reason than its tests counts as one failure, so that the last line tells the truth.
  const failures = sum((result) => result.failures + (result.problem ? 1 : 0));
  lines.push(counts({ passes: sum((result) => result.passes), failures, pending: sum((result) => result.pending) }));
  process.stdout.write(`\n━━ Summary\n${lines.join('\n')}\n`);
  return failures > 0 ? 1 : 0;
}
