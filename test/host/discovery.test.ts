import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { CheckPool } from '../../src/disk/checkPool';
import { declaredId } from '../../src/vscode/contract/part';
import { FlowAges } from '../../src/vscode/flows/flowAges';
import { FLOW_COMMANDS } from '../../src/vscode/flows/flowContract';
import { FlowFaults } from '../../src/vscode/flows/flowFaults';
import { FlowFiles } from '../../src/vscode/flows/flowFiles';
import { type FlowNode, FlowTree } from '../../src/vscode/flows/flowTree';
import { testController } from '../../src/vscode/host/declared';
import { ExpandedRows } from '../../src/vscode/host/expandedRows';
import { VSCODE_COMMANDS } from '../../src/vscode/host/vscodeContract';
import { currentMark } from '../../src/vscode/scenarios/currentMark';
import { ScenarioResults } from '../../src/vscode/scenarios/scenarioResults';
import { scenarioServers } from '../../src/vscode/scenarios/scenarioServers';
import { ScenarioTests } from '../../src/vscode/scenarios/scenarioTests';
import { Memory } from './memory';
import { TestWindow } from './testWindow';
import { closeEditors, next, replace, workspaceRoot } from './workspace';

const REPOSITORY = path.resolve(__dirname, '../../..');
const SHIPPED = path.join(REPOSITORY, 'media/scenarios');

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
/** Of a window in which nothing was expanded or collapsed yet. */
const openRows = () => new ExpandedRows(new Memory(), 'rows');

/** All rows of the view Flows below one. */
async function rowsOf(tree: FlowTree, above?: FlowNode): Promise<{ node: FlowNode; item: vscode.TreeItem }[]> {
  const rows: { node: FlowNode; item: vscode.TreeItem }[] = [];
  for (const node of await tree.getChildren(above))
    rows.push({ node, item: tree.getTreeItem(node) }, ...(await rowsOf(tree, node)));
  return rows;
}

