import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { agentTools } from '../../src/agent/agentTools';
import { MOBILE_LOGIN } from '../server/mobileLogin';
import { terminalHarm } from '../support/terminalHarm';
import { foreignToolNames, textsIn } from '../support/toolNames';
import { Scratch, seedWith } from './commandLine';
import { TestAgent, textOf } from './mcpClient';

const URL_NAME = 'SESSION_WORKBENCH_CONTROL_URL';
const TOKEN_NAME = 'SESSION_WORKBENCH_CONTROL_TOKEN';

/** The tools that ask a server, with arguments that they take. */
const ASKING = [
  ['list_sessions', {}],
  ['read_journal', {}],
  ['explain_refusal', {}],
  ['read_outbox', {}],
  ['move_clock', { move: 'pause' }],
  ['start_server', {}],
] as const;

describe('what mcp is told of a server in the environment', () => {
  let scratch: Scratch;
  before(() => {
    scratch = new Scratch();
    scratch.seed('MobileApps');
  });
  after(() => scratch.remove());

  /** Nothing but one sentence for each tool that asks the server; the others go on, and it ends well. */
  async function refused(env: Record<string, string>, words: RegExp, goesOn = false): Promise<void> {
    const agent = await TestAgent.connect({
      cwd: scratch.root,
      env: { ...env, XDG_STATE_HOME: scratch.path('state') },
    });
    for (const [name, args] of ASKING) {
      const told = await agent.refusal(name, args);
      assert.match(told, words, name);
      assert.doesNotMatch(told, /unexpected|\n|s3cret/i, name);
      assert.match(told, /call stop_server/, name);
    }
    assert.equal((await agent.ask('check_sessions')).summary.files, 1);
    await agent.ask('stop_server');
    if (goesOn) assert.equal((await agent.ask('start_server')).startedHere, true);
    await agent.close();
    assert.equal(agent.complaints, '');
  }

  const wrong: [what: string, env: Record<string, string>, words: RegExp][] = [
    ['an address alone', { [URL_NAME]: 'http://127.0.0.1:9/' }, /TOKEN is not/],
    ['a token alone', { [TOKEN_NAME]: 's3cret' }, /URL is not/],
    ['an empty address', { [URL_NAME]: ' ', [TOKEN_NAME]: 's3cret' }, /URL is empty/],
    ['an empty token', { [URL_NAME]: 'http://127.0.0.1:9/', [TOKEN_NAME]: '' }, /TOKEN is empty/],
    ['words for an address', { [URL_NAME]: 's3cret words', [TOKEN_NAME]: 's3cret' }, /is no address/],
    [
      'an address with a password',
      { [URL_NAME]: 'http://a:s3cret@127.0.0.1:9/', [TOKEN_NAME]: 's3cret' },
      /no address/,
    ],
    ['another protocol', { [URL_NAME]: 'ftp://127.0.0.1/', [TOKEN_NAME]: 's3cret' }, /is no address/],
    ['another machine', { [URL_NAME]: 'http://192.0.2.1:9/', [TOKEN_NAME]: 's3cret' }, /not on this machine/],
    ['a token with a line end', { [URL_NAME]: 'http://127.0.0.1:9/', [TOKEN_NAME]: 's3cret\nx' }, /what no token has/],
    ['a place without anybody', { [URL_NAME]: 'http://127.0.0.1:9/', [TOKEN_NAME]: 's3cret' }, /does not answer/],
  ];
  for (const [what, env, words] of wrong) {
    it(`${what} is refused in one sentence, and the conversation goes on`, () => refused(env, words));
  }

  it('whoever stops a server that cannot be used has one of the conversation afterwards', async () => {
    for (const env of [{ [TOKEN_NAME]: 's3cret' }, { [URL_NAME]: 'http://127.0.0.1:9/', [TOKEN_NAME]: 's3cret' }]) {
      await refused(env, /TOKEN|does not answer/, true);
    }
  });

  const services: [what: string, status: number, body: string][] = [
    ['a web page', 200, '<!doctype html><title>s3cret</title>'],
    ['nothing', 200, ''],
    ['an empty object', 200, '{}'],
    ['an empty list', 200, '[]'],
    ['null', 200, 'null'],
    ['a text', 200, '"s3cret"'],
    ['entries that are none', 200, '{"entries": 5, "dropped": 0}'],
    ['an error of its own', 404, '{"error": {"message": 5, "code": null}}'],
    ['an error that is a text', 500, '{"error": "s3cret"}'],
    ['a page that is not found', 404, 'Not Found'],
  ];
  for (const [what, status, body] of services) {
    it(`another service that answers ${status} and ${what} is told to be no dev server`, async () => {
      const server = http.createServer((_request, response) => response.writeHead(status).end(body));
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const { port } = server.address() as AddressInfo;
      const env = { [URL_NAME]: `http://127.0.0.1:${port}/_workbench/v1`, [TOKEN_NAME]: 's3cret' };
      try {
        await refused(env, /What answers there is no dev session server/);
      } finally {
        server.close();
        server.closeAllConnections();
      }
    });
  }
});

