import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { agentTools } from '../../src/agent/agentTools';
import type { AgentWorkplace } from '../../src/agent/agentWorkplace';
import { ToolBox } from '../../src/agent/toolBox';
import { MODEL_TOOLS, type ModelToolName } from '../../src/vscode/agents/agentsContract';
import { ModelTool } from '../../src/vscode/agents/modelTool';
import { toolQuestion } from '../../src/vscode/agents/toolQuestion';
import { SERVER_COMMANDS } from '../../src/vscode/server/serverContract';
import { MOBILE_LOGIN } from '../server/mobileLogin';
import { SEED_SESSION } from '../support/seedSession';
import { TestMobileApps, workspaceRoot } from './workspace';

const NAMES = Object.keys(MODEL_TOOLS) as ModelToolName[];
const ACTORS = { App: { role: 'app' }, Server: { role: 'server' } };

// VS Code asks its user before a tool that changes something; in tests it takes the answer for yes.
describe('what language models may call', () => {
  const project = 'modelTools';
  let apps: TestMobileApps;

  beforeEach(() => {
    apps = new TestMobileApps(project);
    apps.write();
  });
  afterEach(() => apps.remove());

  /** The texts that a model gets: a few lines, and JSON. */
  async function call(name: ModelToolName, input: object = {}, token?: vscode.CancellationToken): Promise<string[]> {
    const { content } = await vscode.lm.invokeTool(MODEL_TOOLS[name], { input, toolInvocationToken: undefined }, token);
    return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : ''));
  }

  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it reads
  async function asked(name: ModelToolName, input: object = {}): Promise<any> {
    const [, json = ''] = await call(name, input);
    return JSON.parse(json);
  }

  it('VS Code has each tool of agents, with its schema and no other words than these', () => {
    for (const { name, description, input } of agentTools()) {
      const id = MODEL_TOOLS[name as ModelToolName];
      const tool = vscode.lm.tools.find((each) => each.name === id);
      assert.ok(tool, name);
      const box = new ToolBox({} as AgentWorkplace, (each) => MODEL_TOOLS[each as ModelToolName]);
      assert.equal(tool.description, box.told(description));
      assert.deepEqual(
        Object.keys((tool.inputSchema as { properties: object }).properties),
        Object.keys(input.properties),
      );
    }
  });

  it('a model checks and lists session files of the workspace, and has a finding and a scenario explained', async () => {
    apps.write(SEED_SESSION.replace('accepted', 'acepted'), undefined, 'a'.repeat(40));
    const checked = await asked('checkSessions', { path: project });
    assert.ok(checked.summary.invalid >= 1);
    const listed = await asked('listSessionFiles', { path: project });
    assert.equal(listed.total, 2);
    const [text] = await call('explainFinding', { code: 'mobi/3' });
    assert.match(text ?? '', /^mobi\/3: /);
    const steps = [{ title: 'Ask', from: 'App', to: 'Server', request: { url: '/nothing' }, expect: { status: 404 } }];
    const file = path.join(workspaceRoot(), project, 'ask.scenario.json');
    fs.writeFileSync(file, JSON.stringify({ name: 'Ask', actors: ACTORS, steps }));
    assert.equal((await asked('checkScenario', { path: file })).valid, true);
    assert.equal((await asked('runScenario', { path: `${project}/ask.scenario.json` })).summary.passed, 1);
  });

  it('a model is told in one sentence what it cannot have', async () => {
    await assert.rejects(
      call('checkSessions', { path: '..' }),
      /is outside of .*ask the user to add it to the workspace/,
    );
    await assert.rejects(call('checkScenario', { path: 'gone.scenario.json' }), /does not exist/);
    await assert.rejects(call('listSessions'), /No dev server is in use; start one with sessionWorkbench_startServer/);
    await assert.rejects(call('runScenario', { path: project }), /no \*\.scenario\.json/);
  });

  it('a model starts a dev server, reads what it answered and why, moves its clock, and stops it', async () => {
    const { url, startedHere } = await asked('startServer', { systems: ['tokens'] });
    assert.equal(startedHere, true);
    try {
      const post = (place: string, body: object) =>
        fetch(`${url}${place}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      const login = await (await post('/api/login', { username: 'ada', password: 'right' })).json();
      const { access_token: token } = login as { access_token: string };
      await post('/mobileapp/$authenticate', { ...MOBILE_LOGIN, send: 'link' });
      assert.equal((await asked('listSessions', { system: 'tokens' })).total, 1);
      assert.ok((await asked('moveClock', { move: 'advance', by: '2d' })).offsetMs >= 2 * 86_400_000);
      const me = await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
      assert.equal(me.status, 401);
      const [why = ''] = await call('explainRefusal');
      assert.match(why, /GET \/api\/me was answered with 401/);
      const journal = await call('readJournal', { after: 0 });
      assert.ok(!journal.join().includes(token) && !why.includes(token));
      assert.equal(typeof (await asked('readOutbox')).total, 'number');
    } finally {
      assert.deepEqual(await asked('stopServer'), { outcome: 'stopped' });
    }
    await assert.rejects(fetch(url));
  });

  it('a model uses the dev server of the window while it runs, and leaves it running', async () => {
    const run = ({ id }: { readonly id: string }, ...args: unknown[]) => vscode.commands.executeCommand(id, ...args);
    await run(SERVER_COMMANDS.serverStart, { kind: 'folder', folder: apps.folder });
    try {
      const used = await asked('startServer');
      assert.deepEqual([used.startedHere, used.by], [false, 'this window']);
      const sessions = await asked('listSessions', { system: 'mobile' });
      assert.equal(typeof sessions.total, 'number');
      assert.deepEqual(await asked('stopServer'), { outcome: 'left' });
      assert.equal((await fetch(used.url)).status, 200);
      await assert.rejects(call('listSessions'), /No dev server is in use/);
    } finally {
      await run(SERVER_COMMANDS.serverStop);
    }
  });

  it('a call that is cancelled is answered with nothing', async () => {
    const cancel = new vscode.CancellationTokenSource();
    cancel.cancel();
    const box = new ToolBox({} as AgentWorkplace, (name) => name);
    const tool = new ModelTool('explainFinding', box);
    const options = { input: { code: 'mobi/1' }, toolInvocationToken: undefined };
    await assert.rejects(tool.invoke(options, cancel.token), vscode.CancellationError);
    cancel.dispose();
  });

  it('the user is asked before each tool that changes or runs something, and before no other', () => {
    for (const { name, effects } of agentTools()) {
      const question = toolQuestion(name as ModelToolName, {});
      assert.equal(question === undefined, effects.readOnlyHint, name);
    }
    assert.deepEqual(
      agentTools()
        .map(({ name }) => name)
        .toSorted(),
      NAMES.toSorted(),
    );
  });

  it('what a model writes into a question is shown as it is, and short', () => {
    for (const text of ['`[a](command:b)`', '\u202e<b>**x**</b>\u001b[31m\n# y', 'long'.repeat(1000), '']) {
      for (const [name, input] of [
        ['runScenario', { path: text }],
        ['startServer', { mobileApps: text }],
        ['moveClock', { move: 'advance', by: text }],
      ] as const) {
        const { message } = toolQuestion(name, input) ?? {};
        const { value, isTrusted, supportHtml } = message as vscode.MarkdownString;
        assert.ok(!isTrusted && !supportHtml);
        assert.doesNotMatch(value, /[\p{Cc}\u202e]/u);
        assert.ok(value.length < 500, value);
        // Nothing of it is outside of the code.
        assert.doesNotMatch(value.replace(/(`+)[^`](?:.*?[^`])?\1(?!`)/g, ''), /command:|<b>|\*\*/);
      }
    }
    for (const input of [{ path: 5 }, { path: null }, {}]) assert.ok(toolQuestion('runScenario', input));
  });

  it('in a workspace that is not trusted a tool that changes something is refused, and one that looks is not', async () => {
    const workplace = { isLookingOnly: true, installation: path.resolve(__dirname, '../../..') } as AgentWorkplace;
    const box = new ToolBox(workplace, (name) => MODEL_TOOLS[name as ModelToolName]);
    const { token } = new vscode.CancellationTokenSource();
    const called = (name: ModelToolName, input: object) =>
      new ModelTool(name, box).invoke({ input, toolInvocationToken: undefined }, token);
    for (const { name, effects } of agentTools()) {
      if (effects.readOnlyHint) continue;
      await assert.rejects(called(name as ModelToolName, {}), /is not trusted.*ask the user to trust it/);
    }
    const { content } = await called('explainFinding', { code: 'mobi/1' });
    assert.equal(content.length, 2);
  });
});
