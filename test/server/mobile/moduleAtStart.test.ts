import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { HttpControlClient } from '../../../src/server/client/httpControlClient';
import { ServerChildProcess } from '../../../src/server/client/serverChildProcess';
import { ServerStartError } from '../../../src/server/kernel/start/startErrors';
import type { MobileOptions } from '../../../src/server/systems/mobile/mobileOptions';
import { temporaryFolder } from '../../disk/temporaryFolder';
import { until } from '../devServers';
import { call } from '../httpCall';
import { iosBody } from './devices';

/** The bundle that ships. */
const SERVER = path.resolve(__dirname, '../../../../dist/server.js');

describe('A server with an authentication module', () => {
  const folder = temporaryFolder();
  const running: ServerChildProcess[] = [];

  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
  });

  function create(name: string, mobile: MobileOptions = {}) {
    const log: string[] = [];
    const server = new ServerChildProcess({
      program: SERVER,
      runtime: process.execPath,
      onLog: (line) => log.push(line),
    });
    running.push(server);
    const mobileApps = path.join(folder(), 'MobileApps');
    const authenticationModule = path.join(folder(), name);
    const start = () => server.start({ mobileApps, mobile: { authenticationModule, ...mobile } });
    const login = (url: string) =>
      call(`${url}/mobileapp/$authenticate`, { method: 'POST', headers: { 'X-QMobile': '1' }, body: iosBody() });
    return { file: authenticationModule, log, start, login };
  }

  const write = (name: string, text: string) => fs.writeFileSync(path.join(folder(), name), text);

  const useless: [name: string, text: string, words: RegExp][] = [
    ['j.json', '{}', /which cannot be loaded: .*JSON|which cannot be loaded: .*json/],
    ['empty.mjs', '', /which exports no function; export one/],
    ['nothing.mjs', 'export const nothing = () => 1;', /which exports no function; export one/],
    ['number.cjs', 'module.exports = 1;', /which exports no function; export one/],
    [
      'broken.mjs',
      '\nexport default ( => 1;',
      /which cannot be loaded: SyntaxError: Unexpected token '=>' \(at .*broken\.mjs:2\); mend it/,
    ],
    ['broken.cjs', 'module.exports = {', /which cannot be loaded: SyntaxError: .*broken\.cjs:\d\b.*; mend it/],
    ['throws.mjs', 'throw new Error("no\\ndatabase");', /which cannot be loaded: Error: no database .*throws\.mjs:1\b/],
    ['imports.mjs', 'import "./nowhere.mjs"; export default () => 1;', /which cannot be loaded: .*nowhere\.mjs/],
    ['exits.mjs', 'process.exit(3);', /which cannot be loaded: .*exit code 3/],
    ['text.txt', 'hello', /which cannot be loaded: /],
  ];
  for (const [name, text, words] of useless) {
    it(`a server does not start with a module by which every login would fail: ${name}`, async () => {
      write(name, text);
      const { file, start } = create(name);
      await assert.rejects(start(), (error) => {
        assert.ok(error instanceof ServerStartError, String(error));
        const { code, message } = error.problem;
        assert.equal(code, 'options', message);
        assert.ok(
          message.startsWith(`The options cannot be used: “mobile.authenticationModule” names ${file}, `),
          message,
        );
        assert.match(message, words);
        assert.doesNotMatch(message, /\n/);
        return true;
      });
    });
  }

  it('a server does not start when its authentication module is not there, or is a folder', async () => {
    await assert.rejects(create('nowhere.mjs').start(), /“mobile\.authenticationModule” names .*, which is not there/);
    fs.mkdirSync(path.join(folder(), 'a.mjs'));
    await assert.rejects(
      create('a.mjs').start(),
      /“mobile\.authenticationModule” names .*, which is a folder; give a regular file/,
    );
  });

  it('a server starts although its authentication module takes its time to load, and says so', async () => {
    write('slow.mjs', 'await new Promise(() => setInterval(() => {}, 1000)); export default () => 1;');
    const { log, start } = create('slow.mjs', { authenticationTimeoutMs: 300 });
    await start();
    await until(
      () =>
        log.find((line) =>
          /“mobile\.authenticationModule” names .*slow\.mjs, which .* took longer than 300 ms/.test(line),
        ),
      (line) => line !== undefined,
    );
  });

  it('log and journal say why a module fails each time that the reason is another', async () => {
    write('hook.mjs', 'export default ({ email }) => { throw new Error("no database"); };');
    const { log, start, login } = create('hook.mjs');
    const address = await start();
    const control = new HttpControlClient(address);
    const told = () => log.filter((line) => /^The authentication module: /.test(line));
    for (let time = 1; time <= 2; time++) {
      assert.equal((await login(address.url)).status, 500);
      const { causes } = (await control.journal()).entries.at(-1) ?? {};
      assert.match(causes?.[0]?.message ?? '', /Error: no database \(at .*hook\.mjs:1/);
    }
    write('hook.mjs', 'export default () => "yes";');
    assert.equal((await login(address.url)).status, 401);
    write('hook.mjs', 'export default ( => 1');
    assert.equal((await login(address.url)).status, 500);
    await until(told, ({ length }) => length >= 3);
    const [first, second, third, ...more] = told();
    assert.match(first ?? '', /Error: no database \(at .*hook\.mjs:1/);
    assert.match(second ?? '', /returned string/);
    assert.match(third ?? '', /SyntaxError: Unexpected token '=>' \(at .*:\d+\)$/);
    assert.deepEqual(more, [], 'the same reason is told once');
  });
});