describe('the names of tools in the texts of mcp', () => {
  let scratch: Scratch;
  before(() => {
    scratch = new Scratch();
  });
  after(() => scratch.remove());

  it('no text of a conversation names a tool by a name that the list has not', async () => {
    const agent = await TestAgent.connect({ cwd: scratch.root, env: { XDG_STATE_HOME: scratch.path('state') } });
    const { tools } = await agent.client.listTools();
    const texts = [agent.client.getInstructions() ?? '', ...textsIn(tools)];
    for (const name of ['list_sessions', 'explain_refusal', 'move_clock'] as const) {
      texts.push(await agent.refusal(name, name === 'move_clock' ? { move: 'pause' } : {}));
    }
    await agent.ask('start_server');
    texts.push(await agent.refusal('explain_refusal'), await agent.refusal('explain_refusal', { id: 1_000_000 }));
    texts.push(await agent.refusal('run_scenario', { path: '.' }));
    await agent.close();
    const listed = tools.map(({ name }) => name);
    for (const text of texts) assert.deepEqual(foreignToolNames(text, listed), [], text);
    assert.ok(texts.some((text) => text.includes('as read_journal gives it')));
  });

  it('no text of a conversation that only looks names a tool that is not there', async () => {
    const environments = [{}, { [URL_NAME]: 'x' }, { [URL_NAME]: 'http://127.0.0.1:9/', [TOKEN_NAME]: 't' }];
    for (const env of environments) {
      const agent = await TestAgent.connect({ cwd: scratch.root, args: ['--read-only'], env });
      const { tools } = await agent.client.listTools();
      const texts = [agent.client.getInstructions() ?? '', JSON.stringify(tools)];
      for (const [name, args] of ASKING) {
        if (tools.some((tool) => tool.name === name)) texts.push(await agent.refusal(name, args));
      }
      texts.push(await agent.refusal('list_session_files', { path: 'nowhere' }));
      await agent.close();
      const listed = tools.map(({ name }) => name);
      for (const text of texts) assert.deepEqual(foreignToolNames(text, listed), [], text);
      assert.match(texts.join('\n'), /session-workbench exec/);
    }
  });
});

/** An escape of a terminal, a line that a CI server would take for a command, and a character that turns the text round. */
const HARM = 'x\u001b[31m\u0007\u009b2J\r\n::error::forged\n##[error]forged\u2028\u202egnirts\u2066\u200b';

