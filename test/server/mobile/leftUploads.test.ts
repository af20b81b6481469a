import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onPosix, temporaryFolder } from '../../disk/temporaryFolder';
import { until } from '../devServers';
import { withServer } from '../mobileHarness';
import { iosBody } from './devices';

describe('Uploads of a server that was killed', () => {
  const folder = temporaryFolder();
  const before = process.env.TMPDIR;
  beforeEach(() => {
    process.env.TMPDIR = folder();
  });
  afterEach(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });

  onPosix(
    'uploads of a server that was killed are removed by a later start, and nothing of a process that lives, of another machine or behind a link',
    async () => {
      assert.equal(os.tmpdir(), folder());
      await withServer({}, async (server) => {
        const { json } = await server.post('/mobileapp/$authenticate', { body: iosBody() });
        await server.post('/mobileapp/$upload', { token: json.token, body: Buffer.from('a photo') });
        const own = fs.readdirSync(folder()).find((name) => name.startsWith('session-workbench-uploads-')) ?? '';
        const [mark = '', pid = ''] = /-([0-9a-f]{12})-(\d+)-\w{6}$/.exec(own)?.slice(1) ?? [];
        assert.equal(Number(pid), process.pid);
        const dead = spawnSync(process.execPath, ['-e', '']).pid;
        const precious = path.join(folder(), 'precious');
        const kept = [
          own,
          'precious',
          own.replace(`-${pid}-`, `-${process.ppid}-`),
          own.replace(mark, '0'.repeat(12)).replace(`-${pid}-`, `-${dead}-`),
          `session-workbench-uploads-${dead}`,
          `my-${own.replace(`-${pid}-`, `-${dead}-`)}`,
        ];
        const gone = own.replace(`-${pid}-`, `-${dead}-`);
        for (const name of [...kept, gone]) {
          fs.mkdirSync(path.join(folder(), name), { recursive: true });
          fs.writeFileSync(path.join(folder(), name, 'photo'), 'bytes');
        }
        const link = gone.replace(/\w{6}$/, 'LINKED');
        fs.symlinkSync(precious, path.join(folder(), link));
        fs.symlinkSync(precious, path.join(folder(), gone, 'inside'));
        await withServer({}, async () => {
          await until(
            () => Promise.resolve(fs.existsSync(path.join(folder(), gone))),
            (isThere) => !isThere,
          );
          for (const name of [...kept, link]) assert.ok(fs.existsSync(path.join(folder(), name, 'photo')), name);
        });
      });
    },
  );
});
