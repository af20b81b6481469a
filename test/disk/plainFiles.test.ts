import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { PlainChecker } from '../../src/core/compliance/plainChecker';
import { SessionChecker } from '../../src/core/compliance/sessionChecker';
import { HandedRows } from '../../src/core/index/handedRows';
import { type SampleFile, sampleFiles } from '../../src/core/sample/sampleFiles';
import { encodeToken } from '../../src/core/session/connectionToken';
import { applicationFolderName } from '../../src/core/session/location';
import { deriveSessionId } from '../../src/core/session/sessionId';
import { builtInSchema } from '../../src/disk/builtInSchema';
import { FileChecker } from '../../src/disk/fileChecker';
import { nativeCodecs } from '../../src/disk/nativeCodecs';
import { PlainTaker } from '../../src/disk/plainTaker';
import { SessionFileReader } from '../../src/disk/sessionFile';
import { temporaryFolder } from './temporaryFolder';

/** It follows from another file. */
const SHARED = 'hint/duplicate-device';

type Placed = Pick<SampleFile, 'application' | 'name' | 'bytes'>;

/** What bytes are changed to: what JSON is made of, and what UTF-8 is not. */
const ODD_BYTES = [
  ...Buffer.from('"\\{}[]:,- \t\n\r0123456789.eEtfnus/=+_\0\x1f\x7f'),
  0x80,
  0xbf,
  0xc0,
  0xc2,
  0xe0,
  0xed,
  0xef,
  0xf0,
  0xf4,
  0xff,
];
const ODD_TEXTS = [
  '',
  '\u00e9',
  '\u82b1\u5b50',
  '\u{1f600}',
  '\ufeff',
  '\ufffd',
  '\u007f',
  '\u2028',
  'a"b',
  '\\',
  '\u0001',
  '0DC5132E-1EF4-407C-A832-5FE33D818AF3',
  'x'.repeat(251),
  'Android',
  'ANDRO\u0130D',
  'booted',
  'abab0102 ABAB0304',
];

