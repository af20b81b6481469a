import assert from 'node:assert/strict';
import { digestOf } from '../../src/disk/digest';
import { headOf, openedSections, SnapshotRefusal, SnapshotSeal } from '../../src/disk/snapshot/snapshotSeal';

const KEY = new Uint8Array(32).fill(1);
const ORIGIN = { folder: '/projects/Mémoire/MobileApps', rules: digestOf('rules') };
const CONTENTS = ['first', '', 'a third one that is longer'];

function sealed(contents: readonly string[] = CONTENTS, key = KEY, origin = ORIGIN): Buffer {
  const seal = new SnapshotSeal(key, origin);
  const sections = contents.flatMap((content) => seal.section(Buffer.from(content)));
  return Buffer.concat([seal.head, ...sections, ...seal.end()]);
}

/** Where each section begins, and where the last one ends. */
function bounds(bytes: Buffer): number[] {
  const places = [headOf(bytes)?.end as number];
  while ((places.at(-1) as number) < bytes.length) {
    const at = places.at(-1) as number;
    places.push(at + 36 + bytes.readUInt32LE(at));
  }
  return places;
}

const opened = (bytes: Buffer, key = KEY, origin = ORIGIN) =>
  openedSections(bytes, key, origin).map((content) => content.toString());
const isRefused = (bytes: Buffer, what: string) => assert.throws(() => opened(bytes), SnapshotRefusal, what);

describe('A sealed snapshot', () => {
  it('sections are read as they were written, also none at all', () => {
    assert.deepEqual(opened(sealed()), CONTENTS);
    assert.deepEqual(opened(sealed([])), []);
  });

  it('any byte that was changed is seen', () => {
    const bytes = sealed();
    for (let at = 0; at < bytes.length; at++) {
      for (const bit of [1, 128]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] as number) ^ bit;
        isRefused(changed, `byte ${at}`);
      }
    }
  });

  it('a snapshot of any shorter or longer length is refused', () => {
    const bytes = sealed();
    for (let length = 0; length < bytes.length; length++) isRefused(bytes.subarray(0, length), `${length} bytes`);
    for (const more of [1, 36, 100]) isRefused(Buffer.concat([bytes, Buffer.alloc(more)]), `${more} bytes more`);
  });

  it('sections that are left out, repeated, moved or taken from another snapshot are seen', () => {
    const bytes = sealed();
    const other = sealed();
    const places = bounds(bytes);
    const head = bytes.subarray(0, places[0]);
    const section = (of: Buffer, at: number) => of.subarray(places[at], places[at + 1]);
    const put = (...sections: [Buffer, number][]) =>
      Buffer.concat([head, ...sections.map(([of, at]) => section(of, at))]);
    const [a, b, c, end] = [0, 1, 2, 3].map((at): [Buffer, number] => [bytes, at]) as [Buffer, number][] as [
      [Buffer, number],
      [Buffer, number],
      [Buffer, number],
      [Buffer, number],
    ];
    assert.deepEqual(opened(put(a, b, c, end)), CONTENTS);
    for (const sections of [[a, b, end], [a, b, c], [b, a, c, end], [a, a, b, c, end], [end, a, b, c], [end], []]) {
      isRefused(put(...sections), JSON.stringify(sections.map(([, at]) => at)));
    }
    isRefused(put(a, [other, 1], c, end), 'from another snapshot of the same');
  });

  it('a snapshot of another key, folder or other rules is refused, and the last is told apart', () => {
    const bytes = sealed();
    const fault = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        return (error as SnapshotRefusal).fault;
      }
      return undefined;
    };
    assert.equal(
      fault(() => opened(bytes, new Uint8Array(32))),
      'damaged',
    );
    assert.equal(
      fault(() => opened(bytes, KEY, { ...ORIGIN, folder: '/other' })),
      'damaged',
    );
    assert.equal(
      fault(() => opened(bytes, KEY, { ...ORIGIN, rules: digestOf('others') })),
      'other rules',
    );
    assert.equal(
      fault(() => opened(bytes)),
      undefined,
    );
  });

  it('a head says which folder it is of, and what is none is no head', () => {
    assert.deepEqual(headOf(sealed()), { ...ORIGIN, end: 60 + Buffer.byteLength(ORIGIN.folder) });
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(100), Buffer.from('SWINDEX1'), Buffer.alloc(60, 'SWINDEX1')])
      assert.equal(headOf(bytes), undefined);
  });
});
