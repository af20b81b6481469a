import assert from 'node:assert/strict';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { CheckPool } from '../../src/disk/checkPool';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { temporaryFolder, writeTree } from './temporaryFolder';

/** Definitions of which each uses the next one twice, so that the first asks for 2^40 checks of the last one. */
const doubled = (use: (next: object) => object, last: object = { type: 'object' }) => ({
  $ref: '#/definitions/a0',
  definitions: Object.fromEntries(
    Array.from({ length: 41 }, (_, n) => [`a${n}`, n === 40 ? last : use({ $ref: `#/definitions/a${n + 1}` })]),
  ),
});

/** Schemas without any pattern that nobody can hold against the seed's session in a lifetime. */
const EXPLODING: Readonly<Record<string, object>> = {
  'allOf that doubles': doubled((next) => ({ allOf: [next, next] })),
  'anyOf that doubles': doubled((next) => ({ anyOf: [next, next] }), { not: {} }),
  'oneOf that doubles': doubled((next) => ({ oneOf: [next, next] })),
  'not that doubles': doubled((next) => ({ not: { allOf: [{ not: next }, { not: next }] } })),
  'if that doubles': doubled((next) => ({ if: next, else: next }), { not: {} }),
  'dependencies that double': doubled((next) => ({ dependencies: { session: next, device: next } })),
  'properties of one part that double': {
    properties: { device: doubled((next) => ({ allOf: [next, next] })).definitions.a0 },
    definitions: doubled((next) => ({ allOf: [next, next] })).definitions,
  },
  'allOf that doubles in draft-04': {
    $schema: 'http://json-schema.org/draft-04/schema#',
    ...doubled((next) => ({ allOf: [next, next] })),
  },
};

describe('The time that a schema of the user’s may take', () => {
  const temporary = temporaryFolder();
  let tick: () => void;
  let pool: CheckPool;

  function poolWith(schema: object): string {
    writeTree(temporary(), { 'schema.json': schema });
    const schemaFile = path.join(temporary(), 'schema.json');
    pool = new CheckPool({
      schemaFile,
      maxWorkers: 2,
      ticks: (each) => {
        tick = each;
        return () => {};
      },
    });
    return schemaFile;
  }
  afterEach(() => pool.dispose());

  const check = () =>
    pool.call('checkText', {
      file: { applicationFolder: SEED_APPLICATION, name: SEED_NAME, text: SEED_SESSION },
      modified: 0,
      size: 0,
    });
  const words = async (entry: ReturnType<typeof check>) => (await entry).findings.map(({ message }) => message);
  const tooLong = (file: string) => [
    `The schema ${file} takes longer than a check may (10 s, SCHEMA_TIME), so nobody can say what it allows; make it simpler.`,
  ];
  /** The time passes as often as that is needed. */
  async function passing<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const end = work.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      tick();
      await turn();
    }
    return end;
  }

  for (const [what, schema] of Object.entries(EXPLODING)) {
    it(`a schema whose check has no end is a finding with its name: ${what}`, async () => {
      const file = poolWith(schema);
      assert.deepEqual(await words(passing(check())), tooLong(file));
    });
  }

  it('after a schema was given up no session waits for it, and another schema is used', async () => {
    const file = poolWith(EXPLODING['allOf that doubles'] as object);
    const several = Promise.all([words(check()), words(check()), words(check())]);
    assert.deepEqual(await passing(several), [tooLong(file), tooLong(file), tooLong(file)]);
    // No time passes from here on.
    assert.deepEqual(await words(check()), tooLong(file));
    writeTree(temporary(), { 'other.json': { required: ['nothing'] } });
    pool.setSchema(path.join(temporary(), 'other.json'));
    assert.deepEqual(await words(check()), ['Property "nothing" is missing.']);
    pool.setSchema(undefined);
    assert.deepEqual(await words(check()), []);
    pool.setSchema(file);
    assert.deepEqual(await words(passing(check())), tooLong(file));
  });

  it('a schema that is not at work at two ticks in a row is used on, however many checks were made', async () => {
    poolWith({ required: ['nothing'] });
    for (let round = 0; round < 50; round++) {
      assert.deepEqual(await words(check()), ['Property "nothing" is missing.']);
      tick();
    }
  });

  it('a thread that does something else than a check is never ended, however much time passes', async () => {
    poolWith({ required: ['nothing'] });
    await check();
    const { folders } = await passing(pool.call('findFolders', { roots: [temporary()] }));
    assert.deepEqual(folders, []);
    assert.deepEqual(await words(check()), ['Property "nothing" is missing.']);
  });
});
