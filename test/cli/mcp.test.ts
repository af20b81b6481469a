import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { ERROR_CODES, HINT_CODES } from '../../src/core/compliance/finding';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { CLI, run, Scratch, seedWith } from './commandLine';
import { TestAgent, textOf } from './mcpClient';

const SEED_TOKEN = /"token":"([^"]+)"/.exec(SEED_SESSION)?.[1] as string;

describe('mcp on session files', () => {
  let scratch: Scratch;
  let agent: TestAgent;
  before(async () => {
    scratch = new Scratch();
    scratch.seed('project/MobileApps');
    scratch.file(`project/MobileApps/${SEED_APPLICATION}/${'a'.repeat(40)}`, '{"half":');
    await run(['sample', scratch.path('project/large'), '--sessions', '300', '--faults', '100']);
    scratch.file('outside.txt', 'not for agents');
    agent = await TestAgent.connect({ cwd: scratch.path('project') });
  });
  after(async () => {
    await agent.close();
    scratch.remove();
  });

  it('an agent is told of each tool with schemas and effects, in the way of the protocol', async () => {
    const { tools } = await agent.client.listTools();
    const readOnly = tools.filter(({ annotations }) => annotations?.readOnlyHint).map(({ name }) => name);
    assert.deepEqual(readOnly, [
      'check_sessions',
      'explain_finding',
      'list_session_files',
      'list_sessions',
      'read_outbox',
      'read_journal',
      'explain_refusal',
      'check_scenario',
    ]);
    for (const { name, title, description, inputSchema, outputSchema, annotations } of tools) {
      assert.match(name, /^[a-z]+(?:_[a-z]+)+$/);
      assert.ok(title && description && outputSchema, name);
      assert.equal(inputSchema.additionalProperties, false, name);
      assert.doesNotMatch(description, /\b[a-z]+[A-Z]\w*(?:Server|Finding|Sessions|Files|Journal|Refusal)\b/);
      for (const hint of ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'] as const) {
        assert.equal(typeof annotations?.[hint], 'boolean', `${name} ${hint}`);
      }
    }
  });

  it('a folder is checked as check does it', async () => {
    const told = await agent.ask('check_sessions', { path: 'MobileApps' });
    assert.deepEqual(told.summary.findings, { 'mobi/2': 1 });
    assert.equal(told.summary.files, 2);
    const [finding] = told.findings;
    assert.equal(finding.code, 'mobi/2');
    assert.equal(finding.file, `${SEED_APPLICATION}/${'a'.repeat(40)}`);
    assert.equal(finding.folder, scratch.path('project/MobileApps'));
  });

  it('the project, an application folder, one file and a file: address of it are checked', async () => {
    const application = path.join('MobileApps', SEED_APPLICATION);
    const whole = await agent.ask('check_sessions', { limit: 1 });
    assert.equal(whole.folders.length, 2);
    const inApplication = await agent.ask('check_sessions', { path: application });
    assert.equal(inApplication.summary.files, 2);
    const one = await agent.ask('check_sessions', { path: path.join(application, SEED_NAME) });
    assert.deepEqual([one.summary.files, one.findings.length], [1, 0]);
    const file = scratch.path('project', application, 'a'.repeat(40));
    const byAddress = await agent.ask('check_sessions', { path: `file://${file}` });
    assert.deepEqual(byAddress.summary.findings, { 'mobi/2': 1 });
  });

  it('many findings come in pages, each once, of one moment', async () => {
    const seen = new Set<string>();
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page: { findings: { file: string; code: string; pointer: string }[]; nextCursor?: string } =
        await agent.ask('check_sessions', { path: 'large', limit: 100, ...(cursor && { cursor }) });
      assert.ok(page.findings.length <= 100);
      for (const { file, code, pointer } of page.findings) seen.add(`${file} ${code} ${pointer}`);
      cursor = page.nextCursor;
      pages++;
      // What is deleted meanwhile is in the pages that follow.
      if (pages === 1) fs.rmSync(scratch.path('project/large'), { recursive: true });
    } while (cursor !== undefined);
    assert.ok(pages > 2 && seen.size >= 300, `${pages} pages, ${seen.size} findings`);
  });

  it('an unfiltered answer stays small, whatever is asked for', async () => {
    const result = await agent.call('check_sessions', { path: 'MobileApps' });
    assert.ok(textOf(result).length < 5_000);
    assert.match(
      await agent.refusal('check_sessions', { limit: 100_000 }),
      /“limit” must be a whole number from 1 to 500/,
    );
  });

  it('a cursor that no list has is refused', async () => {
    for (const cursor of ['', '0', '7-7', '../..', '9999999999999999999-1', '1-1\n']) {
      assert.match(await agent.refusal('check_sessions', { cursor }), /call the tool again without it/);
    }
  });

  for (const code of [...ERROR_CODES, ...HINT_CODES]) {
    it(`the finding ${code} is explained with what 4D does and how to mend it`, async () => {
      const told = await agent.ask('explain_finding', { code });
      assert.equal(told.severity, code.startsWith('hint/') ? 'hint' : 'error');
      assert.ok(told.explanation.length > 50 && told.effect.length > 20);
      const page = fs.readFileSync(path.join(path.dirname(CLI), '..', 'media', 'findings.md'), 'utf8');
      assert.ok(page.includes(told.explanation));
    });
  }

  it('a code that is none is refused with those that there are', async () => {
    assert.match(await agent.refusal('explain_finding', { code: 'mobi/9' }), /“mobi\/\d” may be meant|one of/);
  });

  it('sessions are listed without their tokens, by status and text', async () => {
    const all = await agent.ask('list_session_files', { path: 'MobileApps' });
    assert.equal(all.total, 2);
    const pending = await agent.ask('list_session_files', { path: 'MobileApps', status: 'accepted', search: 'IPHONE' });
    assert.equal(pending.total, 1);
    assert.equal(pending.sessions[0].application, 'Contact');
    assert.ok(!JSON.stringify(all).includes(SEED_TOKEN));
  });

  it('a token in a wrong place is in no answer', async () => {
    const places = {
      status: seedWith('"accepted"', `"${SEED_TOKEN}"`),
      email: seedWith('"email":""', `"email":"${SEED_TOKEN}"`),
      'session id': seedWith(`"id":"${SEED_NAME}"`, `"id":"${SEED_TOKEN}"`),
      'application id': seedWith('com.contactApp.Contact', SEED_TOKEN),
      device: seedWith('iPhone X', SEED_TOKEN),
      'a key': seedWith('"simulator"', `"${SEED_TOKEN}":1,"simulator"`),
    };
    for (const [place, text] of Object.entries(places)) {
      scratch.file(`project/wrong/MobileApps/${SEED_APPLICATION}/${SEED_NAME}`, text);
      scratch.file(`project/wrong/MobileApps/${SEED_APPLICATION}/${SEED_TOKEN}`, text);
      for (const tool of ['check_sessions', 'list_session_files']) {
        const answer = JSON.stringify(await agent.call(tool, { path: 'wrong' }));
        assert.ok(!answer.includes(SEED_TOKEN.slice(0, 40)), `${tool}, token as ${place}: ${answer}`);
      }
    }
    fs.rmSync(scratch.path('project/wrong'), { recursive: true });
  });

  const hostile: [what: string, args: Record<string, unknown>, words: RegExp][] = [
    ['a path above the root', { path: '../outside.txt' }, /is outside of/],
    ['an absolute path elsewhere', { path: '/etc' }, /is outside of|does not exist/],
    ['a path of the system', { path: '/proc/self/environ' }, /is outside of|does not exist/],
    ['a path with NUL', { path: 'a\0b' }, /NUL/],
    ['an empty path', { path: ' ' }, /is empty/],
    ['an address', { path: 'https://example.com/MobileApps' }, /is an address and no path/],
    ['an address of a file elsewhere', { path: 'file:///etc/passwd' }, /is outside of/],
    ['an address of another host', { path: 'file://host/share' }, /is an address and no path/],
    ['a path that is too long', { path: 'a'.repeat(5000) }, /no more than 4096 characters/],
    ['a name that is too long', { path: 'a'.repeat(400) }, /does not exist/],
    ['a path that is not there', { path: 'nothing' }, /does not exist/],
    ['a number as a path', { path: 7 }, /“path” must be a text/],
    ['a list as a path', { path: ['a'] }, /“path” must be/],
    ['null as a path', { path: null }, /“path” must be/],
    ['an unknown argument', { paht: '.' }, /paht/],
    ['a constructor', { constructor: { path: '..' } }, /constructor/],
    ['a negative limit', { limit: -1 }, /“limit” must be/],
    ['a fraction as a limit', { limit: 1.5 }, /“limit” must be/],
    ['a huge limit', { limit: 1e308 }, /“limit” must be/],
  ];
  for (const [what, args, words] of hostile) {
    it(`${what} is answered with words, and the conversation goes on`, async () => {
      const told = await agent.refusal('check_sessions', args);
      assert.match(told, words);
      assert.doesNotMatch(told, /unexpected|\n/i);
      assert.ok((await agent.ask('explain_finding', { code: 'mobi/1' })).code);
    });
  }

  it('a prototype in the arguments has no effect', async () => {
    const args = JSON.parse('{"__proto__": {"path": ".."}, "limit": 1}') as Record<string, unknown>;
    assert.equal((await agent.ask('check_sessions', args)).folders.length, 1);
  });

  it('a link that leads out of the root is not followed', async () => {
    const outside = scratch.folder('elsewhere/MobileApps');
    fs.symlinkSync(outside, scratch.path('project/way-out'), 'junction');
    assert.match(await agent.refusal('check_sessions', { path: 'way-out' }), /is outside of/);
    fs.rmSync(scratch.path('project/way-out'));
  });

  it('a tool that there is none of is refused with the names of the others', async () => {
    await assert.rejects(agent.call('delete_everything'), /There is no tool of this name; there are check_sessions/);
    for (const name of ['chek_sessions', 'heck_sessions', 'checkSessions', 'check_session']) {
      await assert.rejects(agent.call(name), {
        // The client puts the number before the sentence, once.
        message:
          /^MCP error -32602: There is no tool of this name; “check_sessions” may be meant; there are [a-z_, ]+\.$/,
      });
    }
  });

  it('two calls at once are both answered', async () => {
    const calls = ['mobi/1', 'mobi/2', 'mobi/3'].map((code) => agent.ask('explain_finding', { code }));
    const checks = [agent.ask('check_sessions', { path: 'MobileApps' }), agent.ask('list_session_files', {})];
    const [first] = await Promise.all([...calls, ...checks]);
    assert.equal(first.code, 'mobi/1');
  });

  it('nothing but the protocol is on stdout, and nothing on stderr when all is well', () => {
    assert.equal(agent.complaints, '');
  });
});

