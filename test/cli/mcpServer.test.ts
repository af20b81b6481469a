import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import readline from 'node:readline';
import type { ServerAddress } from '../../src/core/protocol/address';
import { MOBILE_LOGIN } from '../server/mobileLogin';
import { isAlive } from '../support/isAlive';
import { CLI, Scratch } from './commandLine';
import { TestAgent, textOf } from './mcpClient';

describe('mcp with a dev server', () => {
  let scratch: Scratch;
  let agent: TestAgent;
  let url: string;
  before(async () => {
    scratch = new Scratch();
    agent = await TestAgent.connect({ cwd: scratch.root, env: { XDG_STATE_HOME: scratch.path('state') } });
  });
  after(async () => {
    await agent.close();
    scratch.remove();
  });

  const post = (path: string, body: unknown) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('without a server each tool that needs one says how to get it', async () => {
    for (const [name, args] of [
      ['list_sessions', {}],
      ['read_journal', {}],
      ['explain_refusal', {}],
      ['move_clock', { move: 'pause' }],
      ['read_outbox', {}],
    ] as const) {
      assert.match(await agent.refusal(name, args), /No dev server is in use; start one with start_server/);
    }
    assert.deepEqual(await agent.ask('stop_server'), { outcome: 'none' });
  });

  it('a server is started for the conversation, once, whoever asks at the same time', async () => {
    const [one, other] = await Promise.all([
      agent.ask('start_server', { systems: ['tokens', 'web', 'mendix'] }),
      agent.ask('start_server'),
    ]);
    assert.equal(one.url, other.url);
    assert.equal(one.startedHere, true);
    assert.deepEqual(one.systems.filter((name: string) => name !== 'platform').sort(), [
      'mendix',
      'mobile',
      'tokens',
      'web',
    ]);
    url = one.url;
    assert.equal((await fetch(url)).status, 200);
    assert.match(
      await agent.refusal('start_server', { systems: ['web'] }),
      /in use already, at http.*stop_server first/,
    );
  });

  it('a session is logged in, its clock is moved, and the 401 is explained', async () => {
    const login = (await (await post('/api/login', { username: 'ada', password: 'right' })).json()) as {
      access_token: string;
      refresh_token: string;
    };
    const me = () => fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${login.access_token}` } });
    assert.equal((await me()).status, 200);
    const { sessions } = await agent.ask('list_sessions', { system: 'tokens' });
    assert.deepEqual([sessions.length, sessions[0].session.user], [1, 'ada']);
    const moved = await agent.ask('move_clock', { move: 'advance', by: '2d' });
    assert.ok(moved.offsetMs >= 2 * 86_400_000);
    assert.equal((await me()).status, 401);
    const why = await agent.call('explain_refusal');
    const told = why.structuredContent as { status: number; refused: boolean; url: string; causes: { kind: string }[] };
    assert.deepEqual([told.status, told.refused, told.url], [401, true, '/api/me']);
    assert.ok(told.causes.some(({ kind }) => kind === 'refused'));
    assert.match(textOf(why), /GET \/api\/me was answered with 401.*\nIt was refused: .*expired/i);
    const all = JSON.stringify([why, await agent.call('read_journal'), await agent.call('list_sessions')]);
    for (const secret of [login.access_token, login.refresh_token]) assert.ok(!all.includes(secret));
  });

  it('the clock is paused, runs again and is reset, and other moves are refused with words', async () => {
    assert.equal((await agent.ask('move_clock', { move: 'pause' })).paused, true);
    assert.equal((await agent.ask('move_clock', { move: 'resume' })).paused, false);
    assert.equal((await agent.ask('move_clock', { move: 'advance', by: '90' })).paused, false);
    assert.equal((await agent.ask('move_clock', { move: 'reset' })).offsetMs, 0);
    for (const [args, words] of [
      [{ move: 'advance' }, /needs by/],
      [{ move: 'advance', by: 'soon' }, /no length of time/],
      [{ move: 'advance', by: '-5 min' }, /no length of time/],
      [{ move: 'advance', by: '9e9d' }, /longer than a hundred years/],
      [{ move: 'pause', by: '1h' }, /for the move advance only/],
      [{ move: 'back' }, /“move” must be one of/],
      [{}, /must have “move”/],
    ] as const) {
      assert.match(await agent.refusal('move_clock', args), words);
    }
  });

  for (const [args, words] of [
    [{}, 'the arguments must have “move”'],
    [{ by: '1s' }, 'the arguments must have “move” too'],
    [{ bye: '1s' }, 'the arguments must not have “bye”, and must have “move”'],
  ] as const) {
    it(`a move of the clock with ${JSON.stringify(args)} is told once what it must have`, async () => {
      assert.equal(await agent.refusal('move_clock', args), `The tool cannot be called like this: ${words}.`);
    });
  }

  it('the journal is read from an id, filtered, and in parts', async () => {
    const all = await agent.ask('read_journal', { after: 0, limit: 500 });
    assert.ok(all.entries.length > 4);
    const [first] = all.entries;
    const part = await agent.ask('read_journal', { after: 0, limit: 2 });
    assert.deepEqual([part.entries.length, part.entries[0].id], [2, first.id]);
    const next = await agent.ask('read_journal', { after: part.nextAfter, limit: 1 });
    assert.equal(next.entries[0].id, all.entries[2].id);
    const refused = await agent.ask('read_journal', { filter: '401 face:tokens' });
    assert.ok(refused.entries.length > 0 && refused.entries.every(({ status }: { status: number }) => status === 401));
    const newest = await agent.ask('read_journal', { limit: 1 });
    assert.equal(newest.entries[0].id, all.entries.at(-1).id);
    assert.deepEqual((await agent.ask('read_journal', { filter: 'nobody-has-this' })).entries, []);
  });

  it('an entry that is none is refused with words, and one that was answered is explained, too', async () => {
    assert.match(await agent.refusal('explain_refusal', { id: 1e9 }), /The journal has no entry 1000000000/);
    assert.match(await agent.refusal('explain_refusal', { id: 0 }), /“id” must be/);
    const { entries } = await agent.ask('read_journal', { after: 0, filter: '/api/login' });
    const told = await agent.ask('explain_refusal', { id: entries[0].id });
    assert.match(told.explanation, /It was not refused/);
  });

  it('a caught mail is listed without its link and its code', async () => {
    const answer = await post('/mobileapp/$authenticate', { ...MOBILE_LOGIN, send: 'link' });
    assert.equal(answer.status, 200);
    const before = await agent.ask('read_outbox');
    const mobile = await agent.ask('list_sessions', { system: 'mobile' });
    assert.equal(mobile.sessions[0].session.email, MOBILE_LOGIN.email);
    assert.equal(typeof before.total, 'number');
    assert.doesNotMatch(JSON.stringify(before), /"(?:link|code|html|text)"/);
    assert.deepEqual((await agent.ask('read_outbox', { search: 'nobody' })).mails, []);
  });

  it('a passcode of a web session and the control token are in no answer', async () => {
    const registry = await agent.ask('start_server');
    assert.deepEqual(
      Object.keys(registry).filter((name) => /token/i.test(name)),
      [],
    );
    const all = JSON.stringify([registry, await agent.call('list_sessions'), await agent.call('read_journal')]);
    assert.doesNotMatch(all, /controlToken|Bearer [A-Za-z0-9]/);
  });

  it('a system that the server does not have is refused with those that it has', async () => {
    assert.deepEqual(await agent.ask('stop_server'), { outcome: 'stopped' });
    await agent.ask('start_server');
    assert.match(
      await agent.refusal('list_sessions', { system: 'mendix' }),
      /does not have mendix; it has mobile, tokens; .*start one with systems: \["mendix"\]\.$/,
    );
    await agent.ask('stop_server');
  });

  // The same as exec has.
  const systemsOf: [what: string, args: Record<string, unknown>, systems: readonly string[]][] = [
    ['without arguments', {}, ['mobile', 'tokens']],
    ['with an empty list of systems', { systems: [] }, ['mobile', 'tokens']],
    ['with a folder', { mobileApps: 'named' }, ['mobile', 'tokens']],
    ['with mobile apps by name', { systems: ['mobile'] }, ['mobile']],
    ['with one system', { systems: ['web'] }, ['mobile', 'web']],
    ['with one system and mobile apps by name', { systems: ['mendix', 'mobile'] }, ['mendix', 'mobile']],
    ['with a folder and a system', { mobileApps: 'named', systems: ['web'] }, ['mobile', 'web']],
  ];
  for (const [what, args, systems] of systemsOf) {
    it(`a server that an agent starts ${what} has ${systems.join(' and ')}`, async () => {
      scratch.folder('named');
      const started = await agent.ask('start_server', args);
      assert.deepEqual(started.systems.filter((name: string) => name !== 'platform').sort(), systems);
      await agent.ask('stop_server');
    });
  }

  it('a folder that a server of the user serves already is joined, and left running', async () => {
    const folder = scratch.folder('MobileApps');
    const env = { ...process.env, XDG_STATE_HOME: scratch.path('state') };
    const serve = spawn(process.execPath, [CLI, 'serve', '--mobile-apps', folder, '--json'], { env });
    try {
      const [line] = (await once(readline.createInterface(serve.stdout), 'line')) as [string];
      const address = JSON.parse(line) as ServerAddress;
      const joined = await agent.ask('start_server', { mobileApps: 'MobileApps' });
      assert.deepEqual([joined.url, joined.startedHere, joined.by], [address.url, false, 'session-workbench serve']);
      assert.ok(!JSON.stringify(joined).includes(address.controlToken));
      assert.deepEqual(await agent.ask('stop_server'), { outcome: 'left' });
      assert.equal((await fetch(address.url)).status, 200);
    } finally {
      serve.kill();
      await once(serve, 'exit');
    }
  });

  it('a folder outside of the roots, or a file, is not served', async () => {
    scratch.file('file.txt', '');
    assert.match(await agent.refusal('start_server', { mobileApps: '/' }), /is outside of/);
    assert.match(await agent.refusal('start_server', { mobileApps: 'file.txt' }), /names a file/);
    assert.match(await agent.refusal('start_server', { systems: ['oracle'] }), /must be one of/);
  });

  it('the server that exec tells of is used at once, and is left running', async () => {
    const env = { ...process.env, XDG_STATE_HOME: scratch.path('state') };
    const serve = spawn(process.execPath, [CLI, 'serve', '--mobile-apps', scratch.folder('other'), '--json'], { env });
    const [line] = (await once(readline.createInterface(serve.stdout), 'line')) as [string];
    const { url: served, controlUrl, controlToken, externalPlatformUrl } = JSON.parse(line) as ServerAddress;
    const told = await TestAgent.connect({
      cwd: scratch.root,
      env: {
        SESSION_WORKBENCH_URL: served,
        SESSION_WORKBENCH_CONTROL_URL: controlUrl,
        SESSION_WORKBENCH_CONTROL_TOKEN: controlToken,
        SESSION_WORKBENCH_PLATFORM_URL: externalPlatformUrl,
      },
    });
    try {
      assert.equal((await told.ask('move_clock', { move: 'pause' })).paused, true);
      assert.equal((await told.ask('start_server')).url, served);
      await told.close();
      assert.equal((await fetch(served)).status, 200);
    } finally {
      serve.kill();
      await once(serve, 'exit');
    }
  });

  it('variables of exec that cannot be meant are refused by their names, and their token goes nowhere', async () => {
    for (const [env, words] of [
      [
        { SESSION_WORKBENCH_CONTROL_URL: 'https://example.com/x', SESSION_WORKBENCH_CONTROL_TOKEN: 'secret-1' },
        /CONTROL_URL/,
      ],
      [{ SESSION_WORKBENCH_CONTROL_URL: 'no address', SESSION_WORKBENCH_CONTROL_TOKEN: 'secret-1' }, /CONTROL_URL/],
      [
        { SESSION_WORKBENCH_CONTROL_URL: 'http://127.0.0.1:1/', SESSION_WORKBENCH_CONTROL_TOKEN: 'secret\n1' },
        /CONTROL_TOKEN/,
      ],
      [
        { SESSION_WORKBENCH_CONTROL_URL: 'http://127.0.0.1:1/', SESSION_WORKBENCH_CONTROL_TOKEN: 'secret-1' },
        /does not answer.*call stop_server, then start_server/,
      ],
    ] as const) {
      const told = await TestAgent.connect({ cwd: scratch.root, env });
      const refusal = await told.refusal('read_journal');
      assert.match(refusal, words);
      assert.doesNotMatch(refusal, /secret/);
      await told.close();
    }
  });

  it('the server ends with the conversation, and its folder is removed', async () => {
    const other = await TestAgent.connect({ cwd: scratch.root, env: { TMPDIR: scratch.folder('tmp') } });
    const { url: its } = await other.ask('start_server');
    assert.equal((await fetch(its)).status, 200);
    const { pid } = other.transport;
    await other.close();
    assert.ok(pid && !isAlive(pid));
    await assert.rejects(fetch(its));
    assert.deepEqual(
      fs.readdirSync(scratch.path('tmp')).filter((name) => name.includes('agent')),
      [],
    );
  });
});
