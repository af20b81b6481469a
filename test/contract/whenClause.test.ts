import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Clause, ClauseReader } from './whenClause';

const read = (text: string) => new ClauseReader().read(text).clause;

const name = fc
  .stringMatching(/^[a-z][A-Za-z.:-]{0,8}$/)
  .filter((text) => !['true', 'false', 'in', 'not'].includes(text));
const leaf: fc.Arbitrary<Clause> = fc.oneof(
  fc.record({ kind: fc.constant('constant' as const), value: fc.boolean() }),
  fc.record({ kind: fc.constant('key' as const), key: name }),
  fc.record({
    kind: fc.constant('compare' as const),
    key: name,
    operator: fc.constantFrom('==', '!=', '<', '<=', '>', '>='),
    value: fc.oneof(name, fc.constantFrom('1.5', 'a b', '')),
  }),
  fc.record({
    kind: fc.constant('match' as const),
    key: name,
    pattern: fc.constantFrom('\\bpush\\b', '^(a|b)$', '\\/x', '[a-z] &&'),
    flags: fc.constantFrom('', 'i'),
  }),
  fc.record({ kind: fc.constant('in' as const), key: name, list: name }),
);
const { clause } = fc.letrec<{ clause: Clause }>((tie) => ({
  clause: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.record({ kind: fc.constant('not' as const), of: tie('clause') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('clause'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

/** A clause as text, with every part in brackets. */
function textOf(clause: Clause): string {
  switch (clause.kind) {
    case 'constant':
      return String(clause.value);
    case 'key':
      return clause.key;
    case 'not':
      return `!(${textOf(clause.of)})`;
    case 'compare':
      return `${clause.key} ${clause.operator} ${/^[\w.:-]+$/.test(clause.value) ? clause.value : `'${clause.value}'`}`;
    case 'match':
      return `${clause.key} =~ /${clause.pattern}/${clause.flags}`;
    case 'in':
      return `${clause.key} in ${clause.list}`;
    default:
      return clause.of.map((each) => `(${textOf(each)})`).join(clause.kind === 'and' ? ' && ' : '||');
  }
}

describe('A when clause', () => {
  it('a when clause is read as it was written', () => {
    // Those that are made have no prototype.
    const isRead = (written: Clause) => assert.deepEqual(read(textOf(written)), JSON.parse(JSON.stringify(written)));
    fc.assert(fc.property(clause, isRead));
  });

  it('a when clause binds && closer than ||, and ! closer than both', () => {
    assert.deepEqual(read('!a && b || c'), read('((!a) && b) || c'));
    assert.deepEqual(read('a || b && !c'), read('a || (b && (!c))'));
    assert.deepEqual(read('a not in b'), read('!(a in b)'));
  });

  it('a when clause names its words where they stand', () => {
    const text = "view == 'a b' && viewItem =~ /\\bx\\b/";
    const { words } = new ClauseReader().read(text);
    assert.deepEqual(
      words.map(({ role, text: word }) => `${role} ${word}`),
      ['key view', 'operator ==', "value 'a b'", 'operator &&', 'key viewItem', 'operator =~', 'pattern /\\bx\\b/'],
    );
    for (const { text: word, start, end } of words) assert.equal(text.slice(start, end), word);
  });

  for (const text of [
    '',
    'a &&',
    '&& a',
    'a b',
    '(a',
    'a)',
    'a == ',
    'a =~ b',
    'a =~ /(/',
    'a = b',
    'a in',
    'a not b',
    "a == 'b",
  ]) {
    it(`the text “${text}” is no when clause`, () => assert.throws(() => read(text), SyntaxError));
  }
});
