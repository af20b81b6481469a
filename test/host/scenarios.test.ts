import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { CheckPool } from '../../src/disk/checkPool';
import { declaredId } from '../../src/vscode/contract/part';
import { FlowAges } from '../../src/vscode/flows/flowAges';
import { FLOW_COMMANDS } from '../../src/vscode/flows/flowContract';
import { FlowFaults } from '../../src/vscode/flows/flowFaults';
import { openScenario } from '../../src/vscode/flows/flowFile';
import { FlowFiles } from '../../src/vscode/flows/flowFiles';
import { type FlowNode, FlowTree } from '../../src/vscode/flows/flowTree';
import { testController } from '../../src/vscode/host/declared';
import { ExpandedRows } from '../../src/vscode/host/expandedRows';
import { FileDialogs } from '../../src/vscode/host/fileDialogs';
import { currentMark } from '../../src/vscode/scenarios/currentMark';
import { recordedOptions } from '../../src/vscode/scenarios/recordedOptions';
import { SCENARIO_COMMANDS, SCENARIO_LANGUAGE, SCENARIO_SETTINGS } from '../../src/vscode/scenarios/scenarioContract';
import { ScenarioRecording } from '../../src/vscode/scenarios/scenarioRecording';
import { ScenarioResults } from '../../src/vscode/scenarios/scenarioResults';
import { scenarioServers } from '../../src/vscode/scenarios/scenarioServers';
import { ScenarioTests } from '../../src/vscode/scenarios/scenarioTests';
import type { StepAnswer } from '../../src/vscode/scenarios/stepQuestion';
import { Memory } from './memory';
import { devServer, request } from './servers';
import { closeEditors, codes, next, replace, untilCodes, workspaceRoot } from './workspace';

const REPOSITORY = path.resolve(__dirname, '../../..');
const SHIPPED = path.join(REPOSITORY, 'media/scenarios');
const OTP = path.join(REPOSITORY, 'media/examples/otp');

const step = (title: string, url: string, status: number) => ({
  title,
  from: 'Browser',
  to: '4D Server',
  request: { url },
  expect: { status },
});
const scenario = (name: string, steps: readonly unknown[], more: object = {}) => ({
  name,
  server: { web: { project: 'example:otp' } },
  actors: { Browser: { role: 'browser' }, '4D Server': { role: 'server' } },
  ...more,
  steps,
});

/** Keeps what a run of the controller is told. */
class Results {
  readonly verdicts = new Map<string, string>();
  readonly messages: vscode.TestMessage[] = [];
  private readonly waiting: (() => void)[] = [];
  private readonly messagesOf = new Map<string, readonly vscode.TestMessage[]>();
  output = '';
  ended = false;
  readonly run: vscode.TestRun;

  constructor(real: vscode.TestRun) {
    const note = (verdict: string) => (item: vscode.TestItem) => this.take(item.label, verdict);
    const bad =
      (verdict: string) => (item: vscode.TestItem, messages: vscode.TestMessage | readonly vscode.TestMessage[]) => {
        this.messages.push(...[messages].flat());
        this.messagesOf.set(item.label, [messages].flat());
        this.take(item.label, verdict);
        if (verdict === 'failed') real.failed(item, messages);
        else real.errored(item, messages);
      };
    this.run = {
      ...real,
      enqueued: (item) => real.enqueued(item),
      started: (item) => real.started(item),
      passed: note('passed'),
      skipped: note('skipped'),
      failed: bad('failed'),
      errored: bad('errored'),
      appendOutput: (text, location, item) => {
        this.output += text;
        real.appendOutput(text, location, item);
      },
      end: () => {
        this.ended = true;
        real.end();
      },
    };
  }

