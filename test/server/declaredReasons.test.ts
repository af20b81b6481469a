import assert from 'node:assert/strict';
import type { FastifyInstance } from 'fastify';
import type { JournalEntry } from '../../src/core/protocol/journal';
import { declareReasons, type Reasons } from '../../src/core/server/declareReasons';
import { changed, decided, noted } from '../../src/core/server/reasonKinds';
import { SERVER_REASONS } from '../../src/core/server/serverReasons';
import { DevServer } from '../../src/server/devServer';
import { noting } from '../../src/server/kernel/journal/noting';
import { ServerStartError } from '../../src/server/kernel/start/startErrors';
import type { SystemPlugin } from '../../src/server/kernel/system/emulatedSystem';
import { SYSTEMS } from '../../src/server/systems';
import { Control } from './devServers';
import { call } from './httpCall';

type OneCode = Record<'probe.shown', ReturnType<typeof decided>>;

const OWN = declareReasons('probe', { 'probe.shown': decided('It was shown.') });
const nothing = { paths: () => ['probe'], spaces: [], logs: [] };

/** A system that gives reasons of its declaration, and has one route for each list of reasons. */
function probe(routes: Readonly<Record<string, Reasons<'probe', OneCode>>>): SystemPlugin<'probe'> {
  const register = (app: FastifyInstance) => {
    for (const [path, reasons] of Object.entries(routes)) {
      const note = noting(reasons);
      app.get(`/probe/${path}`, { config: { face: 'probe' } }, async ({ trace }) => {
        note(trace, 'probe.shown');
        return {};
      });
    }
  };
  const create = () => ({ faces: [{ register, dispose: () => {} }], dispose: () => {} });
  return { ...nothing, name: 'probe', reasonCodes: OWN, create };
}

describe('declared reason codes', () => {
  const starts: Readonly<Record<string, [SystemPlugin[], RegExp]>> = {
    'the reason codes of another system': [
      [{ ...nothing, name: 'other', reasonCodes: OWN, create: () => assert.fail() }],
      /^The reason codes of the system “other” are declared for “probe”; declare them for “other”\.$/,
    ],
    'a code that the server has': [
      [
        {
          ...nothing,
          name: 'snapshot',
          reasonCodes: declareReasons('snapshot', { 'control.snapshot.put': changed('It was put.') }),
          create: () => assert.fail(),
        },
      ],
      /^The reason code “control\.snapshot\.put” of the system “snapshot” exists already; rename it\.$/,
    ],
    ...Object.fromEntries(
      ['server', 'control', 'fault'].map((name): [string, [SystemPlugin[], RegExp]] => [
        `the name “${name}”`,
        [
          [{ ...nothing, name, reasonCodes: declareReasons(name, {}), create: () => assert.fail() }],
          new RegExp(`^A system cannot have the name “${name}”, .*; rename it\\.$`),
        ],
      ]),
    ),
  };
  for (const [what, [plugins, problem]] of Object.entries(starts)) {
    it(`no server starts with a system that has ${what}`, async () => {
      await assert.rejects(DevServer.start({}, { log: () => {} }, [...SYSTEMS, ...plugins]), (error) => {
        assert.ok(error instanceof ServerStartError);
        assert.match(error.problem.message, problem);
        return true;
      });
    });
  }

  it('a name that belongs to another part cannot be declared, whatever the types say', () => {
    const foreign = { 'probe.own': noted('It is.'), 'web.foreign': noted('It is.') } as never;
    for (const part of ['probe', 'server', 'fault', 'we']) {
      assert.throws(
        () => declareReasons(part, foreign),
        /The reason code “[a-z.]+” of “\w+” must have a name that begins/,
      );
    }
  });

  it('a declaration cannot be changed', () => {
    for (const { codes } of [SERVER_REASONS, OWN, ...SYSTEMS.map(({ reasonCodes }) => reasonCodes)]) {
      assert.ok(Object.isFrozen(codes));
      for (const code of Object.values(codes)) assert.ok(Object.isFrozen(code));
    }
  });

  it('a server gives only the reasons of the objects that its systems name, and refuses copies and second ones', async () => {
    const second = declareReasons('probe', { 'probe.shown': decided('It was shown again.') });

    const disguised = Object.create(OWN, { codes: { value: { 'probe.shown': noted('It is another kind.') } } });
    const plugin = probe({ own: OWN, second, disguised, copied: { ...OWN, codes: OWN.codes } as typeof OWN });
    const log: string[] = [];
    const server = await DevServer.start({}, { log: (line) => log.push(line) }, [plugin]);
    try {
      const { url } = server.address();
      const statuses: number[] = [];
      for (const path of ['own', 'second', 'disguised', 'copied']) {
        statuses.push((await call(`${url}/probe/${path}`)).status);
      }
      assert.deepEqual(statuses, [200, 500, 500, 500]);
      assert.match(
        log.join('\n'),
        /“probe\.shown” is not in the `reasonCodes` of the system “probe”; declare it there/,
      );
      const { json } = await new Control(server.address()).get('/journal?limit=10');
      const rules = (json.entries as JournalEntry[]).map(({ causes }) => causes.map(({ rule }) => rule));
      assert.deepEqual(rules, [['probe.shown'], ['server.crash'], ['server.crash'], ['server.crash']]);
    } finally {
      await server.close();
    }
  });
});
