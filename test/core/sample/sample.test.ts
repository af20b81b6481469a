import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SessionChecker } from '../../../src/core/compliance/sessionChecker';
import { DAMAGES } from '../../../src/core/sample/damages';
import { SAMPLE_EPOCH, type SampleFile, type SampleOptions, sampleFiles } from '../../../src/core/sample/sampleFiles';
import { builtInSchema } from '../../../src/disk/builtInSchema';

const text = ({ bytes }: SampleFile) => Buffer.from(bytes).toString('utf8');
const sessionsOf = (options: SampleOptions) =>
  [...sampleFiles(options)].filter(({ expected }) => expected !== undefined);
const isAtFault = ({ expected }: SampleFile) => expected?.some((code) => code.startsWith('mobi/')) === true;

const anyOptions: fc.Arbitrary<SampleOptions> = fc.record({
  sessions: fc.nat(150),
  damaged: fc.integer({ min: 0, max: 100 }),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});

describe('sample', () => {
  it('a sample has as many sessions and files at fault as were asked for, each under a path of its own', () => {
    fc.assert(
      fc.property(anyOptions, (options) => {
        const all = [...sampleFiles(options)];
        const files = all.filter(({ expected }) => expected !== undefined);
        assert.equal(files.length, options.sessions);
        assert.equal(files.filter(isAtFault).length, Math.round((options.sessions * options.damaged) / 100));
        assert.equal(
          new Set(all.map(({ application, name }) => `${application}/${name}`.toLowerCase())).size,
          all.length,
        );
        for (const { modified } of all) assert.ok(modified <= SAMPLE_EPOCH && modified % 1000 === 0);
      }),
      { numRuns: 30 },
    );
  });

  it('a sample has in every file what it says, but for what takes two files to see', () => {
    const checker = new SessionChecker(builtInSchema);
    fc.assert(
      fc.property(anyOptions, (options) => {
        for (const file of sessionsOf(options)) {
          const body = text(file);
          const illFormedAt = Buffer.from(body).equals(file.bytes) ? {} : { illFormedAt: body.indexOf('\ufffd') };
          const { findings } = checker.check({
            applicationFolder: file.application,
            name: file.name,
            text: body,
            ...illFormedAt,
          });
          const expected = file.expected?.filter((code) => code !== 'hint/duplicate-device');
          assert.deepEqual(
            findings.map(({ code }) => code),
            expected,
            body,
          );
        }
      }),
      { numRuns: 15 },
    );
  });

  it('a sample uses every kind of damage once before one twice', () => {
    const codes = (damaged: number) =>
      sessionsOf({ sessions: 100, damaged, seed: 5 })
        .filter(isAtFault)
        .map(({ expected }) => String(expected))
        .sort();
    assert.deepEqual(codes(4), ['mobi/1', 'mobi/2', 'mobi/3', 'mobi/4']);
    assert.deepEqual(codes(DAMAGES.length), DAMAGES.map(({ expected }) => String(expected)).sort());
    assert.equal(new Set(DAMAGES.map(({ kind }) => kind)).size, DAMAGES.length);
  });

  it('the sample that is made by default has each kind of hint', () => {
    const codes = new Set(sessionsOf({ sessions: 60, damaged: 20, seed: 1 }).flatMap(({ expected }) => expected ?? []));
    assert.deepEqual([...codes].sort(), [
      'hint/bom',
      'hint/duplicate-device',
      'hint/duplicate-key',
      'hint/id',
      'hint/jailbroken',
      'hint/legacy-folder',
      'mobi/1',
      'mobi/2',
      'mobi/3',
      'mobi/4',
    ]);
  });

  it('a sample with no file at fault has no hint', () => {
    assert.ok(sessionsOf({ sessions: 300, damaged: 0, seed: 9 }).every(({ expected }) => expected?.length === 0));
  });

  it('a flawless session of a sample is as it is whatever else is at fault', () => {
    const flawless = new Map(sessionsOf({ sessions: 80, damaged: 0, seed: 2 }).map((file) => [file.name, text(file)]));
    const others = sessionsOf({ sessions: 80, damaged: 50, seed: 2 }).filter(({ expected }) => expected?.length === 0);
    assert.ok(others.length > 20);
    for (const file of others) assert.equal(text(file), flawless.get(file.name));
  });

  it('a sample looks like a real folder', () => {
    const files = [...sampleFiles({ sessions: 400, damaged: 0, seed: 1 })];
    const folders = [...new Set(files.map(({ application }) => application))];
    assert.ok(folders.includes('K7Q2M9X4TB.com.example.fieldservice') && folders.includes('com.example.fieldservice'));
    assert.ok(folders.some((folder) => folder.startsWith('FAKETEAMID.')));
    const others = files.filter(({ expected }) => expected === undefined).map(({ name }) => name.replace(/_\w+/, '_X'));
    assert.deepEqual([...new Set(others)].sort(), [
      'AuthKey_X.p8',
      'google-services.json',
      'key.mobileapp',
      'manifest.json',
    ]);
    const sizes = folders.slice(1).map((folder) => files.filter(({ application }) => application === folder).length);
    assert.ok((sizes[0] as number) > 3 * (sizes.at(-1) as number), `Zipf: ${sizes}`);
    const texts = files.filter(({ expected }) => expected).map(text);
    const sessions = texts.map((each) => JSON.parse(each));
    for (const style of [/^\{\n\t?"application"|^\{\n"application"/, /\r\n/, /^\{\n {2}"/, /^\{"[^\n]*\}$/]) {
      assert.ok(
        texts.some((each) => style.test(each)),
        String(style),
      );
    }
    for (const { email } of sessions) assert.match(email, /^$|^[a-z.]+@example\.(com|org|net)$/);
    for (const wanted of [
      (session: { email: string }) => session.email === '',
      (session: { status: string; token?: string }) => session.status === 'pending' && !session.token,
      (session: { device: { simulator?: boolean } }) => session.device.simulator,
      (session: { device: { token?: string } }) => session.device.token,
      (session: { device: { os?: string } }) => session.device.os === 'iPadOS',
      (session: { device: { version?: unknown } }) => typeof session.device.version === 'number',
      (session: { device: { description: string } }) => /[^\0-\x7f]/.test(session.device.description),
      (session: { team?: unknown }) => session.team === undefined,
    ]) {
      assert.ok(sessions.some(wanted), String(wanted));
    }
  });
});