describe('what an agent over mcp may look into', () => {
  let scratch: Scratch;
  before(() => {
    scratch = new Scratch();
    scratch.seed('one/MobileApps');
    scratch.seed('two/MobileApps');
  });
  after(() => scratch.remove());

  async function told(roots: readonly string[] | undefined, args: readonly string[], cwd = 'one') {
    const agent = await TestAgent.connect({ cwd: scratch.path(cwd), args, ...(roots && { roots }) });
    try {
      return {
        one: textOf(await agent.call('check_sessions', { path: scratch.path('one') })),
        two: textOf(await agent.call('check_sessions', { path: scratch.path('two') })),
      };
    } finally {
      await agent.close();
    }
  }

  it('a client without roots has the working directory', async () => {
    const { one, two } = await told(undefined, []);
    assert.match(one, /^1 session file/);
    assert.match(
      two,
      /is outside of .*one; give a path in there, or start session-workbench mcp with --root and the folder/,
    );
  });

  it('the roots of a client take the place of the working directory', async () => {
    const { one, two } = await told([`file://${scratch.path('two')}`], []);
    assert.match(one, /is outside of/);
    assert.match(two, /^1 session file/);
  });

  it('roots that are no folders of this machine are passed over', async () => {
    const { one } = await told(['https://example.com/', 'file://host/x', 'nonsense'], []);
    assert.match(one, /^1 session file/);
  });

  it('a folder that the call names counts with those of the client', async () => {
    const { one, two } = await told([`file://${scratch.path('two')}`], ['--root', '.']);
    assert.match(one, /^1 session file/);
    assert.match(two, /^1 session file/);
  });

  it('a client that starts programs in the root of the file system has no folder by that', async () => {
    const agent = await TestAgent.connect({ cwd: path.parse(scratch.root).root });
    assert.match(
      await agent.refusal('check_sessions'),
      /no folder to look in; start session-workbench mcp with --root/,
    );
    await agent.close();
  });

  it('a root that is no folder ends the call of mcp with 2', async () => {
    const { code, stdout, stderr } = await run(['mcp', '--root', 'nothing'], { cwd: scratch.root });
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /--root names .*nothing, which is no folder; give one that is there\n$/);
  });

  it('with --read-only there are only tools that look', async () => {
    const agent = await TestAgent.connect({ cwd: scratch.root, args: ['--read-only'] });
    const { tools } = await agent.client.listTools();
    assert.ok(tools.length > 5 && tools.every(({ annotations }) => annotations?.readOnlyHint));
    await assert.rejects(agent.call('move_clock', { move: 'reset' }), /There is no tool of this name/);
    await agent.close();
  });
});

