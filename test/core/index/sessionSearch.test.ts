import assert from 'node:assert/strict';
import fc from 'fast-check';
import { makeFinding } from '../../../src/core/compliance/finding';
import { phrase } from '../../../src/core/compliance/phrase';
import { ArrangedIndex } from '../../../src/core/index/arrangedIndex';
import { findSessions } from '../../../src/core/index/findSessions';
import { fold } from '../../../src/core/index/fold';
import type { SessionEntry } from '../../../src/core/index/sessionEntry';
import { SessionIndex } from '../../../src/core/index/sessionIndex';
import { type RowMark, SessionSearch } from '../../../src/core/index/sessionSearch';
import { countSteps } from '../../support/steps';
import { anyChange, entry, listed } from './changes';
import { FRENCH, naivelyFinds } from './naiveSearch';

const FOLDER = '/a';
const APPLICATION = 'TEAMX.com.example.shop';
const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const faulty = (name: string, code: 'mobi/3' | 'hint/bom'): SessionEntry => ({
  ...entry(name, { condition: code === 'mobi/3' ? 'atFault' : 'accepted', email: `${name}@x` }),
  findings: [makeFinding(code, phrase('Wrong.'), '', START)],
});

const JANE = withFields(
  entry('jane', { description: 'Simulator (iPhone X)', email: 'Jéan.Doe@Example.com', title: 'Shop' }),
  {
    deviceOs: 'iPadOS',
    deviceVersion: '15.4',
    deviceId: '0DC5132E-1EF4',
    sessionId: 'ABCDEF77',
    teamId: 'TEAMX',
    teamName: 'Équipe Ångström',
  },
);
const GUEST = withFields(
  entry('guest1', { description: 'Pixel \u202elexiP', email: '', condition: 'pending', title: 'Shop' }),
  {
    teamName: 'Équipe Ångström',
  },
);
const FAULT = faulty('f1', 'mobi/3');
const HINT = faulty('h1', 'hint/bom');
const LOCKED = entry('l1', { condition: 'unreadable' });
const MOVED = entry('m1', {
  email: 'm@x',
  title: 'Old Shop',
  bundle: 'com.example.old',
  team: 'Another',
  simulator: true,
});
const ELSEWHERE = entry('e1', { email: 'e@x', title: 'Field Service', team: 'Another' });

const EVERYTHING = ['jane', 'guest1', 'f1', 'h1', 'l1', 'm1'];

/** A text, and what it finds: in filter and *Find* alike. */
const FOUND: [string, string[]][] = [
  ['', [...EVERYTHING, 'e1']],
  ['   ', [...EVERYTHING, 'e1']],
  ['iphone', ['jane']],
  ['IPHONE X)', ['jane']],
  ['x) (i', ['jane']],
  ['15.4 ipados', ['jane']],
  ['doe@', ['jane']],
  ['jean.doe', ['jane']],
  ['jéan', ['jane']],
  ['ＪＥＡＮ', ['jane']],
  ['jane 15.4 iph', ['jane']],
  ['jane pending', []],
  ['x)ipados', []],
  ['1ef4', ['jane']],
  ['abcdef77', ['jane']],
  ['guest', ['guest1']],
  ['simulator', ['jane', 'm1']],
  ['simulateur m@x', ['m1']],
  ['simulateur jane', []],
  ['invité', ['guest1']],
  ['INVITE', ['guest1']],
  ['pixel guest', ['guest1']],
  ['iphone guest', []],
  ['pending', ['guest1']],
  ['attente en', ['guest1']],
  ['at fault', ['f1']],
  ['fault', ['f1']],
  ['en erreur', ['f1']],
  ['not readable', ['l1']],
  ['illisible', ['l1']],
  ['mobi/3', ['f1']],
  ['MOBI', ['f1', 'e1']],
  ['mobi/1', []],
  ['hint/bom', ['h1']],
  ['bom', ['h1']],
  ['3', ['jane']],
  ['not pushed', ['h1']],
  ['non envoyee', ['h1']],
  ['shop', EVERYTHING],
  ['com.example.shop', EVERYTHING],
  ['teamx', EVERYTHING],
  ['équipe', EVERYTHING],
  ['angstrom equipe', EVERYTHING],
  ['shop at fault', ['f1']],
  ['old', ['m1']],
  ['com.example.old', ['m1']],
  ['another', ['m1', 'e1']],
  ['field', ['e1']],
  ['service field.app', ['e1']],
  ['nobody', []],
  ['15.4 · jean', ['jane']],
  ['ABCDEF77…', ['jane']],
  ['… ·', [...EVERYTHING, 'e1']],
  ['\\u{202e}lexip', ['guest1']],
  ['\u202elexip', ['guest1']],
  ['memory', ['guest1']],
  ['en mémoire', ['guest1']],
  ['changed disk', ['h1']],
  ['evicted', ['e1']],
  ['retirée mobi/2', ['e1']],
];

const MARKS: Record<string, RowMark[]> = { h1: ['unpushed', 'changedOnDisk'], guest1: ['inMemory'], e1: ['evicted/2'] };

