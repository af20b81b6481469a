import assert from 'node:assert/strict';
import v8 from 'node:v8';
import { NUMBERS, type StampedNames } from '../../src/disk/applicationSurvey';
import { partFromBytes, partToBytes, type SnapshotPart, stampParts } from '../../src/disk/snapshot/snapshotParts';

function stamped(count: number): StampedNames {
  const names = Array.from({ length: count }, (_, at) => at.toString(16).padStart(8 + (at % 3), '0'));
  return { names: names.join('/'), stamps: Float64Array.from({ length: count * NUMBERS }, (_, at) => at) };
}

describe('The parts of a snapshot', () => {
  for (const count of [0, 1, 19_999, 20_000, 20_001, 45_000]) {
    it(`stamps of ${count} files are the same when their parts are put together`, () => {
      const all = stamped(count);
      const parts = [...stampParts(all)].map((part) => partFromBytes(Buffer.from(partToBytes(part))));
      const read = parts as Extract<SnapshotPart, { kind: 'stamps' }>[];
      assert.equal(read.map(({ names }) => names).join('/'), all.names);
      assert.deepEqual(Float64Array.from(read.flatMap(({ stamps }) => [...stamps])), all.stamps);
      assert.equal(read.length, Math.ceil(count / 20_000));
    });
  }

  const application = { kind: 'application', application: 'app', others: [], stampedOthers: '' };
  const stamps = { kind: 'stamps', names: '0123abcd', stamps: new Float64Array(NUMBERS) };
  it('parts that are sound are taken', () => {
    for (const part of [application, stamps]) assert.deepEqual(partFromBytes(v8.serialize(part)), part);
  });

  const REFUSED: Record<string, unknown> = {
    'no value': undefined,
    'a text': 'part',
    'an unknown kind': { kind: 'other' },
    'an application without a name': { ...application, application: 1 },
    'other files that are no list': { ...application, others: {} },
    'another file without a name': { ...application, others: [{ kind: 'file' }] },
    'another file of an unknown kind': { ...application, others: [{ name: 'a', kind: 'socket' }] },
    'another file with an odd finding': { ...application, others: [{ name: 'a', kind: 'file', finding: {} }] },
    'fewer stamps than names': { ...stamps, stamps: new Float64Array(NUMBERS - 1) },
    'more stamps than names': { ...stamps, names: '', stamps: new Float64Array(NUMBERS) },
    'stamps of another type': { ...stamps, stamps: [0, 0, 0, 0] },
    'a name that leads elsewhere': { ...stamps, names: '..', stamps: new Float64Array(NUMBERS) },
    'a name with a separator of Windows': { ...stamps, names: 'a\\b', stamps: new Float64Array(NUMBERS) },
    'sessions that are none': { kind: 'sessions', sessions: {} },
  };
  for (const [what, value] of Object.entries(REFUSED)) {
    it(`a part with ${what} is refused`, () => {
      assert.equal(partFromBytes(v8.serialize(value)), undefined);
    });
  }

  it('bytes that are no value are refused', () => {
    const bytes = v8.serialize(application);
    for (let length = 0; length < bytes.length; length++)
      assert.equal(partFromBytes(bytes.subarray(0, length)), undefined);
    assert.equal(partFromBytes(Buffer.from('anything else')), undefined);
  });
});