describe('the process of mcp', () => {
  const hello = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  };
  const lines = (...messages: unknown[]) => messages.map((each) => `${JSON.stringify(each)}\n`).join('');
  const call = (id: number, name: string, args: object) => ({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name, arguments: args },
  });

  it('mcp ends when stdin ends, with 0, after what was asked is answered', async () => {
    const scratch = new Scratch();
    scratch.seed('MobileApps');
    const input = lines(hello, { jsonrpc: '2.0', method: 'notifications/initialized' }, call(2, 'check_sessions', {}));
    const { code, stdout, stderr } = await run(['mcp'], { cwd: scratch.root, input });
    scratch.remove();
    assert.deepEqual([code, stderr], [0, '']);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each) as { id: number; result: object });
    assert.deepEqual(
      answers.map(({ id }) => id),
      [1, 2],
    );
    assert.ok('structuredContent' in (answers[1]?.result ?? {}));
  });

  it('lines that are no messages are answered without an id and told on stderr, and the next one is answered', async () => {
    const wrong = ['nonsense', '{"half":', '\u001b[31m::error::x', '"text"', '12', 'null', 'true', '[]', '{}'];
    const noMessages = ['[[]]', '[{"jsonrpc":"2.0"}]', '{"jsonrpc":"1.0"}', '{"jsonrpc":"2.0","id":{},"method":5}'];
    const input = `\ufeff${[...wrong, '', ...noMessages, '\ufeff', lines(hello)].join('\n')}`;
    const { code, stdout, stderr } = await run(['mcp'], { input });
    assert.equal(code, 0);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each));
    assert.deepEqual(
      answers.map(({ id }) => id),
      [...[...wrong, ...noMessages].map(() => null), 1],
    );
    const told = stderr.trimEnd().split('\n');
    assert.deepEqual(
      told,
      answers.slice(0, -1).map(({ error }) => `session-workbench: ${error.message.replace(/\.$/, '')}`),
    );
    for (const each of told) assert.ok(each.length < 140 && each.includes('cannot be used'), each);
    assert.ok(!stderr.includes('\u001b'));
  });

  const unusable: [request: object, code: number, words: RegExp][] = [
    [{ method: 'tools/call', params: 5 }, -32602, /“params” must be an object/],
    [{ method: 'tools/call', params: [] }, -32602, /“params” must be an object/],
    [{ method: 'tools/call', params: null }, -32602, /“params” must be an object/],
    [{ method: 'tools/list', params: 'x' }, -32602, /“params” must be an object/],
    [{ method: 'nobody/knows', params: true }, -32602, /“params” must be an object/],
    [{ method: 'tools/call' }, -32602, /must have “params”/],
    [{ method: 'tools/call', params: {} }, -32602, /must have “params.name”/],
    [{ method: 'tools/call', params: { name: 5 } }, -32602, /“params.name” must be a text/],
    [
      { method: 'tools/call', params: { name: 'list_sessions', arguments: [] } },
      -32602,
      /arguments” must be an object/,
    ],
    [{ method: 'tools/call', params: { name: 'list_sessions', arguments: 'x' } }, -32602, /arguments” must be an obj/],
    [
      { method: 'tools/call', params: { name: 'x', _meta: { progressToken: {} } } },
      -32602,
      /_meta.progressToken” is not/,
    ],
    [{ method: 'tools/list', params: { cursor: 5 } }, -32602, /“params.cursor” must be a text/],
    [{ method: 'initialize', params: { protocolVersion: '1' } }, -32602, /must have “params.capabilities”/],
    [{ method: 5 }, -32600, /“method” must be a text/],
    [{ method: 'ping', jsonrpc: '1.0' }, -32600, /no message of JSON-RPC 2.0/],
    [{ method: 'ping', more: 1 }, -32600, /no message of JSON-RPC 2.0/],
    [{ method: undefined }, -32600, /must have “method”/],
    [{ method: 'nobody/knows' }, -32601, /^There is no method of this name; there are initialize, ping, tools/],
    [{ method: 'tool/call' }, -32601, /^There is no method of this name; “tools\/call” may be meant; there are/],
  ];
  it('each request with an id is answered, with one sentence if it cannot be used', async () => {
    const asked = unusable.map(([request], at) => ({ jsonrpc: '2.0', id: at % 2 ? at + 10 : `id ${at}`, ...request }));
    const { code, stdout, stderr } = await run(['mcp'], { input: lines(hello, ...asked) });
    assert.deepEqual([code, stderr], [0, '']);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each) as { id: unknown; error?: { code: number; message: string } });
    assert.equal(answers.length, asked.length + 1);
    for (const [at, [request, number, words]] of unusable.entries()) {
      const error = answers.find(({ id }) => id === asked[at]?.id)?.error;
      assert.equal(error?.code, number, JSON.stringify(request));
      assert.match(error.message, words);
      assert.doesNotMatch(error.message, /\n|\{|\[/);
    }
  });

  it('a call whose arguments are null is made without any', async () => {
    const scratch = new Scratch();
    scratch.seed('MobileApps');
    const asked = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'check_sessions', arguments: null } };
    const { code, stdout } = await run(['mcp'], { cwd: scratch.root, input: lines(hello, asked) });
    scratch.remove();
    assert.equal(code, 0);
    assert.match(stdout, /"structuredContent"/);
  });

  it('what a client answers though nobody asked is told in a short line', async () => {
    const answer = { jsonrpc: '2.0', id: 77, result: { text: 'x'.repeat(5000) } };
    const { code, stderr } = await run(['mcp'], { input: lines(answer, hello) });
    assert.equal(code, 0);
    assert.match(stderr, /^session-workbench: what the client sent cannot be used: .{1,200}\n$/);
  });

  it('a message without an end ends mcp with 2 and one line', async () => {
    const { code, stderr } = await run(['mcp'], { input: 'x'.repeat(11_000_000) });
    assert.equal(code, 2);
    assert.match(stderr, /^session-workbench: [^\n]*a message is longer than may be read[^\n]*\n$/);
  });

  it('arguments that are nested without end are refused', async () => {
    const deep = `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`;
    const input = `${lines(hello)}{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"check_sessions","arguments":${deep}}}\n`;
    const { code, stdout } = await run(['mcp'], { input });
    assert.equal(code, 0);
    assert.match(stdout, /nested too deeply|"error"/);
  });
});