describe('files that are taken as bytes', () => {
  const temporary = temporaryFolder();
  const sample = [...sampleFiles({ sessions: 600, damaged: 30, seed: 5 })].filter(
    (file) => file.expected !== undefined,
  );

  it('all files of a sample of which nothing is to be said are taken as bytes, and no other', () => {
    const both = checkers();
    const taken = sample.filter((file) => both.add(file).isTaken);
    assert.ok(taken.length > 300);
    assert.deepEqual(
      namesOf(taken),
      namesOf(sample.filter(({ expected = [] }) => expected.every((code) => code === SHARED))),
    );
  });

  it('a file whose bytes are changed has the same row as bytes and as text', () => {
    const { numRuns, counts, both } = trial();
    const change = fc.tuple(
      fc.constantFrom('put', 'set', 'cut', 'again'),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat({ max: 40 }),
      fc.constantFrom(...ODD_BYTES),
    );
    fc.assert(
      fc.property(fc.constantFrom(...sample), fc.array(change, { maxLength: 2 }), (file, changes) => {
        const bytes = changes.reduce((before, [kind, share, length, byte]) => {
          const at = Math.floor(share * before.length);
          const [left, right] = [before.subarray(0, at), before.subarray(at)];
          if (kind === 'put') return Buffer.concat([left, Buffer.of(byte), right]);
          if (kind === 'set') return Buffer.concat([left, Buffer.of(byte), right.subarray(1)]);
          if (kind === 'cut') return Buffer.concat([left, right.subarray(length)]);
          return Buffer.concat([left, right.subarray(0, length), right]);
        }, Buffer.from(file.bytes));
        counts[both.compared({ ...file, bytes })]++;
      }),
      { numRuns },
    );
    assert.ok(counts.taken > 300 && counts.left > 300, JSON.stringify(counts));
  });

  it('a file has the same row as bytes and as text, whatever its members are', () => {
    const { numRuns, counts, both } = trial();
    fc.assert(
      fc.property(anySession(), (file) => {
        counts[both.compared(file)]++;
      }),
      { numRuns },
    );
    assert.ok(counts.taken > 300 && counts.left > 300, JSON.stringify(counts));
  });

  function trial() {
    return { numRuns: 3000, counts: { taken: 0, left: 0 }, both: checkers() };
  }

  /** Adds files to rows, as bytes where that can be, or as text. */
  function checkers() {
    const folder = temporary();
    const reader = new SessionFileReader();
    const checker = new SessionChecker(builtInSchema, nativeCodecs);
    const asBytes = new FileChecker(reader, checker, new PlainTaker(new PlainChecker(nativeCodecs)));
    const asText = new FileChecker(reader, checker);
    const write = ({ application, name, bytes }: Placed) => {
      fs.mkdirSync(path.join(folder, application), { recursive: true });
      fs.writeFileSync(path.join(folder, application, name), bytes);
    };
    const added = (files: FileChecker, { application, name }: Placed, findingsOnly: boolean) => {
      const rows = new HandedRows();
      const outcome = files.add(rows, folder, application, name, { findingsOnly });
      if (outcome.kind === 'entry') rows.add(outcome.entry);
      return { isTaken: outcome.kind === 'added', row: rows.size > 0 ? rows.entry(0) : outcome.kind };
    };
    return {
      add: (file: Placed) => {
        write(file);
        return added(asBytes, file, false);
      },
      compared: (file: Placed) => {
        write(file);
        const [bytes, text] = [added(asBytes, file, true), added(asText, file, true)];
        assert.deepEqual(bytes.row, text.row);
        assert.deepEqual(added(asBytes, file, false).row, added(asText, file, false).row);
        return bytes.isTaken ? 'taken' : 'left';
      },
    };
  }

  function namesOf(files: readonly Placed[]): string[] {
    return files.map(({ application, name }) => `${application}/${name}`);
  }

  /** Sessions with members of all kinds, most of them as they should be, in the place that they ask for or in another. */
  function anySession(): fc.Arbitrary<Placed> {
    const text = fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom('a', 'b1') },
      { weight: 1, arbitrary: fc.constantFrom(...ODD_TEXTS) },
    );
    const often = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
      fc.oneof(
        { weight: 120, arbitrary: value },
        { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 0, 1.5, -3, true, [], {}, undefined) },
      );
    const rarely = (value: fc.Arbitrary<unknown>) =>
      fc.oneof({ weight: 20, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
    const scalar = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null));
    const data = fc.oneof(
      { weight: 12, arbitrary: fc.dictionary(text, scalar, { maxKeys: 20, noNullPrototype: true }) },
      { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    );
    const record = (model: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[]) =>
      fc.record(model, { requiredKeys, noNullPrototype: true });
    const session = fc.record(
      {
        application: often(
          record({ id: often(text), name: often(text), version: often(text), more: rarely(text) }, [
            'id',
            'name',
            'version',
          ]),
        ),
        team: often(record({ id: often(fc.constantFrom('', 'UTT7VDX8W5')), name: often(text) }, [])),
        language: often(record({ id: often(text), code: often(text), region: often(text) }, ['id'])),
        email: often(text),
        device: often(
          record(
            {
              id: often(text),
              description: often(text),
              version: often(fc.oneof(text, fc.nat({ max: 40 }), fc.maxSafeInteger(), fc.constantFrom(1e21, 1e-7))),
              os: often(
                fc.oneof(
                  { weight: 9, arbitrary: fc.constantFrom('iOS', 'iPadOS') },
                  { weight: 1, arbitrary: fc.constantFrom('Android', 'ANDROID', 'ANDRO\u0130D') },
                ),
              ),
              simulator: often(fc.boolean()),
              jb: often(fc.constant(false)),
              token: often(text),
            },
            ['id', 'description'],
          ),
        ),
        send: often(fc.constantFrom('link', 'code')),
        session: often(record({ ip: often(text) }, ['ip'])),
        status: often(fc.constantFrom('accepted', 'pending')),
        userInfo: data,
        parameters: data,
        teamId: often(text),
        other: rarely(data),
      },
      { requiredKeys: ['application', 'language', 'email', 'device', 'session', 'status'], noNullPrototype: true },
    );
    const isRare = fc.integer({ min: 0, max: 11 }).map((number) => number === 0);
    const writing = fc.record({
      isElsewhere: isRare,
      isUnnamed: isRare,
      isTwice: isRare,
      hasNoToken: isRare,
      padding: fc.constantFrom('', '=', '=='),
      space: fc.constantFrom('', ' ', '\t', '\r\n  '),
      shift: fc.nat({ max: 12 }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: the members may be anything.
    return fc.tuple(session as fc.Arbitrary<any>, writing).map(([made, { space, shift, ...how }]) => {
      const applicationId = String(made.application?.id);
      const teamId = String(made.team?.id ?? '');
      const id = deriveSessionId({ teamId, applicationId, deviceId: String(made.device?.id) });
      if (typeof made.session === 'object' && made.session) made.session.id = how.isUnnamed ? 'a' : id;
      if (!how.hasNoToken) made.token = encodeToken({ appNameID: applicationId, id, teamID: teamId }) + how.padding;
      const members = Object.entries(made).filter(([, value]) => value !== undefined);
      const turned = [...members.slice(shift), ...members.slice(0, shift)];
      if (how.isTwice && turned[0]) turned.push(turned[0]);
      const gap = (text: string) => `${space}${text}${space}`;
      const written = turned.map(
        ([key, value]) => `${gap(JSON.stringify(key))}:${gap(JSON.stringify(value, undefined, space))}`,
      );
      const folder = how.isElsewhere ? 'com.elsewhere' : applicationFolderName(applicationId, teamId);
      const application = /^[\w.-]{1,200}$/.test(folder) ? folder : 'com.odd';
      return { application, name: id, bytes: Buffer.from(gap(`{${written.join(',')}}`)) };
    });
  }
});
