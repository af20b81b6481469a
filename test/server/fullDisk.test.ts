import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import { onPosix, temporaryFolder } from '../disk/temporaryFolder';
import { Control, until } from './devServers';
import { call } from './httpCall';

/** The bundle that ships. */
const SERVER = path.resolve(__dirname, '../../../dist/server.js');
/** The limit of a file's size for the server process, in blocks of 512 bytes. The requests below need much more. */
const BLOCKS_OF_512 = 400;
const CANNOT = /cannot be kept for after a crash: EFBIG.*Make room/;

describe('A server whose state has no room', () => {
  const folder = temporaryFolder();
  let server: ServerChildProcess | undefined;

  afterEach(async () => {
    await server?.stop();
  });

  onPosix('a server whose state has no room lets nothing be used twice after a crash, and says so', async () => {
    const runtime = path.join(folder(), 'node.sh');
    const script = `#!/bin/sh\nulimit -f ${BLOCKS_OF_512}\nexec '${process.execPath}' "$@"\n`;
    fs.writeFileSync(runtime, script, { mode: 0o755 });
    const log: string[] = [];
    server = new ServerChildProcess({ program: SERVER, runtime, onLog: (line) => log.push(line) });
    const address = await server.start({ web: {} });
    const control = new Control(address);
    const made = await control.post('/web/sessions', {});
    const cookie = `${made.json.cookie.name}=${made.json.cookie.value};`;
    const { otp } = (await control.post(`/web/sessions/${made.json.id}/otp`, {})).json;
    // It is kept until here: this is the state to which nothing may go back.
    for (let i = 0; !log.some((line) => CANNOT.test(line)); i++) {
      const { json } = await control.post('/web/sessions', {});
      const storage = { filler: { text: `${i}`.padStart(3_000) } };
      assert.equal((await control.call('PATCH', `/web/sessions/${json.id}`, { storage })).status, 200);
    }
    const isGiven = async () => {
      const { headers } = await call(`${address.url}/4DACTION/none?$4DSID=${otp}`);
      return headers['set-cookie']?.some((text) => text.startsWith(cookie)) === true;
    };
    assert.equal(await isGiven(), true, 'the passcode gives the session');
    assert.equal(await isGiven(), false, 'once');
    await until(
      () => server?.warning,
      (warning) => CANNOT.test(warning ?? ''),
    );

    process.kill(address.pid, 'SIGKILL');
    await until(
      () => server?.address?.pid,
      (pid) => pid !== undefined && pid !== address.pid,
    );
    assert.equal(await isGiven(), false, 'nor after a crash');
    assert.equal(server.warning, undefined, 'there is room again for what there is now');
    assert.ok(
      log.some((line) => /begins anew/.test(line) && !CANNOT.test(line)),
      log.join('\n'),
    );
  });
});
