import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { HttpControlClient } from '../../../src/server/client/httpControlClient';
import { ServerChildProcess } from '../../../src/server/client/serverChildProcess';
import { temporaryFolder, writeTree } from '../../disk/temporaryFolder';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../../support/seedSession';
import { withServer } from '../mobileHarness';

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

  it('a refresh goes by the schema as it is now, and is refused while the file cannot be used', async () => {
    const file = path.join(folder(), 'schema.json');
    const write = (schema: unknown) =>
      fs.writeFileSync(file, typeof schema === 'string' ? schema : JSON.stringify(schema));
    write({});
    const seed = { [`${SEED_APPLICATION}/${SEED_NAME}`]: SEED_SESSION, 'com.a/other': '{' };
    await withServer(
      { schema: file },
      async (server) => {
        const errors = async () => (await server.refresh()).errors.map(({ file: name, code }) => [name, code]);
        const broken = [['com.a/other', 2]];
        const held = async () => (await server.sessions()).sessions.map(({ id }) => id);
        assert.deepEqual(await errors(), broken);
        for (const bad of ['{', '{"type":"sessions"}', '', undefined]) {
          if (bad === undefined) fs.rmSync(file);
          else write(bad);
          for (const _again of [1, 2]) {
            await assert.rejects(server.refresh(), (error: Error) => {
              assert.match(
                error.message,
                /“mobile\.schema” names .*schema\.json, which cannot be used: .*; until it can/,
              );
              return true;
            });
          }
          const [refused] = (await server.control.journal()).entries.slice(-1);
          assert.deepEqual(
            refused?.causes.map(({ rule }) => rule),
            ['mobile.schema-unusable'],
          );
          assert.deepEqual(await held(), [SEED_NAME]);
          write({});
          assert.deepEqual(await errors(), broken);
        }
        write({ required: ['nothing'] });
        assert.equal((await errors()).length, 2);
        assert.deepEqual(await held(), []);
        write({ required: ['email'] });
        assert.deepEqual(await errors(), broken);
      },
      seed,
    );
  });
});