describe('the search for sessions', () => {
  const search = new SessionSearch(FRENCH, ({ name }) => MARKS[name] ?? []);
  const index = new SessionIndex();
  index.apply({ kind: 'folderState', folder: FOLDER, state: { kind: 'ready' } });
  index.apply(listed(FOLDER, APPLICATION, 'com.field.app'));
  const shop = [JANE, GUEST, FAULT, HINT, LOCKED, MOVED];
  index.apply({ kind: 'checked', folder: FOLDER, application: APPLICATION, entries: shop });
  index.apply({ kind: 'checked', folder: FOLDER, application: 'com.field.app', entries: [ELSEWHERE] });

  for (const [text, names] of FOUND) {
    it(`${JSON.stringify(text)} finds ${names.join(', ') || 'nothing'}, as a filter and with Find`, () => {
      const arranged = new ArrangedIndex(index, { sort: 'device', filter: text }, search);
      const shown = [APPLICATION, 'com.field.app'].flatMap((each) =>
        arranged.application(FOLDER, each).sessions.entries(),
      );
      assert.deepEqual(namesOf(shown), [...names].sort());
      assert.deepEqual(namesOf(find(index, text, search).best.map((each) => each.entry)), [...names].sort());
    });
  }

  it('a display in English finds by the English words alone', () => {
    assert.deepEqual(namesOf(find(index, 'guest', new SessionSearch()).best.map((each) => each.entry)), ['guest1']);
    assert.deepEqual(find(index, 'invité', new SessionSearch()).best, []);
  });

  it('filter, Find and a list of all that it is find the same, whatever has happened to the index', () => {
    const word = fc.constantFrom(
      'a',
      'app',
      'guest',
      'invite',
      'simulat',
      'at',
      'fault',
      'mobi/3',
      'hint',
      'two',
      'Équipe',
      'moved',
      'd1',
      '1',
      'accepted',
      'envoyée',
      'pushed',
      'memory',
      'evicted',
      '(mobi/3)',
      'disk',
      'retiree',
    );
    const texts = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 20 }), texts, (changes, text) => {
        const marks: Record<string, RowMark[]> = {
          '1': ['unpushed', 'changedOnDisk'],
          '2': ['notInMemory'],
          '3': ['unpushed', 'evicted/3'],
        };
        const changing = new SessionIndex();
        const own = new SessionSearch(FRENCH, ({ name }) => marks[name] ?? []);
        changing.apply({ kind: 'folderState', folder: '/a', state: { kind: 'ready' } });
        const arranged = new ArrangedIndex(changing, { sort: 'device', filter: text }, own);
        for (const change of changes) {
          const delta = changing.apply(change);
          if (delta) arranged.take(delta);
        }
        let all = 0;
        for (const folder of changing.folders()) {
          for (const { name: application } of changing.applications(folder)) {
            const expected = [...changing.entries(folder, application)].filter((each) =>
              naivelyFinds(changing, folder, application, each, text, marks[each.name]),
            );
            assert.equal(arranged.count(folder, application), expected.length);
            assert.deepEqual(namesOf(arranged.application(folder, application).sessions.entries()), namesOf(expected));
            all += expected.length;
          }
        }
        assert.equal(find(changing, text, own).total, all);
      }),
      { numRuns: 300 },
    );
  });

  it('a filter of many sessions looks once at the text of each, and folds no more than its device', async () => {
    const SESSIONS = 10_000;
    const many = new SessionIndex();
    many.apply({ kind: 'folderState', folder: FOLDER, state: { kind: 'ready' } });
    many.apply(listed(FOLDER, APPLICATION));
    const entries = Array.from({ length: SESSIONS }, (_, i) =>
      withFields(entry(i.toString(16), { description: `Pixel ${i}`, email: `user${i}@example.com`, title: 'Shop' }), {
        deviceId: `0DC5132E-1EF4-407C-A832-${i}`,
        sessionId: i.toString(16),
        teamName: 'Team',
      }),
    );
    many.apply({ kind: 'checked', folder: FOLDER, application: APPLICATION, entries });
    for (const text of ['shop', 'pixel 99', 'guest', 'no such words', 'mobi/3']) {
      const words = text.split(' ').length;
      const steps = await countSteps(() =>
        new ArrangedIndex(many, { sort: 'device', filter: text }).count(FOLDER, APPLICATION),
      );
      // Folding is what costs. Beside the devices, it is done for the words and for what all sessions have in common.
      assert.ok(steps.callsOf('fold') <= words * SESSIONS + 100, `${text}: ${steps.callsOf('fold')} times`);
      assert.ok(steps.all <= 160 * words * SESSIONS, `${text}: ${steps.all} steps`);
    }
  });
});

describe('a folded text', () => {
  const SAME: [string, string][] = [
    ['Élan', 'elan'],
    ['E\u0301lan', 'élan'],
    ['STRASSE', 'straße'],
    ['STRAẞE', 'straße'],
    ['ΟΔΟΣ', 'οδός'],
    ['İzmir', 'izmir'],
    ['ＡＢＣ１２', 'abc12'],
    ['ｹﾞｽﾄ', 'ゲスト'],
    ['Ångström', 'angstrom'],
  ];
  for (const [a, b] of SAME) it(`a folded text is the same of ${a} and ${b}`, () => assert.equal(fold(a), fold(b)));

  it('folding keeps apart what accents make other letters of', () => {
    assert.notEqual(fold('が'), fold('か'));
  });

  it('a folded text is not changed by being folded again', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => assert.equal(fold(fold(text)), fold(text))));
  });
});

function withFields(plain: SessionEntry, more: Partial<SessionEntry['fields']>): SessionEntry {
  const fields = { ...plain.fields, ...more };
  return { ...plain, fields };
}

function find(index: SessionIndex, text: string, search: SessionSearch) {
  const steps = findSessions(index, text, search);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function namesOf(entries: readonly SessionEntry[]): string[] {
  return entries.map(({ name }) => name).sort();
}
