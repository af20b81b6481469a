import assert from 'node:assert/strict';
import fc from 'fast-check';
import { makeFinding } from '../../../src/core/compliance/finding';
import { phrase } from '../../../src/core/compliance/phrase';
import { HandedRows } from '../../../src/core/index/handedRows';
import type { Condition, SessionEntry } from '../../../src/core/index/sessionEntry';
import { SessionTable } from '../../../src/core/index/sessionTable';
import { readText, TextBytes } from '../../../src/core/index/textBytes';

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const digits = (alphabet: string, length: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });
const uuid = (alphabet: string) =>
  fc.tuple(...[8, 4, 4, 4, 12].map((length) => digits(alphabet, length))).map((parts) => parts.join('-'));

/** What files and devices are called, and what nobody thinks of. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('\0', '"', '\ud800', '\udc00', 'a', 'é', '\ufeff'), maxLength: 8 }),
  digits('0123456789abcdef', 40),
  uuid('0123456789ABCDEF'),
  uuid('0123456789abcdef'),
  fc.constantFrom(
    '',
    '\0',
    '\0"a"',
    'a'.repeat(250),
    'a'.repeat(251),
    'é'.repeat(125),
    'é'.repeat(126),
    'x'.repeat(70_000),
  ),
);

const anyEntry: fc.Arbitrary<SessionEntry> = fc
  .record(
    {
      name: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('1', '2', '3') }, { weight: 1, arbitrary: anyText }),
      condition: fc.constantFrom<Condition>('accepted', 'pending', 'atFault', 'unreadable'),
      modified: fc.double({ min: 0, max: 2e12, noNaN: true }),
      size: fc.oneof(fc.nat({ max: 1000 }), fc.constantFrom(2 ** 32 - 1, 2 ** 32, 2 ** 40)),
      digest: fc.nat(),
      push: anyText,
      device: anyText,
      email: anyText,
      id: anyText,
      title: anyText,
      status: anyText,
      isLocated: fc.boolean(),
    },
    { requiredKeys: ['name', 'condition', 'modified', 'size'], noNullPrototype: true },
  )
  .map(({ name, condition, modified, size, digest, push, device, email, id, title, status, isLocated }) => ({
    name,
    condition,
    modified,
    size,
    fields: {
      teamId: '',
      simulator: false,
      jailbroken: true,
      ...(title !== undefined && { applicationName: title }),
      ...(status !== undefined && { status }),
      ...(email !== undefined && { email }),
      ...(device !== undefined && { deviceId: device }),
      ...(id !== undefined && { sessionId: id }),
    },
    findings: condition === 'atFault' ? [makeFinding('mobi/3', phrase('Wrong.'), '', START)] : [],
    ...(condition === 'unreadable' && { unreadable: phrase('No.') }),
    ...(digest !== undefined && { digest }),
    ...(isLocated && { deviceRange: START }),
    ...(push !== undefined && { pushDigest: push }),
  }));

describe('the table of sessions', () => {
  it('a text is read from its bytes as it was written, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.option(anyText, { nil: undefined })), (texts) => {
        const bytes = new TextBytes();
        const places = texts.map((text) => {
          const at = bytes.length;
          bytes.write(text);
          return at;
        });
        assert.deepEqual(
          places.map((at) => readText(bytes.bytes, at)),
          texts,
        );
      }),
    );
  });

  it('a table is what a map of entries is, whatever is added, replaced, removed and taken from another table', () => {
    const step = fc.oneof(
      fc.record({ put: anyEntry }),
      fc.record({ remove: fc.constantFrom('1', '2', '3') }),
      fc.record({ append: fc.array(anyEntry, { maxLength: 5 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const table = new SessionTable();
        const naive = new Map<string, SessionEntry>();
        const put = (entry: SessionEntry) => {
          const row = table.find(entry.name);
          if (row < 0) table.add(entry);
          else table.set(row, entry);
          naive.set(entry.name, entry);
        };
        for (const each of steps) {
          if ('put' in each) put(each.put);
          if ('remove' in each && naive.delete(each.remove)) table.remove(table.find(each.remove));
          if ('append' in each) {
            const other = new HandedRows();
            for (const entry of new Map(each.append.map((one) => [one.name, one])).values()) other.add(entry);
            const packed = structuredClone(other.take());
            assert.equal(other.size, 0);
            const { first, known } = table.append(packed);
            for (const row of table.rows(first)) naive.set(table.name(row), table.entry(row));
            for (const entry of known) put(entry);
          }
          assert.equal(table.size, naive.size);
          assert.deepEqual(
            new Map(Array.from(table.rows(), (row) => [table.name(row), table.entry(row)])),
            sorted(naive, table),
          );
          for (const name of naive.keys()) assert.equal(table.name(table.find(name)), name);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a table of 100,000 sessions takes a hundred bytes for each at most', () => {
    const table = new SessionTable();
    for (let i = 0; i < 100_000; i++) table.add(usual(i));
    table.trim();
    assert.ok(table.bytes / 100_000 <= 100, `${table.bytes / 100_000} bytes`);
  });

  it('seventy thousand names of applications are told apart, also in another table', () => {
    const rows = new HandedRows();
    const count = 70_000;
    for (let i = 0; i < count; i++) {
      const each = usual(i);
      rows.add({ ...each, fields: { ...each.fields, applicationName: `App ${i}` } });
    }
    const table = new SessionTable();
    table.append(rows.take());
    for (const row of [0, 65_534, 65_535, 65_536, count - 1]) {
      assert.equal(table.entry(row).fields.applicationName, `App ${row}`);
    }
  });

  it('a table does not grow when one session changes again and again', () => {
    const table = new SessionTable();
    const row = table.add(usual(1));
    for (let i = 0; i < 1000; i++) table.set(row, usual(1));
    const { bytes } = table;
    for (let i = 0; i < 10_000; i++) table.set(row, usual(1));
    assert.ok(table.bytes <= bytes);
  });
});

/** As 4D names and writes them. */
function usual(i: number): SessionEntry {
  const name = (i + 0x10_0000).toString(16).padStart(40, 'ab');
  return {
    name,
    condition: 'accepted',
    modified: 1.7e12 + i,
    size: 700,
    fields: {
      teamId: 'FAKETEAMID',
      applicationId: 'com.example.shop',
      applicationName: 'Shop',
      deviceDescription: `iPhone ${i % 20}`,
      deviceVersion: `${i % 7}.1`,
      deviceOs: 'iOS',
      status: 'accepted',
      simulator: false,
      jailbroken: false,
      email: `somebody.${i}@example.com`,
      deviceId: `2B5FD7A9-4502-4715-9F28-${(i + 0x1000_0000).toString(16).toUpperCase().padStart(12, '0')}`,
      sessionId: name,
    },
    findings: [],
    digest: i,
  };
}

function sorted(naive: ReadonlyMap<string, SessionEntry>, table: SessionTable): Map<string, SessionEntry> {
  return new Map(Array.from(table.rows(), (row) => [table.name(row), naive.get(table.name(row)) as SessionEntry]));
}