describe('what others have named, in the answers of mcp', () => {
  let scratch: Scratch;
  let agent: TestAgent;
  let url: string;
  /** What tests have called. */
  const called = new Set<string>();

  before(async () => {
    scratch = new Scratch();
    const text = JSON.stringify(HARM).slice(1, -1);
    const project = `project ${HARM.replaceAll('/', '')}`;
    scratch.seed(`${project}/MobileApps`, seedWith('iPhone X', text));
    scratch.file(`${project}/MobileApps/TEAM.${HARM}/${'b'.repeat(40)}`, seedWith('"accepted"', `"${text}"`));
    scratch.file(`${project}/MobileApps/TEAM.${HARM}/${'c'.repeat(40)}`, `{"${text}": `);
    const actors = { App: { role: 'app' }, [HARM]: { role: 'server' } };
    const step = {
      title: HARM,
      from: 'App',
      to: HARM,
      request: { url: '/nothing' },
      expect: { body: HARM, status: 200 },
    };
    scratch.file(`${project}/a.scenario.json`, JSON.stringify({ name: HARM, actors, steps: [step] }));
    scratch.file(
      `${project}/b.scenario.json`,
      JSON.stringify({ name: HARM, actors, steps: [{ ...step, to: `no ${HARM}`, [HARM]: 1 }] }),
    );
    agent = await TestAgent.connect({ cwd: scratch.path(project), env: { XDG_STATE_HOME: scratch.path('state') } });
    ({ url } = await agent.ask('start_server', { systems: ['web', 'mendix', 'tokens'] }));
    const post = (path: string, body: unknown) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'x' },
        body: JSON.stringify(body),
      });
    const device = { name: HARM, platform: HARM, model: HARM, appVersion: HARM };
    await post('/api/login', { username: `ada ${HARM}`, password: 'right', device });
    await post('/api/login', { username: `ada ${HARM}`, password: 'wrong', device });
    await post('/mobileapp/$authenticate', { ...MOBILE_LOGIN, email: `a${HARM}@example.com`, send: 'link' });
    await fetch(`${url}/nothing/${encodeURIComponent(HARM)}?x=${encodeURIComponent(HARM)}`);
  });
  after(async () => {
    await agent.close();
    scratch.remove();
  });

  const calls: [name: string, args: Record<string, unknown>][] = [
    ['check_sessions', {}],
    ['check_sessions', { path: HARM }],
    ['check_sessions', { [HARM]: 1 }],
    ['check_sessions', { code: HARM }],
    ['check_sessions', { cursor: HARM }],
    ['list_session_files', {}],
    ['list_session_files', { search: HARM }],
    ['explain_finding', { code: 'mobi/1' }],
    ['explain_finding', { code: HARM }],
    ['list_sessions', {}],
    ['list_sessions', { system: HARM }],
    ['read_journal', { after: 0, limit: 500 }],
    ['read_journal', { filter: HARM }],
    ['explain_refusal', {}],
    ['explain_refusal', { id: HARM }],
    ['read_outbox', {}],
    ['read_outbox', { search: HARM }],
    ['check_scenario', { path: 'a.scenario.json' }],
    ['check_scenario', { path: 'b.scenario.json' }],
    ['check_scenario', { path: HARM }],
    ['run_scenario', { path: '.' }],
    ['run_scenario', { path: `${HARM}.scenario.json` }],
    ['move_clock', { move: 'advance', by: HARM }],
    ['move_clock', { move: HARM }],
    ['start_server', { mobileApps: HARM }],
    ['start_server', { systems: [HARM] }],
    ['stop_server', { [HARM]: true }],
  ];
  for (const [at, [name, args]] of calls.entries()) {
    it(`${name} shows no raw control character in call ${at + 1}, and no line of somebody else's`, async () => {
      called.add(name);
      const result = await agent.call(name, args);
      const text = textOf(result);
      for (const each of textsIn([text, result.structuredContent])) {
        // `##[` in the middle of a line is a command only where a CI server reads it.
        assert.deepEqual(
          terminalHarm(each).filter((harm) => harm.startsWith('U+') || /^\s*(?:::|##\[)/.test(harm)),
          [],
        );
      }
    });
  }

  it('each tool of mcp is called with hostile names', () => {
    const there = agentTools().map(({ name }) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    assert.deepEqual([...called].toSorted(), there.toSorted());
  });

  it('hostile names are told to agents all the same, as escapes', async () => {
    const told = JSON.stringify([
      await agent.ask('list_session_files'),
      await agent.ask('list_sessions'),
      await agent.ask('run_scenario', { path: 'a.scenario.json' }),
    ]);
    assert.ok(told.includes(String.raw`\\u{1b}[31m`), told);
    assert.equal(agent.complaints, '');
    assert.ok(fs.existsSync(scratch.root));
  });
});
