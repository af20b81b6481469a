import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PackedSessions } from '../../../src/core/index/handedRows';
import { packRows } from '../../../src/core/index/packRows';
import { plausibleSessions } from '../../../src/core/index/plausibleSessions';
import type { SessionEntry } from '../../../src/core/index/sessionEntry';
import { SessionTable } from '../../../src/core/index/sessionTable';
import { type EntryTraits, entry } from './changes';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '\0"a"', '\ud800', 'a'.repeat(300), 'é'.repeat(200), `${'0123456789abcdef'.repeat(2)}01234567`),
);
const name = fc.oneof(text, fc.constantFrom('1', '2', '3'));
const traits: fc.Arbitrary<EntryTraits> = fc.record(
  {
    condition: fc.constantFrom('accepted' as const, 'pending' as const, 'atFault' as const),
    modified: fc.nat(),
    device: text,
    email: text,
    title: text,
    push: text,
    located: fc.boolean(),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const entries = fc
  .array(fc.tuple(name, traits), { maxLength: 12 })
  .map((all) => [...new Map(all.map(([each, of]) => [each, entry(each, of)])).values()]);

function tableOf(all: readonly SessionEntry[]): SessionTable {
  const table = new SessionTable();
  for (const each of all) table.add(each);
  return table;
}

const ALL = { rows: Number.MAX_SAFE_INTEGER, extras: Number.MAX_SAFE_INTEGER };
const packedOf = (table: SessionTable) => packRows(table, 0, ALL, () => false).sessions;

/** What a table says that has taken these rows. */
function entriesOf(packed: PackedSessions): SessionEntry[] {
  const table = new SessionTable();
  table.append(packed);
  return Array.from(table.rows(), (row) => table.entry(row));
}

describe('Packed sessions', () => {
  it('rows that were packed and read again are what they were, whatever came and went, in pieces of any size', () => {
    const pieces = fc.record({ rows: fc.integer({ min: 1, max: 5 }), extras: fc.integer({ min: 1, max: 3 }) });
    fc.assert(
      fc.property(entries, fc.array(fc.nat(11)), fc.array(fc.nat(11)), pieces, (all, removed, left, most) => {
        const table = tableOf(all);
        for (const at of removed) {
          const row = table.find(all[at]?.name ?? '\0none');
          if (row >= 0) table.remove(row);
        }
        const isLeftOut = (row: number) => left.includes(row);
        const found: SessionEntry[] = [];
        for (let from = 0; from < table.end; ) {
          const { sessions, next } = packRows(table, from, most, isLeftOut);
          const sound = plausibleSessions(sessions);
          assert.ok(sound);
          assert.ok(sessions.count <= most.rows && sessions.extras.size <= most.extras && next > from);
          found.push(...entriesOf(sound));
          from = next;
        }
        const wanted = [...table.rows()].filter((row) => !isLeftOut(row)).map((row) => table.entry(row));
        assert.deepEqual(found, wanted);
      }),
    );
  });

  it('rows that were changed in any way are refused, or are some others that can be read to the end', () => {
    const numbers = fc.oneof(fc.nat(), fc.constantFrom(0, 1, 4, 5, 127, 128, 255, 2 ** 16, 2 ** 32 - 1, Number.NaN));
    const columns = [
      'offsets',
      'kinds',
      'states',
      'modified',
      'sizes',
      'highDigests',
      'lowDigests',
      'texts',
      'kindIds',
      'kindFlags',
    ] as const;
    let refused = 0;
    fc.assert(
      fc.property(
        entries,
        fc.constantFrom(...columns),
        fc.nat(),
        numbers,
        fc.boolean(),
        (all, column, at, value, cut) => {
          const packed = packedOf(tableOf(all));
          const array = packed[column];
          const changed = cut ? array.slice(0, at % (array.length + 1)) : array;
          if (!cut && array.length > 0) array[at % array.length] = value;
          const sound = plausibleSessions({ ...packed, [column]: changed });
          if (!sound) {
            refused++;
            return;
          }
          const read = entriesOf(sound);
          assert.ok(read.length <= sound.count);
          for (const each of read) assert.deepEqual(Object.keys(each).includes('name'), true);
        },
      ),
      { numRuns: 3000 },
    );
    assert.ok(refused > 100);
  });

  it('rows of a session whose team is none are as sound as others', () => {
    // As a file with a number in the place of the team gives it.
    const { teamId: _, ...fields } = entry('a').fields;
    const table = tableOf([{ ...entry('a'), fields }, entry('b')]);
    const sound = plausibleSessions(packedOf(table));
    assert.ok(sound);
    assert.deepEqual(entriesOf(sound)[0]?.fields, fields);
  });

  const odd = entry('a', { condition: 'atFault', located: true });
  const good = packedOf(tableOf([odd, entry('b')]));
  const withExtra = (extra: unknown) => ({ ...good, extras: new Map([[0, extra]]) });
  /** The members in the order in which they are packed. */
  const withParts = (findings: unknown, unreadable: unknown = 0, device: unknown = 0, size: unknown = 0) =>
    withExtra(JSON.stringify([findings, unreadable, device, 0, size]));
  /** A finding in the order in which it is packed. */
  const packedFinding = ({ code = 1 as unknown, template = 'Wrong.' as unknown, args = [] as unknown } = {}) => [
    code,
    template,
    args,
    '/device/id',
    [0, 0, 0, 2],
  ];
  const deep = Array.from({ length: 20 }).reduce((args: unknown) => ({ template: '{0}', args: [args] }), 'text');
  const REFUSED: Record<string, unknown> = {
    nothing: undefined,
    null: null,
    'a text': 'text',
    'no rows': {},
    'a negative number of rows': { ...good, count: -1 },
    'more rows than there are': { ...good, count: 3 },
    'a number of rows without an end': { ...good, count: Number.POSITIVE_INFINITY },
    'texts as an array': { ...good, texts: [...good.texts] },
    'kinds as other numbers': { ...good, kinds: new Float64Array(2) },
    'no kinds': { ...good, kindIds: new Uint32Array(), kindFlags: new Uint8Array() },
    'texts of kinds that are none': { ...good, kindTexts: good.kindTexts.map(() => 1) },
    'a kind with a text that is not there': { ...good, kindIds: good.kindIds.map(() => good.kindTexts.length + 1) },
    'a kind of which a part is missing': { ...good, kindIds: good.kindIds.slice(1) },
    'a kind without its flags': { ...good, kindFlags: new Uint8Array() },
    'a kind with flags that nobody knows': { ...good, kindFlags: good.kindFlags.map(() => 4) },
    'numbers of kinds as an array': { ...good, kindIds: [...good.kindIds] },
    'no extras': { ...good, extras: {} },
    'an extra that no row asks for': { ...good, extras: new Map([...good.extras, [1, '[[],0,0,0,0]']]) },
    'an extra that is not there': { ...good, extras: new Map() },
    'an extra of no row': { ...good, extras: new Map([...good.extras, [7, '[[],0,0,0,0]']]) },
    'an extra that is none': withExtra(1),
    'an extra that is no JSON': withExtra('[['),
    'an extra with something else': withExtra('[[],0,0,0,0,"secret"]'),
    'an extra with blanks': withExtra('[[], 0, 0, 0, 0]'),
    'findings as a text': withParts('all'),
    'a finding that is none': withParts([null]),
    'a finding with an unknown code': withParts([packedFinding({ code: 99 })]),
    'a finding without a range': withParts([packedFinding().slice(0, 4)]),
    'a finding without a template': withParts([packedFinding({ template: null })]),
    'a finding with a phrase that has no end': withParts([packedFinding({ args: [deep] })]),
    'a finding with an odd detail': withParts([[...packedFinding(), 'missing']]),
    'a reason that is no phrase': withParts([], 'no'),
    'a place before the text': withParts([], 0, [-1, 0, 0, 0]),
    'a size that is no number': withParts([], 0, 0, '12'),
  };
  it('rows that were not changed are taken', () => {
    assert.deepEqual(entriesOf(plausibleSessions(good) as PackedSessions), entriesOf(good));
    assert.ok(plausibleSessions(withParts([packedFinding()])));
    assert.ok(plausibleSessions(withParts([], 0, [0, 0, 0, 2], 70_000)));
  });
  for (const [what, value] of Object.entries(REFUSED)) {
    it(`packed sessions with ${what} are refused`, () => {
      assert.equal(plausibleSessions(value), undefined);
    });
  }
});
