import assert from 'node:assert/strict';
import type { JournalEntry } from '../../../src/core/protocol/journal';
import { decidingCause, matchesJournalFilter } from '../../../src/core/server/journalFilter';

const ENTRY: JournalEntry = {
  id: 7,
  at: '2026-01-01T00:00:00.000Z',
  face: 'mobile',
  actor: { ip: '127.0.0.1', email: 'Ada@Example.com', device: 'iPhone X' },
  method: 'POST',
  url: '/mobileapp/$authenticate?x=1',
  route: 'POST /mobileapp/$authenticate',
  request: { headers: {}, bodyBytes: 0 },
  status: 401,
  response: { headers: {}, bodyBytes: 0 },
  ms: 1,
  causes: [
    { rule: 'mobile.policy.rule', kind: 'decided', message: 'The rule *@example.com matches.' },
    { rule: 'mobile.login.refused', kind: 'refused', message: 'The login was refused.' },
  ],
  changes: [{ kind: 'sessionFile', id: 'abc', change: 'created' }],
  cookies: [],
};

describe('the filter of the journal', () => {
  const yes = [
    '',
    '  ',
    'ada@',
    'IPHONE',
    '401',
    '4xx',
    'face:mobile',
    'rule:mobile.login',
    'authenticate refused',
    'sessionfile',
    'POST 4xx',
  ];
  for (const text of yes)
    it(`the filter "${text}" finds the entry`, () => assert.ok(matchesJournalFilter(ENTRY, text)));

  const no = ['bob', '200', '5xx', 'face:web', 'rule:login', 'ada 200', 'GET'];
  for (const text of no)
    it(`the filter "${text}" does not find the entry`, () => assert.ok(!matchesJournalFilter(ENTRY, text)));

  it('the filter takes what is no status for a text', () => {
    assert.ok(matchesJournalFilter({ ...ENTRY, url: '/a/4011' }, '4011'));
  });

  it('the filter 0 finds what got no answer', () => {
    assert.ok(matchesJournalFilter({ ...ENTRY, status: 0 }, '0'));
    assert.ok(!matchesJournalFilter(ENTRY, '0'));
  });

  it('an entry was decided by its last cause', () => {
    assert.equal(decidingCause(ENTRY)?.rule, 'mobile.login.refused');
    assert.equal(decidingCause({ ...ENTRY, causes: [] }), undefined);
  });
});
