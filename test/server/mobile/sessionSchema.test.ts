import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { HttpControlClient } from '../../../src/server/client/httpControlClient';
import { ServerChildProcess } from '../../../src/server/client/serverChildProcess';
import { temporaryFolder, writeTree } from '../../disk/temporaryFolder';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../../support/seedSession';

/** The bundle that ships. */
const SERVER = path.resolve(__dirname, '../../../../dist/server.js');

describe('A server with a schema of session files', () => {
  const folder = temporaryFolder();
  const running: ServerChildProcess[] = [];

  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
  });

  async function start(schema: string | undefined) {
    const mobileApps = path.join(folder(), 'MobileApps');
    writeTree(mobileApps, { [`${SEED_APPLICATION}/${SEED_NAME}`]: SEED_SESSION });
    const file = path.join(folder(), 'mobileSessionSchema.json');
    if (schema !== undefined) fs.writeFileSync(file, schema);
    const server = new ServerChildProcess({ program: SERVER, runtime: process.execPath, onLog: () => {} });
    running.push(server);
    const started = await server.start({ mobileApps, mobile: schema === undefined ? {} : { schema: file } });
    const control = new HttpControlClient(started);
    // A session that was in memory is refreshed. What the server reads at its start goes by the same schema.
    const { systems } = await control.state();
    return systems.mobile?.sessions.map(({ id }) => id) ?? [];
  }

  it('a server goes by the schema of session files that it was given, in the draft that 4D uses', async () => {
    const asks = { $schema: 'http://json-schema.org/draft-04/schema#', required: ['nothing'] };
    assert.deepEqual(await start(JSON.stringify(asks)), []);
    assert.deepEqual(await start(undefined), [SEED_NAME]);
  });

  for (const [what, text, reason] of [
    [
      'is no JSON',
      '{',
      /“mobile\.schema” names .*mobileSessionSchema\.json, which cannot be used: .*; give a JSON schema/,
    ],
    ['is no schema', '{"type":"sessions"}', /“mobile\.schema” names .*, which cannot be used: .*type/],
  ] as const) {
    it(`a server does not start with a schema file that ${what}`, async () => {
      await assert.rejects(start(text), reason);
    });
  }
});
