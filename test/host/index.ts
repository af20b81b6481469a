// What VS Code calls to run the tests of this folder inside its extension host.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import type * as reporter from '../vscode-host/resultsReporter.mjs';

const repository = path.resolve(__dirname, '../../..');

export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    ui: 'bdd',
    // A test that takes longer hangs. As in run.mjs.
    timeout: 300_000,
    color: false,
    forbidOnly: Boolean(process.env.CI),
    reporter: await resultsReporter(),
    rootHooks: { beforeAll: [activateExtension] },
  });
  for (const file of testFiles()) mocha.addFile(file);

  const { failures, stats } = await new Promise<{ failures: number; stats: Mocha.Stats | undefined }>((resolve) => {
    const runner = mocha.run((failures) => resolve({ failures, stats: runner.stats }));
  });
  if (failures > 0) throw new Error(`${failures} ${failures === 1 ? 'test' : 'tests'} failed in VS Code.`);
  if (!stats?.passes) throw new Error(`No test ran in VS Code; ${__dirname} should hold *.test.js files.`);
}

/** The window opens with an empty folder, where nothing has activated the extension yet; and each file can run alone. */
async function activateExtension(): Promise<void> {
  const extension = vscode.extensions.getExtension('session-workbench.session-workbench');
  if (!extension) throw new Error('The extension is not installed in this window.');
  await extension.activate();
}

/** The one that ends the extension comes last. */
function testFiles(): string[] {
  const names = fs
    .readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.js'))
    .sort();
  const isLast = (name: string) => name === 'deactivation.test.js';
  return [...names.filter((name) => !isLast(name)), ...names.filter(isLast)].map((name) => path.join(__dirname, name));
}

// The reporter is an ES module of the harness, which is not compiled: it is loaded from the source tree.
async function resultsReporter(): Promise<typeof reporter.ResultsReporter> {
  const file = path.join(repository, 'test/vscode-host/resultsReporter.mjs');
  const module: typeof reporter = await import(pathToFileURL(file).href);
  return module.ResultsReporter;
}