  /** Resolves when one more has ended. */
  nextVerdict(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private take(label: string, verdict: string): void {
    this.verdicts.set(label, verdict);
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** Why a scenario did not pass. */
  toldOf({ label }: vscode.TestItem): string[] {
    return (this.messagesOf.get(label) ?? []).map(toldOf);
  }
}

/** All that a message says, so that a test that fails names its cause. */
const toldOf = ({ message, expectedOutput, actualOutput, location }: vscode.TestMessage) =>
  `${location?.uri.fsPath}:${(location?.range.start.line ?? 0) + 1} ${String(message)} Expected ${expectedOutput}, got ${actualOutput}.`;
/** All rows of the view Flows below one. */
/** Of a window in which nothing was expanded or collapsed yet. */
const openRows = (memory = new Memory()) => new ExpandedRows(memory, 'rows');

async function rowsOf(tree: FlowTree, above?: FlowNode): Promise<{ node: FlowNode; item: vscode.TreeItem }[]> {
  const rows: { node: FlowNode; item: vscode.TreeItem }[] = [];
  for (const node of await tree.getChildren(above))
    rows.push({ node, item: tree.getTreeItem(node) }, ...(await rowsOf(tree, node)));
  return rows;
}
const hoverTexts = (hovers: readonly vscode.Hover[]) =>
  hovers
    .flatMap(({ contents }) => contents)
    .map((each) => (typeof each === 'string' ? each : each.value))
    .join('\n');

describe('the options of a server that was recorded', () => {
  it('recorded options of a server have their paths as the file has them, and an example by its name', () => {
    const web = { project: 'example:otp', pages: path.join(REPOSITORY, 'media/pages'), code: REPOSITORY };
    assert.deepEqual(recordedOptions({ mobileApps: path.join(REPOSITORY, '..', 'MobileApps'), web }, REPOSITORY), {
      mobileApps: '../MobileApps',
      web: { project: 'example:otp', pages: 'media/pages', code: '.' },
    });
  });
});

describe('scenarios in the editor', () => {
  let folder: string;
  const pool = new CheckPool();
  const servers = scenarioServers(path.join(REPOSITORY, 'dist/server.js'));
  const results = new ScenarioResults(new Memory(), currentMark(SHIPPED));
  const ages = new FlowAges(results, currentMark(SHIPPED));
  const faults = new FlowFaults(SHIPPED);
  let tests: ScenarioTests;
  let answers: StepAnswer[];
  const asked: string[] = [];
  const simulated: string[] = [];

  const uriOf = (name: string) => vscode.Uri.file(path.join(folder, `${name}.scenario.json`));
  function write(name: string, source: unknown): vscode.Uri {
    const uri = uriOf(name);
    fs.writeFileSync(uri.fsPath, typeof source === 'string' ? source : JSON.stringify(source, undefined, 2));
    return uri;
  }
  const lineOf = (uri: vscode.Uri, text: string) =>
    fs
      .readFileSync(uri.fsPath, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text));

  before(() => {
    folder = fs.mkdtempSync(path.join(workspaceRoot(), 'scenarios-'));
    tests = new ScenarioTests({
      pool,
      controller: testController(declaredId('testController', 'test.scenarios'), 'Scenarios'),
      shippedFolder: SHIPPED,
      jobs: 2,
      startServer:
        (onLog) =>
        (...wanted) =>
          servers.start(onLog, ...wanted),
      openSimulator: (file) => simulated.push(file),
      results,
      log: { warn: () => {} },
      ask: async ({ source }) => {
        asked.push(source.title ?? '');
        return answers.shift() ?? 'stop';
      },
    });
  });
  beforeEach(() => {
    answers = [];
    asked.length = 0;
  });
  after(async () => {
    tests.dispose();
    await ages.dispose();
    await pool.dispose();
    await servers.dispose();
    await closeEditors();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  async function untilLanguage(document: vscode.TextDocument, language: string): Promise<void> {
    while (document.languageId !== language) await next(vscode.workspace.onDidOpenTextDocument);
  }
  /** What is typed is read a little later, which no event tells. */
  async function untilItem(uri: vscode.Uri, isThere: boolean): Promise<void> {
    while ((tests.itemOf(uri) !== undefined) !== isThere) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  /** The item of a file, once it was found. */
  async function itemOf(uri: vscode.Uri): Promise<vscode.TestItem> {
    await tests.controller.refreshHandler?.(new vscode.CancellationTokenSource().token);
    const item = tests.itemOf(uri);
    assert.ok(item, `${uri.fsPath} is no test`);
    return item;
  }
  async function run(
    items: vscode.TestItem[],
    { token = new vscode.CancellationTokenSource().token, stepByStep = false } = {},
  ): Promise<Results> {
    const request = new vscode.TestRunRequest(items);
    const results = new Results(tests.controller.createTestRun(request));
    await tests.run(request, token, stepByStep, results.run);
    assert.ok(results.ended);
    return results;
  }

  it('scenarios are tests with their steps, those that are shipped in a node of their own', async () => {
    const uri = write('two', scenario('Two calls', [step('First', '/', 200), step('Second', '/', 200)]));
    const item = await itemOf(uri);
    assert.equal(item.label, 'Two calls');
    const steps = [...item.children].map(([, child]) => `${child.label} ${child.range?.start.line}`);
    const lines = ['First', 'Second'].map((title) => `${title} ${lineOf(uri, title) - 1}`);
    assert.deepEqual(steps, lines);
    const shipped = [...tests.controller.items].map(([, each]) => each).find(({ id }) => id === 'shipped');
    assert.equal(shipped?.children.size, fs.readdirSync(SHIPPED).length);
    for (const [, each] of shipped?.children ?? []) assert.equal(each.error, undefined, each.id);
  });

  it('a scenario passes, with what was sent in the output, and no secret', async () => {
    const results = await run([await itemOf(vscode.Uri.file(path.join(SHIPPED, 'otp-4dsid.scenario.json')))]);
    assert.deepEqual(results.messages.map(toldOf), []);
    assert.deepEqual([...new Set(results.verdicts.values())], ['passed']);
    assert.match(results.output, /→ POST http/);
    assert.match(results.output, /← 302 /);
    assert.match(results.output, /because .*web\.otp\.restored/);
    assert.match(results.output, /\$4DSID=•••/);
    assert.doesNotMatch(results.output, /[0-9A-F]{32}/);
  });

  describe('shipped scenarios', () => {
    let shipped: vscode.TestItem;
    let ran: Results;
    let running: Promise<void>;

    before(async () => {
      await tests.controller.refreshHandler?.(new vscode.CancellationTokenSource().token);
      const [node] = [...tests.controller.items].map(([, each]) => each).filter(({ id }) => id === 'shipped');
      assert.ok(node);
      shipped = node;
      // All at once, and each test waits for its own: more than a hundred would need a limit of their own.
      const request = new vscode.TestRunRequest([shipped]);
      ran = new Results(tests.controller.createTestRun(request));
      running = tests.run(request, new vscode.CancellationTokenSource().token, false, ran.run);
      running.catch(() => {});
    });
    after(() => running);

    for (const name of fs.readdirSync(SHIPPED)) {
      it(`the shipped scenario ${name} passes in the editor`, async () => {
        const item = tests.itemOf(vscode.Uri.file(path.join(SHIPPED, name)));
        assert.ok(item);
        while (!ran.verdicts.has(item.label) && !ran.ended) await Promise.race([ran.nextVerdict(), running]);
        assert.equal(ran.verdicts.get(item.label), 'passed', ran.toldOf(item).join('\n'));
      });
    }

    it('the node of all shipped scenarios runs each', async () => {
      const cancellation = new vscode.CancellationTokenSource();
      cancellation.cancel();
      const { verdicts } = await run([shipped], { token: cancellation.token });
      assert.deepEqual([...verdicts.keys()].sort(), [...shipped.children].map(([, { label }]) => label).sort());
    });
  });

  it('a scenario fails at the line that says what was expected, with what came instead', async () => {
    const uri = write(
      'fails',
      scenario('Fails', [step('Good', '/', 200), step('Bad', '/missing.html', 418), step('Never', '/', 200)]),
    );
    const results = await run([await itemOf(uri)]);
    assert.deepEqual(
      [...results.verdicts],
      [
        ['Good', 'passed'],
        ['Bad', 'failed'],
        ['Fails', 'failed'],
        ['Never', 'skipped'],
      ],
    );
    const [message] = results.messages;
    assert.equal(message?.message, 'Status 404, expected 418\nStep 2: Bad (Browser → 4D Server)');
    assert.equal(message?.expectedOutput, undefined, 'two numbers are no diff');
    assert.match(results.output, /^ +Status 404, expected 418\r?$/m);
    assert.equal(message?.location?.uri.fsPath, uri.fsPath);
    assert.equal(message?.location?.range.start.line, lineOf(uri, '418'));
  });

  it('a body that is not as expected is a diff, whose first line is short', async () => {
    const call = { ...step('Call', '/missing.html', 404), expect: { body: { equals: { ok: true } } } };
    const { messages } = await run([await itemOf(write('diff', scenario('Diff', [call])))]);
    assert.equal(messages.length, 1);
    const [first, second] = String(messages[0]?.message).split('\n');
    assert.match(String(first), /^Body: /);
    assert.equal(second, 'Step 1: Call (Browser → 4D Server)');
    assert.equal(messages[0]?.expectedOutput, '{\n  "ok": true\n}');
    assert.match(String(messages[0]?.actualOutput), /\n/);
  });

  it('shipped flows run with all tests only where the setting asks for it', async () => {
    await itemOf(write('mine', scenario('Mine', [step('Call', '/', 200)])));
    const shipped = [...tests.controller.items].map(([, each]) => each).find(({ id }) => id === 'shipped');
    assert.ok(shipped);
    const cancelled = new vscode.CancellationTokenSource();
    cancelled.cancel();
    const setRunShipped = (value: boolean | undefined) =>
      vscode.workspace
        .getConfiguration()
        .update(SCENARIO_SETTINGS.runShipped.key, value, vscode.ConfigurationTarget.Workspace);
    const runAll = async () => {
      const request = new vscode.TestRunRequest();
      const results = new Results(tests.controller.createTestRun(request));
      await tests.run(request, cancelled.token, false, results.run);
      return results.verdicts;
    };
    const [flow] = [...shipped.children].map(([, { label }]) => label);
    const without = await runAll();
    assert.equal(without.get('Mine'), 'skipped');
    assert.equal(without.has(String(flow)), false);
    await setRunShipped(true);
    try {
      assert.equal((await runAll()).get(String(flow)), 'skipped');
    } finally {
      await setRunShipped(undefined);
    }
  });

  it('a scenario fails in the file that it includes', async () => {
    const part = write('part', scenario('Part', [step('Included', '/', 418)]));
    const uri = write('whole', scenario('Whole', [{ include: 'part.scenario.json' }, step('After', '/', 200)]));
    const results = await run([await itemOf(uri)]);
    assert.equal(results.verdicts.get('Included'), 'failed');
    assert.equal(results.messages[0]?.location?.uri.fsPath, part.fsPath);
    assert.equal(results.messages[0]?.location?.range.start.line, lineOf(part, '418'));
  });

  it('a scenario runs up to the step that was asked for', async () => {
    const uri = write(
      'some',
      scenario('Some', [step('One', '/', 200), step('Two', '/', 200), step('Three', '/', 418)]),
    );
    const item = await itemOf(uri);
    const second = item.children.get('1');
    assert.ok(second);
    const results = await run([second]);
    assert.deepEqual(
      [...results.verdicts],
      [
        ['One', 'passed'],
        ['Two', 'passed'],
        ['Some', 'passed'],
      ],
    );
  });

  it('a scenario stops before each step, and goes on as it is told', async () => {
    const steps = ['Ask 1', 'Ask 2', 'Ask 3', 'Ask 4'].map((title) => step(title, '/', 200));
    const item = await itemOf(write('asked', scenario('Asked', steps)));
    answers = ['next', 'next', 'stop'];
    const stopped = await run([item], { stepByStep: true });
    assert.deepEqual(asked, ['Ask 1', 'Ask 2', 'Ask 3']);
    assert.deepEqual([...stopped.verdicts.values()], ['passed', 'passed', 'skipped', 'skipped', 'skipped']);
    asked.length = 0;
    answers = ['next', 'end'];
    const ended = await run([item], { stepByStep: true });
    assert.deepEqual(asked, ['Ask 1', 'Ask 2']);
    assert.deepEqual([...new Set(ended.verdicts.values())], ['passed']);
    answers = ['simulator'];
    await run([item], { stepByStep: true });
    assert.deepEqual(simulated, [item.uri?.fsPath]);
  });

  it('a scenario ends when it is cancelled', async () => {
    const cancellation = new vscode.CancellationTokenSource();
    const item = await itemOf(write('slow', scenario('Slow', [step('Quick', '/', 200), step('Later', '/', 200)])));
    const wanted = new vscode.TestRunRequest([item]);
    const results = new Results(tests.controller.createTestRun(wanted));
    const { passed } = results.run;
    results.run.passed = (...args) => {
      passed(...args);
      cancellation.cancel();
    };
    await tests.run(wanted, cancellation.token, false, results.run);
    assert.deepEqual(
      [...results.verdicts],
      [
        ['Quick', 'passed'],
        ['Slow', 'skipped'],
        ['Later', 'skipped'],
      ],
    );
  });

  it('a scenario that is at fault cannot run, and tells where', async () => {
    const uri = write('broken', scenario('Broken', [{ ...step('Who?', '/', 200), from: 'Browsr' }]));
    const results = await run([await itemOf(uri)]);
    assert.deepEqual([...results.verdicts.values()], ['errored']);
    assert.equal(results.messages[0]?.location?.range.start.line, lineOf(uri, 'Browsr'));
  });

  it('a scenario tells why its server does not start', async () => {
    const server = { mobile: { rules: 'of another kind' } };
    const item = await itemOf(write('serverless', scenario('No server', [step('Call', '/', 200)], { server })));
    const results = await run([item]);
    assert.deepEqual([...results.verdicts.values()], ['errored']);
    const { line } = results.messages[0]?.location?.range.start ?? {};
    assert.equal(line, lineOf(item.uri as vscode.Uri, '"rules"'));
    const unsafe = { https: { cert: 'no-such-cert.pem', key: 'no-such-key.pem' } };
    const other = await itemOf(
      write('no-cert', scenario('No certificate', [step('Call', '/', 200)], { server: unsafe })),
    );
    const started = await run([other]);
    assert.deepEqual(
      [...started.verdicts],
      [
        ['No certificate', 'errored'],
        ['Call', 'skipped'],
      ],
    );
    assert.match(String(started.messages[0]?.message), /no-such-cert/);
  });

  it('the output of a scenario has its words whole, with a password that is a part of them, too', async () => {
    const json = {
      email: 'ada@example.com',
      password: 'mobi',
      application: { id: 'com.example.App', name: 'App', version: '1.0.0' },
      team: { id: 'TEAM' },
      device: { id: '0DC5132E-1EF4-407C-A832-5FE33D818AF3', description: 'iPhone X', version: '11.3', simulator: true },
      language: { id: 'en_US', code: 'en', region: 'US' },
    };
    const login = {
      title: 'Log in',
      from: 'Browser',
      to: '4D Server',
      request: { url: '/mobileapp/$authenticate', json, headers: { 'X-QMobile': '1' } },
      expect: { status: 401 },
    };
    const variables = { word: { value: 'log', secret: true } };
    const server = { mobile: { policy: { otherwise: { outcome: 'refuse' } } } };
    const { output } = await run([await itemOf(write('short', scenario('Short', [login], { server, variables })))]);
    assert.match(output, /→ POST \S+\/mobileapp\/\$authenticate/);
    assert.match(output, /because [^•]*mobile\.login\.refused/);
    assert.match(output, /1\. Log in/);
  });

  it('a scenario that fails keeps to itself what is secret', async () => {
    const call = { ...step('Call', '/?word={{word}}', 200), expect: { status: 200, body: { equals: '{{word}}' } } };
    const variables = { word: { value: 'open-sesame', secret: true } };
    const item = await itemOf(write('secret', scenario('Secret', [call], { variables })));
    const results = await run([item]);
    assert.equal(results.verdicts.get('Call'), 'failed');
    const [message] = results.messages;
    assert.match(String(message?.expectedOutput), /•••/);
    for (const text of [message?.message, message?.expectedOutput, message?.actualOutput, results.output]) {
      assert.ok(!String(text).includes('open-sesame'), String(text));
    }
  });

  it('a scenario runs as it is typed, not as it was saved', async () => {
    const uri = write('typed', scenario('Typed', [step('Call', '/', 418)]));
    const item = await itemOf(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await replace(document, '418', '200');
    const results = await run([item]);
    assert.deepEqual([...new Set(results.verdicts.values())], ['passed']);
    await vscode.window.showTextDocument(document);
    await closeEditors();
  });

  it('a scenario has its findings in Problems while it is typed, each once', async () => {
    const uri = write('problems', scenario('Problems', [step('Call', '/', 200)]));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await untilLanguage(document, SCENARIO_LANGUAGE);
    await replace(document, '"from": "Browser"', '"from": "Browsr"');
    await untilCodes(uri, ['scenario/actor']);
    const [problem] = vscode.languages.getDiagnostics(uri);
    assert.equal(document.getText(problem?.range), '"Browsr"');
    assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
    await replace(document, '"Browsr"', '"Browser", "form": 1');
    await untilCodes(uri, ['scenario/schema']);
    await replace(document, '"form": 1,', '"form" 1,');
    await untilCodes(uri, ['scenario/json']);
    await replace(document, ', "form" 1', '');
    await untilCodes(uri, []);
    await closeEditors();
  });

  it('a scenario shows one finding once, also where somebody has made the file JSON', async () => {
    const uri = write('as-json', scenario('As JSON', [{ ...step('Call', '/', 200), from: 'Browsr' }]));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await untilLanguage(document, SCENARIO_LANGUAGE);
    await vscode.languages.setTextDocumentLanguage(document, 'json');
    const sources = () =>
      vscode.languages
        .getDiagnostics(uri)
        .map(({ source }) => source)
        .join();
    const untilSources = async (wanted: string) => {
      while (sources() !== wanted) await next(vscode.languages.onDidChangeDiagnostics);
    };
    await untilSources('Session Workbench');
    await replace(document, '"title": "Call"', '"title" "Call"');
    // VS Code's own JSON support says it now, and ours has stepped back.
    await untilSources('json');
    await closeEditors();
  });

  it('an actor has one name everywhere, and a name that no actor has is repaired with the nearest one', async () => {
    const uri = write('actors', scenario('Actors', [step('Call', '/', 200), step('Again', '/', 200)]));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await untilLanguage(document, SCENARIO_LANGUAGE);
    const at = (text: string, after = 0) => document.positionAt(document.getText().indexOf(text) + after);
    const from = at('"from": "Browser"', 10);
    const [declared] = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      uri,
      from,
    );
    assert.equal(declared?.range.start.line, lineOf(uri, '"Browser": {'));
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      uri,
      from,
      'Front end',
    );
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.getText().match(/"Front end"/g)?.length, 3);
    assert.deepEqual(codes(uri), []);
    await replace(document, '"from": "Front end"', '"from": "Front edn"');
    await untilCodes(uri, ['scenario/actor']);
    const [problem] = vscode.languages.getDiagnostics(uri);
    assert.ok(problem);
    const [fix] = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    assert.equal(fix?.title, 'Change to “Front end”');
    assert.ok(fix.edit);
    await vscode.workspace.applyEdit(fix.edit);
    await untilCodes(uri, []);
    await closeEditors();
  });

  it('an actor is renamed in the files that include it and that it includes, and not where one of them ships', async () => {
    const rename = (uri: vscode.Uri, at: vscode.Position) =>
      vscode.commands.executeCommand<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', uri, at, 'Client');
    const part = write('rename-part', scenario('Part', [step('Call', '/', 200)]));
    const above = write('rename-above', scenario('Above', [{ include: './rename-part.scenario.json' }]));
    const beside = write('rename-beside', scenario('Beside', [step('Call', '/', 200)]));
    const document = await vscode.workspace.openTextDocument(part);
    await vscode.window.showTextDocument(document);
    await untilLanguage(document, SCENARIO_LANGUAGE);
    const at = document.positionAt(document.getText().indexOf('"from": "Browser"') + 10);
    const edit = await rename(part, at);
    assert.deepEqual(
      edit.entries().map(([{ fsPath }, edits]) => [path.basename(fsPath), edits.length]),
      [
        ['rename-part.scenario.json', 2],
        ['rename-above.scenario.json', 1],
      ],
    );
    const include = path.join(SHIPPED, 'otp-4dsid.scenario.json');
    const actors = { 'Front end': { role: 'browser' } };
    const shared = write('rename-shared', { ...scenario('Shared', [{ include }]), actors });
    const text = await vscode.workspace.openTextDocument(shared);
    await vscode.window.showTextDocument(text);
    await untilLanguage(text, SCENARIO_LANGUAGE);
    await assert.rejects(
      async () => rename(shared, text.positionAt(text.getText().indexOf('"Front end"') + 2)),
      /otp-4dsid\.scenario\.json has the actor Front end, too\. It ships with the extension and is not changed\./,
    );
    await closeEditors();
    for (const { fsPath } of [part, above, beside, shared]) fs.rmSync(fsPath);
  });

  it('scenarios are completed and explained from the schema, also where they name it', async () => {
    const source = scenario('Complete', [step('Call', '/', 200)], { $schema: '../../schemas/scenario.schema.json' });
    const uri = write('complete', source);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await untilLanguage(document, SCENARIO_LANGUAGE);
    const at = (text: string) => document.positionAt(document.getText().indexOf(text) + 2);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      at('"status"'),
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    for (const label of ['cause', 'cookies', 'webSession']) assert.ok(labels.includes(label), labels.join());
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      at('"role"'),
    );
    assert.match(hoverTexts(hovers), /SameSite/);
    const inServer = document.positionAt(document.getText().indexOf('"project"') + 2);
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, inServer);
    assert.ok(hover, 'options of the server are not explained');
    assert.deepEqual(codes(uri), []);
    await closeEditors();
  });

  it('a scenario has what runs and shows it over its first line', async () => {
    const uri = write('lens', scenario('Lens', [step('Call', '/', 200)]));
    await vscode.workspace.openTextDocument(uri);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    const commands = lenses.map(({ command, range }) => `${range.start.line} ${command?.command}`);
    assert.deepEqual(commands, [`0 ${SCENARIO_COMMANDS.scenarioRun.id}`, `0 ${FLOW_COMMANDS.flowOpen.id}`]);
  });

  describe('scenarios of another tool', () => {
    const THEIRS = '{\n  "name": "Checkout",\n  "steps": [\n    { "click": "#pay" }\n  ]\n}';
    const lensesOf = (uri: vscode.Uri) =>
      vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    const flowsOf = async () => {
      const files = new FlowFiles(pool, SHIPPED);
      const groups = await files.groups();
      files.dispose();
      return groups.flatMap(({ files: all }) => all.map(({ file }) => file));
    };

    it("another tool's scenario is left alone: JSON, without a finding, a test, a flow or a lens", async () => {
      const theirs = write('theirs', THEIRS);
      const ours = write('ours', scenario('Ours', [step('Call', '/', 418)]));
      const document = await vscode.workspace.openTextDocument(theirs);
      await vscode.window.showTextDocument(document);
      // Those that come later are looked at later.
      await untilLanguage(await vscode.workspace.openTextDocument(ours), SCENARIO_LANGUAGE);
      await itemOf(ours);
      assert.equal(document.languageId, 'json');
      assert.deepEqual(codes(theirs), []);
      assert.equal(tests.itemOf(theirs), undefined);
      const flows = await flowsOf();
      assert.ok(flows.includes(ours.fsPath) && !flows.includes(theirs.fsPath));
      assert.deepEqual(await lensesOf(theirs), []);
      assert.equal((await lensesOf(ours)).length, 2);
      await assert.rejects(
        async () => openScenario(theirs.fsPath, vscode.Uri.file(REPOSITORY)),
        /theirs\.scenario\.json is no scenario: one has "steps"/,
      );
      await closeEditors();
    });

    it("a scenario becomes ours as it is typed, and another tool's again", async () => {
      const uri = write('becomes', THEIRS);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      assert.equal(document.languageId, 'json');
      await replace(document, '  "steps"', '  "actors": {},\n  "steps"');
      await untilLanguage(document, SCENARIO_LANGUAGE);
      while (codes(uri).length === 0) await next(vscode.languages.onDidChangeDiagnostics);
      await untilItem(uri, true);
      await replace(document, '"actors"', '"cast"');
      await untilLanguage(document, 'json');
      await untilCodes(uri, []);
      await untilItem(uri, false);
      await replace(document, '"cast"', '"actors"');
      await untilLanguage(document, SCENARIO_LANGUAGE);
      // What the user picks stays, whatever is typed then; and the findings stay too.
      await vscode.languages.setTextDocumentLanguage(document, 'jsonc');
      await replace(document, '"Checkout"', '"Checkout 2"');
      while (codes(uri).length === 0) await next(vscode.languages.onDidChangeDiagnostics);
      assert.equal(document.languageId, 'jsonc');
      await closeEditors();
    });
  });

  it('a scenario keeps the language of files.associations, with findings, completion and hover', async () => {
    const files = vscode.workspace.getConfiguration('files');
    await files.update('associations', { '*.chosen.scenario.json': 'json' }, vscode.ConfigurationTarget.Global);
    try {
      const uri = write('by.chosen', scenario('Chosen', [{ ...step('Call', '/', 200), from: 'Browsr', form: 1 }]));
      const other = write('by.nobody', scenario('Other', [step('Call', '/', 200)]));
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      await untilLanguage(await vscode.workspace.openTextDocument(other), SCENARIO_LANGUAGE);
      await untilCodes(uri, ['scenario/schema']);
      assert.equal(document.languageId, 'json');
      const at = document.positionAt(document.getText().indexOf('"role"') + 2);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
      assert.match(hoverTexts(hovers), /SameSite/);
    } finally {
      await files.update('associations', undefined, vscode.ConfigurationTarget.Global);
      await closeEditors();
    }
  });

  it('scenarios are found whatever ignore files and search settings say, but not in node_modules', async () => {
    const root = workspaceRoot();
    const ignore = ['.gitignore', '.ignore'].map((name) => path.join(root, name));
    for (const file of ignore) fs.writeFileSync(file, '*.scenario.json\n[sS]cenarios-*/\n');
    const { update } = vscode.workspace.getConfiguration('search');
    const set = async (on: boolean) => {
      await update('exclude', on ? { '**/scenarios-*': true } : undefined, vscode.ConfigurationTarget.Workspace);
      await update('experimental.useIgnoreFilesInFindFiles', on || undefined, vscode.ConfigurationTarget.Global);
    };
    try {
      await set(true);
      fs.mkdirSync(path.join(folder, 'node_modules/x'), { recursive: true });
      const skipped = write('node_modules/x/skipped', scenario('Skipped', [step('Call', '/', 200)]));
      const ignored = write('ignored', scenario('Ignored', [step('Call', '/', 200)]));
      await itemOf(ignored);
      const flows = new FlowFiles(pool, SHIPPED);
      const groups = await flows.groups();
      flows.dispose();
      assert.ok(groups.some(({ files }) => files.some(({ file }) => file === ignored.fsPath)));
      assert.equal(tests.itemOf(skipped), undefined);
    } finally {
      await set(false);
      for (const file of ignore) fs.rmSync(file);
    }
  });

  it('files of scenarios above the limit are told in the view Flows', async () => {
    for (const name of ['many-1', 'many-2']) write(name, scenario(name, [step('Call', '/', 200)]));
    const flows = new FlowFiles(pool, SHIPPED, 0);
    const tree = new FlowTree(flows, results, ages, faults, openRows());
    try {
      const rows = (await tree.getChildren()).map((node) => tree.getTreeItem(node));
      const told = rows.filter(({ description }) => /^too many files: \d+ more/.test(String(description)));
      assert.equal(told.length, 1);
      assert.match(
        String(told[0]?.accessibilityInformation?.label),
        /0 flows, too many files: \d+ more .*files\.exclude/,
      );
    } finally {
      tree.dispose();
      await flows.dispose();
    }
  });

  it('the view Flows shows how each flow ended when it ran last, and that its file was changed since', async () => {
    const good = write('shown', scenario('Shown', [step('Call', '/', 200)]));
    const bad = write('shown-bad', scenario('Shown: bad', [step('Call', '/', 418)]));
    const flows = new FlowFiles(pool, SHIPPED);
    const tree = new FlowTree(flows, results, ages, faults, openRows());
    const rowOf = async (name: string) => {
      for (const row of await rowsOf(tree)) {
        if (row.node.kind === 'flow' && row.node.flow.name === name) return row.item;
      }
      throw new Error(`There is no row ${name}.`);
    };
    const iconOf = ({ iconPath }: vscode.TreeItem) => {
      assert.ok(iconPath instanceof vscode.ThemeIcon);
      return `${iconPath.id} ${iconPath.color?.id}`;
    };
    try {
      assert.equal(iconOf(await rowOf('Shown')), 'circle-outline sessionWorkbench.icon.off');
      await run([await itemOf(good), await itemOf(bad)]);
      const [shown, twin] = [await rowOf('Shown'), await rowOf('Shown: bad')];
      assert.equal(iconOf(shown), 'pass sessionWorkbench.icon.good');
      assert.equal(shown.description, 'shown.scenario.json · 1 failed');
      assert.equal(twin.label, 'Bad');
      assert.equal(iconOf(twin), 'error sessionWorkbench.icon.bad');
      assert.match(String(twin.accessibilityInformation?.label), /^Flow Shown: bad, Failed: .*\d/);
      // Those at fault are looked at in the background.
      await rowsOf(tree);
      await faults.settled();
      const [group] = (await rowsOf(tree)).flatMap(({ node, item }) =>
        node.kind === 'group' ? [{ item, files: node.group.files.map(({ file }) => file) }] : [],
      );
      assert.ok(group);
      assert.ok(group.files.includes(bad.fsPath));
      const atFault = group.files.filter((file) => faults.of(file) !== undefined).length;
      assert.ok(atFault > 0 && atFault < group.files.length, String(atFault));
      const counts = new RegExp(`^${group.files.length} · ${atFault} at fault · [1-9]\\d* failed$`);
      assert.match(String(group.item.description), counts);
      const document = await vscode.workspace.openTextDocument(bad);
      await replace(document, '418', '200');
      await document.save();
      const again = new FlowFiles(pool, SHIPPED);
      const changed = new FlowTree(again, results, ages, faults, openRows());
      const old = (await rowsOf(changed)).find(({ node }) => node.kind === 'flow' && node.flow.file === bad.fsPath);
      changed.dispose();
      await again.dispose();
      assert.equal(old && iconOf(old.item), 'error sessionWorkbench.icon.off');
      assert.match(String(old?.item.description), /changed since/);
    } finally {
      tree.dispose();
      await flows.dispose();
      for (const { fsPath } of [good, bad]) fs.rmSync(fsPath);
    }
  });

  it('the result of a flow is old when an include or a file of its server was changed and saved since', async () => {
    const part = write('part', scenario('Part', [step('Call', '/', 200)]));
    const project = path.join(folder, 'project');
    fs.cpSync(OTP, project, { recursive: true });
    const whole = write('of-part', {
      ...scenario('Of a part', [{ include: './part.scenario.json' }]),
      server: { web: { project: './project' } },
    });
    const flows = new FlowFiles(pool, SHIPPED);
    const own = new FlowAges(results, currentMark(SHIPPED));
    const tree = new FlowTree(flows, results, own, faults, openRows());
    const isOld = async () => {
      const rows = await rowsOf(tree);
      const row = rows.find(({ node }) => node.kind === 'flow' && node.flow.file === whole.fsPath);
      return /changed since/.test(String(row?.item.description));
    };
    const handlers = path.join(project, 'Project/Sources/HTTPHandlers.json');
    try {
      for (const file of [part.fsPath, handlers]) {
        (await results.begun(whole.fsPath))('passed');
        assert.equal(await isOld(), false, file);
        const document = await vscode.workspace.openTextDocument(file);
        const redrawn = next(own.onDidChange);
        await replace(document, '{', '{ ');
        await document.save();
        await redrawn;
        assert.equal(await isOld(), true, file);
      }
    } finally {
      tree.dispose();
      await own.dispose();
      await flows.dispose();
      for (const { fsPath } of [part, whole]) fs.rmSync(fsPath);
      fs.rmSync(project, { recursive: true });
    }
  });

  it('groups of flows that were collapsed or expanded are so in the next window', async () => {
    const flows = new FlowFiles(pool, SHIPPED);
    const memory = new Memory();
    const trees = [1, 2].map(() => new FlowTree(flows, results, ages, faults, openRows(memory)));
    const [before, after] = trees as [FlowTree, FlowTree];
    try {
      const [shipped] = (await before.getChildren()).slice(-1) as [FlowNode];
      const [area] = (await before.getChildren(shipped)) as [FlowNode];
      before.rowToggled(shipped, false);
      before.rowToggled(area, true);
      const next = new FlowTree(flows, results, ages, faults, openRows(memory));
      trees.push(next);
      const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
      assert.deepEqual(
        [shipped, area].map((row) => next.getTreeItem(row).collapsibleState),
        [Collapsed, Expanded],
      );
      assert.deepEqual(
        [shipped, area].map((row) => after.getTreeItem(row).collapsibleState),
        [Expanded, Collapsed],
        'a window that was there before',
      );
    } finally {
      for (const each of trees) each.dispose();
      await flows.dispose();
    }
  });

  it('the flows that ship are in groups by what they are about, which say how many there are', async () => {
    const flows = new FlowFiles(pool, SHIPPED);
    const tree = new FlowTree(flows, results, ages, faults, openRows());
    try {
      const shipped = (await tree.getChildren()).at(-1);
      const areas = (await tree.getChildren(shipped)).map((node) => tree.getTreeItem(node));
      assert.deepEqual(
        areas.map(({ label }) => label),
        ['4D Web Sessions', '4D Mobile Apps', 'Mendix', 'Token Sessions', 'CORS'],
      );
      const counts = areas.map(({ description }) => Number(description));
      assert.equal(
        counts.reduce((sum, each) => sum + each, 0),
        fs.readdirSync(SHIPPED).length,
      );
      const labels = (await rowsOf(tree, shipped)).map(({ item }) => String(item.label));
      assert.ok(labels.includes('Cookie lost'), 'a twin says only what goes wrong');
      assert.ok(labels.includes('Cold start'), 'flows about one thing have a row above them');
    } finally {
      tree.dispose();
      await flows.dispose();
    }
  });

  it('a scenario of the workspace includes a flow that ships', async () => {
    const include = path.join(SHIPPED, 'mendix-session.scenario.json');
    const uri = write('of-shipped', scenario('Shipped', [{ include }]));
    const { steps } = await openScenario(uri.fsPath, vscode.Uri.file(REPOSITORY));
    assert.ok(steps.length > 1);
    await vscode.workspace.openTextDocument(uri);
    await itemOf(uri);
    assert.deepEqual(codes(uri), []);
  });

  it('a scenario that is recorded from the dev server passes', async () => {
    const server = devServer();
    const keys = new Map<string, unknown>();
    const contextKeys = { set: ({ id }: { readonly id: string }, value: unknown) => void keys.set(id, value) } as never;
    const recording = new ScenarioRecording(
      server,
      { client: async () => server.client },
      contextKeys,
      new FileDialogs(new Memory()),
    );
    try {
      // A scenario takes no path that leads out of the workspace.
      const project = path.join(folder, 'otp');
      fs.cpSync(OTP, project, { recursive: true });
      const { url } = await server.start({ web: { project }, port: 0 });
      assert.equal(keys.get('sessionWorkbench.recording'), false);
      await recording.start();
      assert.equal(keys.get('sessionWorkbench.recording'), true);
      const browser = { 'user-agent': 'Mozilla/5.0 (test)' };
      assert.equal((await request(`${url}/index.shtml`, 'GET', browser)).status, 200);
      assert.equal((await request(`${url}/missing.html`, 'GET', browser)).status, 404);
      const uri = uriOf('recorded');
      await recording.stop(uri);
      assert.equal(keys.get('sessionWorkbench.recording'), false);
      assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, uri.fsPath);
      const text = fs.readFileSync(uri.fsPath, 'utf8');
      assert.ok(!text.includes(url), text);
      assert.equal(JSON.parse(text).server.web.project, 'otp');
      const results = await run([await itemOf(uri)]);
      assert.deepEqual(
        [...results.verdicts],
        [
          ['GET /index.shtml', 'passed'],
          ['GET /missing.html', 'passed'],
          ['recorded', 'passed'],
        ],
      );
      await recording.start();
      const off = next(server.onDidChangeStatus);
      await server.stop();
      await off;
      assert.equal(recording.isOn, false);
    } finally {
      recording.dispose();
      server.dispose();
      await closeEditors();
    }
  });
});