describe('what is found without knowing where it is', () => {
  const window = new TestWindow();
  const pool = new CheckPool();
  const results = new ScenarioResults(new Memory(), currentMark(SHIPPED));
  const ages = new FlowAges(results, currentMark(SHIPPED));
  let folder: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(workspaceRoot(), 'discovery-'));
  });
  after(async () => {
    await Promise.all([ages.dispose(), results.dispose(), pool.dispose()]);
    await closeEditors();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const uriOf = (name: string) => vscode.Uri.file(path.join(folder, `${name}.scenario.json`));
  function write(name: string, source: unknown): vscode.Uri {
    const uri = uriOf(name);
    fs.mkdirSync(path.dirname(uri.fsPath), { recursive: true });
    fs.writeFileSync(uri.fsPath, typeof source === 'string' ? source : JSON.stringify(source, undefined, 2));
    return uri;
  }

  describe('flows that are at fault', () => {
    const good = scenario('Sound', [step('Call', '/', 200)]);
    const table: readonly (readonly [string, string, unknown, RegExp])[] = [
      ['is no JSON', 'not-json', '{ "name": "Broken",\n  "actors": {},\n  "steps": [ }', /^Line 3: /],
      [
        'names an actor that nobody declares',
        'no-actor',
        scenario('Astray', [{ ...step('Call', '/', 200), to: 'Nobody' }]),
        /^Line \d+: .*Nobody/,
      ],
      [
        'includes a file that is not there',
        'no-include',
        scenario('Missing', [{ include: './absent.scenario.json' }]),
        /^Line \d+: .*absent/,
      ],
      [
        'has a member that the schema does not have',
        'no-schema',
        scenario('Odd', [{ ...step('Call', '/', 200), expct: {} }]),
        /^Line \d+: .*expct/,
      ],
    ];
    const shownRows = async (tree: FlowTree, own: FlowFaults) => {
      await tree.getChildren();
      await own.settled();
      return rowsOf(tree);
    };

    for (const [what, stem, source, words] of table) {
      it(`a flow that ${what} says so in the view Flows before it is opened, and leads to the line`, async () => {
        const files = [write(stem, source), write(`${stem}-sound`, good)];
        const flows = new FlowFiles(pool, SHIPPED);
        const own = new FlowFaults(SHIPPED);
        const tree = new FlowTree(flows, results, ages, own, openRows());
        try {
          const rows = await shownRows(tree, own);
          const rowOf = (uri: vscode.Uri) => {
            const row = rows.find(({ node }) => node.kind === 'flow' && node.flow.file === uri.fsPath);
            assert.ok(row);
            return row.item;
          };
          const [bad, sound] = files.map((uri) => rowOf(uri));
          assert.equal((bad?.iconPath as vscode.ThemeIcon | undefined)?.id, 'warning');
          assert.match(String(bad?.description), /at fault/);
          assert.match(String(bad?.accessibilityInformation?.label), /, at fault, Line \d+: /);
          const tooltip = bad?.tooltip;
          assert.ok(tooltip instanceof vscode.MarkdownString);
          const told = own.of(files[0]?.fsPath ?? '')?.words ?? '';
          assert.match(told, words);
          assert.ok(tooltip.value.includes('Line'));
          assert.equal(bad?.command?.command, FLOW_COMMANDS.flowOpenFile.id);
          assert.equal(sound?.command?.command, FLOW_COMMANDS.flowOpen.id);
          assert.doesNotMatch(String(sound?.description), /at fault/);
          const group = rows.find(({ node }) => node.kind === 'group' && node.group.folder);
          assert.match(String(group?.item.description), /\d+ at fault/);
          await vscode.commands.executeCommand(FLOW_COMMANDS.flowOpenFile.id, ...(bad?.command?.arguments ?? []));
          const editor = vscode.window.activeTextEditor;
          assert.equal(editor?.document.uri.fsPath, files[0]?.fsPath);
          assert.equal(editor?.selection.active.line, own.of(files[0]?.fsPath ?? '')?.line);
        } finally {
          tree.dispose();
          await Promise.all([flows.dispose(), own.dispose()]);
          for (const { fsPath } of files) fs.rmSync(fsPath);
          await closeEditors();
        }
      });
    }

    it('a flow is at fault no more once its include is there, and the flows that ship never are', async () => {
      const uri = write('heals', scenario('Heals', [{ include: './healer.scenario.json' }]));
      const own = new FlowFaults(SHIPPED);
      try {
        await own.lookAt([uri.fsPath]);
        assert.match(own.of(uri.fsPath)?.words ?? '', /healer/);
        let fired = 0;
        own.onDidChange(() => fired++);
        await own.lookAt([uri.fsPath]);
        assert.equal(fired, 0);
        const healer = write('healer', good);
        await own.lookAt([uri.fsPath]);
        assert.equal(own.of(uri.fsPath), undefined);
        assert.equal(fired, 1);
        const shipped = fs.readdirSync(SHIPPED).map((name) => path.join(SHIPPED, name));
        await own.lookAt(shipped);
        assert.deepEqual(
          shipped.filter((file) => own.of(file)),
          [],
        );
        fs.rmSync(healer.fsPath);
      } finally {
        await own.dispose();
        fs.rmSync(uri.fsPath);
      }
    });
  });

  describe('New Scenario', () => {
    const create = (...given: unknown[]) => vscode.commands.executeCommand(FLOW_COMMANDS.scenarioCreate.id, ...given);
    const picking = (label: string) =>
      window.answering('showQuickPick', (items: readonly vscode.QuickPickItem[]) =>
        items.find((each) => each.label === label),
      );
    const savingAt = (...places: (vscode.Uri | undefined)[]) =>
      window.answering('showSaveDialog', () => places.shift());
    const proposedIn = ([first]: readonly unknown[][]) =>
      (first?.[0] as vscode.SaveDialogOptions | undefined)?.defaultUri?.fsPath;
    const shownName = () => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.getText(editor.selection);
    };

    afterEach(closeEditors);

    for (const [template, stem, name] of [
      ['Empty Scenario', 'scenario', 'New scenario'],
      ['OTP with $4DSID', 'otp-4dsid', 'OTP with $4DSID'],
    ] as const) {
      it(`a new scenario from ${template} is made where the user wants it, and opens with its name selected`, async () => {
        picking(template);
        const to = vscode.Uri.file(path.join(folder, `made-${stem}.json`));
        const asked = savingAt(to);
        await create(vscode.Uri.file(folder));
        assert.equal(proposedIn(asked), uriOf(stem).fsPath);
        const made = uriOf(`made-${stem}`);
        assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, made.fsPath);
        assert.equal(shownName(), name);
        const own = new FlowFaults(SHIPPED);
        await own.lookAt([made.fsPath]);
        assert.equal(own.of(made.fsPath), undefined);
        await own.dispose();
      });
    }

    it('a new scenario never writes over a file, and a name that is taken is not proposed', async () => {
      const taken = write('scenario', 'mine');
      picking('Empty Scenario');
      const asked = savingAt(taken, undefined);
      const failed = window.answering('showErrorMessage', () => undefined);
      await create(vscode.Uri.file(folder));
      assert.match(String(failed[0]?.[0]), /exists already and is left as it is/);
      assert.equal(fs.readFileSync(taken.fsPath, 'utf8'), 'mine');
      assert.equal(proposedIn(asked), uriOf('scenario-2').fsPath);
      const before = fs.readdirSync(folder).length;
      await create(vscode.Uri.file(folder));
      assert.equal(fs.readdirSync(folder).length, before);
      fs.rmSync(taken.fsPath);
    });

    it('nothing is made when no template is chosen', async () => {
      window.answering('showQuickPick', () => undefined);
      const asked = savingAt();
      await create();
      assert.deepEqual(asked, []);
    });
  });

  describe('links of scenarios and handlers', () => {
    const linksOf = async (uri: vscode.Uri) => {
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', uri);
      return new Map(links.map(({ range, target }) => [document.getText(range), target?.toString(true) ?? '']));
    };
    const handlers = [
      { class: 'Mobile', method: 'getCode', pattern: 'code' },
      { class: 'mobile', method: 'missing', pattern: 'other' },
      { class: 'Absent', method: 'nothing', pattern: 'third' },
    ];
    const project = () => path.join(folder, 'project');
    const put = (name: string, text: string) => {
      const file = path.join(project(), name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, text);
      return vscode.Uri.file(file);
    };

    afterEach(closeEditors);

    it('includes and paths of the server are links where something is, and nowhere else', async () => {
      put('Project/Sources/HTTPHandlers.json', JSON.stringify(handlers, undefined, 2));
      fs.mkdirSync(path.join(folder, 'MobileApps'), { recursive: true });
      const part = write('part', scenario('Part', [step('Call', '/', 200)]));
      const uri = write('linked', {
        ...scenario('Linked', [
          { include: './part.scenario.json' },
          { include: './absent.scenario.json' },
          { include: '../../../../../../../../etc/passwd' },
          { include: '/etc/hosts' },
        ]),
        server: { mobileApps: './MobileApps', web: { project: './project', pages: './nowhere' } },
      });
      const links = await linksOf(uri);
      assert.deepEqual([...links.keys()].sort(), ['./MobileApps', './part.scenario.json', './project']);
      assert.equal(links.get('./part.scenario.json'), part.toString(true));
      assert.match(links.get('./project') ?? '', /Project\/Sources\/HTTPHandlers\.json$/);
      assert.match(links.get('./MobileApps') ?? '', /^command:revealInExplorer/);
    });

    it('a link in the file system that leads out of the workspace is none in a scenario', async () => {
      const outside = fs.mkdtempSync(path.join(path.dirname(workspaceRoot()), 'outside-'));
      window.after(() => fs.rmSync(outside, { recursive: true, force: true }));
      fs.writeFileSync(path.join(outside, 'x.scenario.json'), '{}');
      fs.symlinkSync(path.join(outside, 'x.scenario.json'), uriOf('leads-out').fsPath);
      const uri = write('to-outside', scenario('Out', [{ include: './leads-out.scenario.json' }]));
      assert.deepEqual([...(await linksOf(uri)).keys()], []);
    });

    it('a handler leads to its module and function, the module back to its handlers and scenarios', async () => {
      const json = put('Project/Sources/HTTPHandlers.json', JSON.stringify(handlers, undefined, 2));
      const text =
        'export class Mobile {\n  other() {}\n\n  getCode(request) {\n    return new OutgoingMessage();\n  }\n}\n';
      const module = put('WebCode/Mobile.mjs', text);
      write('of-project', {
        ...scenario('Of the project', [step('Call', '/', 200)]),
        server: { web: { project: './project' } },
      });
      const links = await linksOf(json);
      assert.equal(links.get('getCode'), `${module.toString(true)}#L4`);
      assert.ok(links.has('Mobile'));
      assert.ok(!links.has('Absent') && !links.has('missing') && !links.has('nothing'));
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(module));
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', module);
      const own = lenses.filter(({ command }) => command?.command === VSCODE_COMMANDS.showReferences.id);
      const told = own.map(({ command, range }) => {
        const places = command?.arguments?.[2] as vscode.Location[];
        const files = [...new Set(places.map(({ uri }) => path.basename(uri.fsPath)))].sort();
        return [range.start.line, command?.title, files.includes('of-project.scenario.json') || files.join()];
      });
      assert.deepEqual(
        told.filter(([, title]) => !/scenario/.test(String(title))),
        [
          [0, '1 request handler', 'HTTPHandlers.json'],
          [3, '1 request handler', 'HTTPHandlers.json'],
        ],
      );
      const ofScenarios = told.filter(([, title]) => /scenario/.test(String(title)));
      assert.equal(ofScenarios.length, 1);
      assert.equal(ofScenarios[0]?.[2], true);
    });
  });

  describe('runs that go on', () => {
    const servers = scenarioServers(path.join(REPOSITORY, 'dist/server.js'));
    let tests: ScenarioTests;

    before(() => {
      tests = new ScenarioTests({
        pool,
        controller: testController(declaredId('testController', 'test.discovery'), 'Scenarios'),
        shippedFolder: SHIPPED,
        jobs: 2,
        startServer:
          (onLog) =>
          (...wanted) =>
            servers.start(onLog, ...wanted),
        openSimulator: () => {},
        results,
        log: { warn: () => {} },
      });
    });
    after(async () => {
      tests.dispose();
      await servers.dispose();
    });

    it('a scenario runs again when it, or what it includes, was saved, and neither while it is typed nor after the end', async () => {
      const uri = write('goes-on', scenario('Goes on', [{ include: './of-goes-on.scenario.json' }]));
      const part = write('of-goes-on', scenario('Included', [step('Call', '/', 200)]));
      const other = write('stays', scenario('Stays', [step('Call', '/', 200)]));
      await tests.controller.refreshHandler?.(new vscode.CancellationTokenSource().token);
      const items = [uri, other].map((each) => tests.itemOf(each));
      assert.ok(items.every((item) => item !== undefined));
      const cancellation = new vscode.CancellationTokenSource();
      const ended = new vscode.EventEmitter<string>();
      const begun: string[] = [];
      const request = new vscode.TestRunRequest(items as vscode.TestItem[], undefined, undefined, true);
      await tests.runContinuously(request, cancellation.token, (again) => {
        const names = (again.include ?? []).map(({ label }) => label).join();
        begun.push(names);
        const real = tests.controller.createTestRun(again);
        return {
          ...real,
          token: real.token,
          onDidDispose: real.onDidDispose,
          enqueued: (item) => real.enqueued(item),
          started: (item) => real.started(item),
          passed: (item, ms) => real.passed(item, ms),
          failed: (item, message, ms) => real.failed(item, message, ms),
          errored: (item, message, ms) => real.errored(item, message, ms),
          skipped: (item) => real.skipped(item),
          appendOutput: (text, location, item) => real.appendOutput(text, location, item),
          addCoverage: (coverage) => real.addCoverage(coverage),
          end: () => {
            real.end();
            ended.fire(names);
          },
        };
      });
      const change = async (file: vscode.Uri, from: string, to: string) => {
        const document = await vscode.workspace.openTextDocument(file);
        await replace(document, from, to);
        return document;
      };
      for (const [file, from, to] of [
        [part, '"Call"', '"Call again"'],
        [uri, '"Goes on"', '"Goes on and on"'],
      ] as const) {
        const document = await change(file, from, to);
        assert.deepEqual(begun.splice(0), []);
        const end = next(ended.event);
        await document.save();
        assert.match(await end, /^Goes on/);
        assert.equal(begun.splice(0).length, 1);
      }
      // What is saved as it was runs nothing, and the other one runs alone.
      const end = next(ended.event);
      await (await change(other, '"Stays"', '"Stays here"')).save();
      assert.match(await end, /^Stays/);
      assert.equal(begun.splice(0).length, 1);
      cancellation.cancel();
      await (await change(part, '"Call again"', '"Call once more"')).save();
      await tests.controller.refreshHandler?.(new vscode.CancellationTokenSource().token);
      assert.deepEqual(begun, []);
    });

    it('the button that runs scenarios can go on, and step by step cannot', () => {
      const profiles: { kind: vscode.TestRunProfileKind; profile: vscode.TestRunProfile }[] = [];
      const controller = testController(declaredId('testController', 'test.profiles'), 'Profiles');
      const createRunProfile = controller.createRunProfile.bind(controller);
      Object.assign(controller, {
        createRunProfile: (...args: Parameters<typeof createRunProfile>) => {
          const profile = createRunProfile(...args);
          profiles.push({ kind: args[1], profile });
          return profile;
        },
      });
      const own = new ScenarioTests({
        pool,
        controller,
        shippedFolder: SHIPPED,
        jobs: 1,
        startServer: () => () => Promise.reject(new Error('No server is needed.')),
        openSimulator: () => {},
        results,
        log: { warn: () => {} },
      });
      window.after(own);
      assert.deepEqual(
        profiles.map(({ kind, profile }) => [kind, profile.supportsContinuousRun]),
        [
          [vscode.TestRunProfileKind.Run, true],
          [vscode.TestRunProfileKind.Debug, false],
        ],
      );
    });
  });
});
