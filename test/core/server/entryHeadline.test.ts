import assert from 'node:assert/strict';
import { phraseText } from '../../../src/core/compliance/phrase';
import type { JournalEntry } from '../../../src/core/protocol/journal';
import type { ReasonKind } from '../../../src/core/protocol/reasonCode';
import { entryHeadline, isOwnAction, isRefusedEntry } from '../../../src/core/server/entryHeadline';
import { SERVER_REASONS } from '../../../src/core/server/serverReasons';
import { MENDIX_REASONS } from '../../../src/core/systems/mendix/mendixReasons';
import { MOBILE_REASONS } from '../../../src/core/systems/mobile/mobileReasons';
import { PLATFORM_REASONS } from '../../../src/core/systems/platform/platformReasons';
import { TOKENS_REASONS } from '../../../src/core/systems/tokens/tokensReasons';
import { WEB_REASONS } from '../../../src/core/systems/web/webReasons';
import { JOURNAL_WORDS } from '../../../src/core/systemWords';

const CODES = Object.assign(
  {},
  ...[SERVER_REASONS, MOBILE_REASONS, WEB_REASONS, MENDIX_REASONS, TOKENS_REASONS, PLATFORM_REASONS].map(
    ({ codes }) => codes,
  ),
) as Record<string, { readonly kind: ReasonKind; readonly sentence: string }>;

const KINDS: Readonly<Record<string, ReasonKind>> = { c: 'changed', d: 'decided', n: 'noted', r: 'refused' };

function entry(causes: string, more: Partial<JournalEntry> = {}): JournalEntry {
  return {
    id: 1,
    at: '2026-01-01T00:00:00.000Z',
    face: 'mobile',
    actor: { ip: '127.0.0.1', email: 'bob@example.com' },
    method: 'POST',
    url: '/mobileapp/$authenticate?x=1',
    request: { headers: {}, bodyBytes: 0 },
    status: 200,
    response: { headers: {}, bodyBytes: 0 },
    ms: 1,
    causes: causes.split(' ').map((each) => {
      const [kind = '', rule = ''] = each.split('/');
      return { rule, kind: KINDS[kind] ?? 'noted', message: '' };
    }),
    changes: [],
    cookies: [],
    ...more,
  };
}

/** What a row says: words, subject, and why. */
function said(of: JournalEntry): string {
  const { words, subject, why } = entryHeadline(of, JOURNAL_WORDS);
  const shown = typeof subject === 'object' ? phraseText(subject) : subject;
  const line = words ? [phraseText(words), shown].filter(Boolean).join(': ') : 'the request itself';
  return why ? `${line} (${phraseText(why)})` : line;
}

describe('the headline of a journal entry', () => {
  for (const [causes, words] of [
    [
      'd/mobile.policy.otherwise c/mobile.session.created d/mobile.login.accepted c/mobile.webSession.opened',
      'Login accepted: bob@example.com (by default)',
    ],
    ['d/mobile.policy.rule r/mobile.login.refused', 'Login refused: bob@example.com (by a rule)'],
    [
      'r/mobile.session.evicted r/mobile.session.unknown',
      'Session not in memory: /mobileapp/$authenticate (Session thrown out)',
    ],
    ['n/web.session.no-cookie c/web.session.guest d/web.rest.catalog', 'Empty catalog given: /mobileapp/$authenticate'],
    ['r/web.otp.used c/web.session.guest d/web.page', 'Passcode used before: /mobileapp/$authenticate'],
    ['c/web.otp.restored d/web.page', 'Passcode redeemed: /mobileapp/$authenticate'],
    ['n/web.session.none', 'the request itself'],
    ['x/of.another.server', 'the request itself'],
  ] as const) {
    it(`the headline of ${causes} is “${words}”`, () => assert.equal(said(entry(causes)), words));
  }

  it('a headline calls a user without an address a guest, and one with a name by that name', () => {
    assert.equal(said(entry('d/mobile.login.accepted', { actor: { ip: '', email: '' } })), 'Login accepted: guest');
    assert.equal(said(entry('c/tokens.signed-in', { actor: { ip: '', user: 'ada' } })), 'Login accepted: ada');
    assert.equal(
      said(entry('d/mobile.login.accepted', { actor: { ip: '' } })),
      'Login accepted: /mobileapp/$authenticate',
    );
  });

  it('a headline of a refused login says who was asked for, and one of an unknown host says which, without controls and not at length', () => {
    const asked = (name: string) => ({ actor: { ip: '', session: '1', user: 'ada', asked: name } });
    assert.equal(said(entry('r/tokens.credentials', asked('bob'))), 'Login refused, wrong password: bob');
    assert.equal(said(entry('r/mendix.login.user', asked('a\u001b[31m'))), 'Login refused, no such user: a\\u{1b}[31m');
    assert.ok(said(entry('r/web.rest.login.refused', asked('x'.repeat(5000)))).length < 130);
    assert.equal(said(entry('r/mobile.login.refused', { actor: { ip: '', email: '' } })), 'Login refused: guest');
    const host = (name: string) => ({ request: { headers: { host: name }, bodyBytes: 0 } });
    assert.equal(said(entry('r/server.host-unknown', host('evil.example:80'))), 'Unknown host: evil.example:80');
    assert.equal(said(entry('r/server.host-unknown', host('a\u202eb'))), 'Unknown host: a\\u{202e}b');
    assert.equal(said(entry('r/server.host-unknown')), 'Unknown host: /mobileapp/$authenticate');
  });

  it('a headline of what happened by itself names no path', () => {
    const alone = { method: '-', url: '-', status: 0, actor: { ip: '' } };
    assert.equal(
      said(entry('n/tokens.over.idle_timeout', { ...alone, face: 'tokens' })),
      'Session over, idle for too long',
    );
  });

  it('a refusal is one whatever the status is, and an own action is one of the control API or a look at the start page', () => {
    assert.ok(isRefusedEntry(entry('d/mobile.policy.rule r/mobile.login.refused')));
    assert.ok(!isRefusedEntry(entry('d/mobile.login.accepted')));
    const page = (type: string) => ({ response: { headers: { 'content-type': type }, bodyBytes: 1 } });
    const entries = [
      entry('c/control.clock', { face: 'control' }),
      entry('d/mobile.ping'),
      entry('d/server.start-page', { face: 'server', ...page('text/html; charset=utf-8') }),
      entry('d/server.start-page', { face: 'server', ...page('application/json') }),
      entry('r/server.route-unknown', { face: 'server', ...page('text/html') }),
    ];
    assert.deepEqual(entries.map(isOwnAction), [true, false, true, false, false]);
  });

  it('every reason that can decide has words that are short, begin with a capital and have no full stop', () => {
    for (const [rule, { kind, sentence }] of Object.entries(CODES)) {
      const words = JOURNAL_WORDS[rule];
      if (!words) {
        assert.equal(kind, 'noted', rule);
        continue;
      }
      const text = phraseText(words.words);
      assert.match(text, words.weight === 'why' ? /^\p{Ll}.*[^.:]$/u : /^[\p{Lu}k].*[^.:]$/u, `${rule}: ${text}`);
      assert.ok(text.length <= 45, `${rule}: ${text}`);
      assert.notEqual(text, sentence, rule);
    }
  });

  it('no words are of a reason that nobody declares', () => {
    assert.deepEqual(
      Object.keys(JOURNAL_WORDS).filter((rule) => !Object.hasOwn(CODES, rule)),
      [],
    );
  });
});
