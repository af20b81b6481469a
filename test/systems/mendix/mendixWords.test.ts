import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { JournalEntry } from '../../../src/core/protocol/journal';
import { MENDIX_REASONS } from '../../../src/core/systems/mendix/mendixReasons';
import { markedMessage, ruled } from '../../../src/core/systems/mendix/ruleMark';
import { type MendixSwitches, SWITCHES } from '../../../src/server/systems/mendix/mendixOptions';
import { runtimeSettings } from '../../../src/server/systems/mendix/runtimeSettings';
import { call } from '../../server/httpCall';
import { type MendixHarness, MINUTE_MS, SWEPT_MS, TIMEOUT_MS, withMendix } from './mendixHarness';

type SwitchName = keyof MendixSwitches;
type Rule = keyof typeof MENDIX_REASONS.codes;

const REMEMBER = { useAuthToken: true };
const AT_LOGIN_PAGE = (server: MendixHarness) => ({ referer: `${server.url}/login.html` });

/** What makes a switch decide, and the rule that it decides by each of its values. */
interface Question {
  readonly of: SwitchName;
  readonly rules: Readonly<Record<string, Rule>>;
  readonly happens: (server: MendixHarness) => Promise<unknown>;
  /** Of the runtime; the default unless given. */
  readonly version?: string;
}

const swept = async (server: MendixHarness, between: (server: MendixHarness) => Promise<unknown> = async () => {}) => {
  const client = await server.signedIn(REMEMBER);
  await server.advance(SWEPT_MS);
  await between(server);
  return client;
};
const expired = async (server: MendixHarness) => {
  const client = await server.signedIn();
  await server.advance(MINUTE_MS);
  await client.data();
  await server.advance(TIMEOUT_MS);
  return client.start();
};
const patched = (patch: object) => async (server: MendixHarness) => {
  await server.signedIn(REMEMBER);
  await server.patchUser('jane', patch);
};

/** The rows of docs/facts/mendix.md#open-questions, and what else is inferred. */
const QUESTIONS: readonly Question[] = [
  {
    of: 'login2',
    rules: { true: 'mendix.login2', false: 'mendix.login2.off' },
    happens: (server) => server.client().login('jane', 'example', {}, 'login2'),
  },
  {
    of: 'loginBody',
    rules: { csrftoken: 'mendix.login.body', empty: 'mendix.login.body' },
    happens: (server) => server.client().login('jane', 'example'),
  },
  {
    of: 'keepAliveAction',
    rules: { keepalive: 'mendix.keepalive', ping: 'mendix.keepalive' },
    happens: async (server) => {
      const client = await server.signedIn();
      for (const action of ['keepalive', 'ping']) await client.xas(action);
    },
  },
  {
    of: 'expiredStatus',
    rules: {
      401: 'mendix.data.no-session',
      402: 'mendix.data.no-session',
      403: 'mendix.data.no-session',
      560: 'mendix.data.no-session',
    },
    happens: (server) => server.client().data(),
  },
  {
    of: 'csrfStatus',
    rules: { 401: 'mendix.csrf.wrong', 403: 'mendix.csrf.wrong' },
    happens: async (server) => (await server.signedIn()).xas('retrieve', {}, { 'x-csrf-token': 'another' }),
  },
  {
    of: 'csrfStatus',
    rules: { 401: 'mendix.csrf.missing', 403: 'mendix.csrf.missing' },
    happens: async (server) => (await server.signedIn()).xas('retrieve', {}, { 'x-csrf-token': '' }),
  },
  {
    of: 'rotateToken',
    rules: { false: 'mendix.session.revived', true: 'mendix.token.rotated' },
    happens: async (server) => (await swept(server)).start(),
  },
  {
    of: 'logoutEndsToken',
    rules: { true: 'mendix.token.dropped.logout', false: 'mendix.token.kept.logout' },
    happens: async (server) => (await server.signedIn(REMEMBER)).xas('logout'),
  },
  {
    of: 'passwordEndsTokens',
    rules: { true: 'control.mendix.tokens.password', false: 'control.mendix.kept.password' },
    happens: patched({ password: 'another' }),
  },
  {
    of: 'inactiveEndsSessions',
    rules: { true: 'control.mendix.tokens.inactive', false: 'control.mendix.kept.inactive' },
    happens: patched({ active: false }),
  },
  {
    of: 'loginEndsToken',
    rules: { true: 'mendix.token.dropped.login', false: 'mendix.token.kept.login' },
    happens: async (server) => (await server.signedIn(REMEMBER)).login('john', 'sample'),
  },
  {
    of: 'tokenTimeoutUnit',
    rules: {
      minutes: 'mendix.token.created',
      seconds: 'mendix.token.created',
      milliseconds: 'mendix.token.created',
    },
    happens: (server) => server.signedIn(REMEMBER),
  },
  {
    of: 'sessionCookieLife',
    rules: { browser: 'mendix.session-data', timeout: 'mendix.session-data' },
    happens: (server) => server.client().start(),
  },
  {
    of: 'deviceCookieLife',
    rules: { year: 'mendix.session-data', browser: 'mendix.session-data' },
    happens: (server) => server.client().start(),
  },
  { of: 'gap', rules: { refuse: 'mendix.session.expired', revive: 'mendix.session.gap-revived' }, happens: expired },
  { of: 'idleFrom', rules: { request: 'mendix.session.expired', write: 'mendix.session.expired' }, happens: expired },
  {
    of: 'dataCallRevives',
    rules: { true: 'mendix.data.reload', false: 'mendix.data.no-session' },
    happens: async (server) => (await swept(server)).data(),
  },
  {
    of: 'matchUserAgent',
    rules: { false: 'mendix.session.revived', true: 'mendix.token.refused.user-agent' },
    happens: async (server) => (await swept(server)).xas('get_session_data', {}, { 'user-agent': 'Another' }),
  },
  {
    of: 'loginHtmlTokens',
    rules: { false: 'mendix.wish.login-html', true: 'mendix.wish.login-html.heard' },
    happens: (server) =>
      server.client().xas('login', { username: 'jane', password: 'example', ...REMEMBER }, AT_LOGIN_PAGE(server)),
  },
  {
    of: 'blockedTokenRevives',
    rules: { false: 'mendix.token.refused.blocked-user', true: 'mendix.token.of-blocked-user' },
    happens: async (server) => (await swept(server, (each) => each.patchUser('jane', { blocked: true }))).start(),
  },
  {
    of: 'deviceTokenName',
    rules: { token: 'mendix.token.device', mobileToken: 'mendix.token.device' },
    happens: (server) => server.client().login('jane', 'example', { shouldgeneratetoken: true }),
  },
  {
    of: 'forwardedHttps',
    version: '11.3.0',
    rules: { true: 'mendix.proxy.https', false: 'mendix.proxy.unheard' },
    happens: (server) => server.client().xas('get_session_data', {}, { 'x-forwarded-proto': 'https' }),
  },
  {
    of: 'linkTarget',
    rules: { '/': 'mendix.link', '/index.html': 'mendix.link' },
    happens: (server) => call(`${server.url}/link/order/1`),
  },
  {
    of: 'crossSiteLink',
    rules: { wait: 'mendix.cross-site.wait', session: 'mendix.cross-site.session' },
    happens: (server) =>
      call(`${server.url}/link/order/1`, { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' } }),
  },
  {
    of: 'markerCounts',
    rules: { always: 'mendix.marker.there', once: 'mendix.marker.unknown' },
    happens: async (server) => {
      const client = await server.signedIn();
      await client.write('useAuthToken=true; Path=/');
      await client.start();
    },
  },
  {
    of: 'reloginReason',
    version: '10.8.0',
    rules: { expired: 'mendix.relogin', session_expired: 'mendix.relogin' },
    happens: async (server) => (await swept(server)).data(),
  },
];

async function causesOf(server: MendixHarness): Promise<JournalEntry['causes']> {
  const { entries } = (await server.control.get('/journal?limit=1000')).json as { entries: JournalEntry[] };
  return entries.flatMap(({ causes }) => causes);
}

/** What the journal says in the cases that ask these switches, or in all of them. */
async function messagesOf(
  version: string | undefined,
  switches: readonly (string | undefined)[],
): Promise<JournalEntry['causes']> {
  const asked = QUESTIONS.filter(({ of }) => switches.length === 0 || switches.includes(of));
  const causes: JournalEntry['causes'][] = [];
  for (const { of, rules, happens, version: needed } of asked) {
    for (const text of Object.keys(rules)) {
      const value = typeof SWITCHES[of] === 'string' ? text : JSON.parse(text);
      const runtimeVersion = version ?? needed;
      await withMendix(
        { switches: { [of]: value }, ...(runtimeVersion !== undefined && { runtimeVersion }) },
        async (server) => {
          await happens(server);
          causes.push(await causesOf(server));
        },
      );
    }
  }
  return causes.flat();
}

describe('what the Mendix runtime says of itself', () => {
  for (const { of, rules, happens, version } of QUESTIONS) {
    for (const [text, rule] of Object.entries(rules)) {
      it(`with ${of} at ${text} the journal says ${rule}, that it is inferred, and by which switch it is changed`, async () => {
        const value = typeof SWITCHES[of] === 'string' ? text : JSON.parse(text);
        const options = { switches: { [of]: value }, ...(version !== undefined && { runtimeVersion: version }) };
        await withMendix(options, async (server) => {
          await happens(server);
          const said = (await causesOf(server)).filter((cause) => cause.rule === rule);
          assert.ok(said.length > 0, (await causesOf(server)).map((cause) => cause.rule).join(' '));
          for (const { message } of said)
            assert.match(
              message,
              new RegExp(`inferred: [^)]*\\bmendix\\.switches\\.${of}\\b[^)]*\\)\\.( Decided by .+)?$`),
            );
        });
      });
    }
  }

  it('every switch of Mendix is tried at its default and at another value', () => {
    for (const [name, value] of Object.entries(SWITCHES)) {
      const tried = QUESTIONS.filter(({ of }) => of === name).flatMap(({ rules }) => Object.keys(rules));
      assert.ok(tried.includes(String(value)) && new Set(tried).size > 1, name);
    }
  });

  it('every sentence of a reason code that says what is inferred names a switch that there is, or that there is none', () => {
    const named = Object.values(MENDIX_REASONS.codes).flatMap(({ sentence }) => {
      const names = [...sentence.matchAll(/mendix\.switches\.(\w+)/g)].map(([, name = '']) => name);
      const marks = [...sentence.matchAll(/inferred(: mendix\.|, no switch: )/g)];
      assert.equal(marks.length, sentence.split('inferred').length - 1, sentence);
      assert.ok(names.length === 0 || /inferred: mendix\.switches\./.test(sentence), sentence);
      return names;
    });
    assert.deepEqual([...new Set(named)].sort(), Object.keys(SWITCHES).sort());
  });

  it('docs/mendix.md lists what is inferred and has no switch, code by code, as the journal says it', () => {
    const text = fs.readFileSync(path.join(path.resolve(__dirname, '../../../..'), 'docs/mendix.md'), 'utf8');
    const [, section = ''] = /\n### What no switch changes\n(.*?)\n#/s.exec(text) ?? [];
    const listed = [...section.matchAll(/^\| `([\w.-]+)` \| (.+?) \|$/gm)].map(([, code, what]) => [code, what]);
    const said = Object.entries(MENDIX_REASONS.codes).flatMap(([code, { sentence }]) => {
      const [, what] = /inferred, no switch: ([^()]*)\)\.$/.exec(sentence) ?? [];
      return what === undefined ? [] : [[code, what]];
    });
    assert.ok(said.length > 0);
    assert.deepEqual(listed, said);
  });

  it('a runtime with both settings of the time of a token says which of them counts', () => {
    const lines: string[] = [];
    const settings = { 'com.mendix.webui.AuthTokenTimeout': 5, 'com.mendix.webui.HybridAppLoginTimeOut': 9 };
    runtimeSettings({ runtimeVersion: '11.3.0', settings }, (line) => lines.push(line));
    assert.match(lines.join(), /“com\.mendix\.webui\.AuthTokenTimeout” counts, .*inferred, no switch/);
  });

  for (const [version, profile, expected] of [
    ['10.9.0', 'Responsive', /wish\.true .*\(since 10\.9, runtime 10\.9\.0\)\.$/],
    ['11.6.4', 'Responsive', /wish\.true .*\(since 10\.9, runtime 11\.6\.4\)\.$/],
    ['11.6.4', 'Responsive', /marker\.used .*\(since 10\.9, runtime 11\.6\.4\)\.$/],
    ['11.6.4', 'Responsive', /token\.created .*; it is good until .* \(since 10\.9, runtime 11\.6\.4; inferred: /],
    ['11.6.4', 'Responsive', /session\.revived .*\(since 10\.9, runtime 11\.6\.4; inferred: /],
    ['10.8.3', 'Responsive', /wish\.old .*\(before 10\.9, runtime 10\.8\.3\)\.$/],
    ['9.24', 'PhoneOffline', /long-lived .*\(before 10\.9, runtime 9\.24\)\.$/],
  ] as const) {
    it(`the journal of runtime ${version} says of a client with the profile ${profile} which rule of which version applied: ${expected.source.split(' ')[0]?.replaceAll('\\', '')}`, () =>
      withMendix({ runtimeVersion: version }, async (server) => {
        const client = await server.signedIn(REMEMBER, profile);
        await server.advance(SWEPT_MS);
        await client.start({ profile });
        const said = (await causesOf(server)).map(({ rule, message }) => `${rule} ${message}`);
        assert.ok(
          said.some((each) => expected.test(each)),
          said.join('\n'),
        );
      }));
  }

  it('each sentence of the journal that docs/mendix.md quotes is one that the journal has', async () => {
    const text = fs.readFileSync(path.join(path.resolve(__dirname, '../../../..'), 'docs/mendix.md'), 'utf8');
    const quotes = [...text.matchAll(/(?:^> .*\n?)+/gm)].map(([lines]) =>
      lines.replace(/^> /gm, '').trim().replace(/\s+/g, ' '),
    );
    assert.ok(quotes.length > 0);
    for (const quote of quotes) {
      const version = /runtime ([\d.]+)/.exec(quote)?.[1];
      const switches = [...quote.matchAll(/mendix\.switches\.(\w+)/g)].map(([, name]) => name);
      const said = (await messagesOf(version, switches)).map(({ message }) => message);
      const parts = quote.split(/\w*…/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      // What is left out of a sentence is the rest of an id.
      const pattern = new RegExp(`^${parts.join('[\\w-]+')}$`);
      assert.ok(
        said.some((message) => pattern.test(message)),
        `${quote}\n\n${said.join('\n')}`,
      );
    }
  });

  it('a more exact message has the mark of its rule, and one without a mark stays as it is', () => {
    const sentence = ruled('A token was made.', { since: '10.9', inferred: ['rotateToken', 'gap'] });
    assert.equal(
      sentence,
      'A token was made (since 10.9; inferred: mendix.switches.rotateToken, mendix.switches.gap).',
    );
    assert.equal(
      markedMessage(sentence, 'It was made (for John).', '10.10'),
      'It was made (for John) (since 10.9, runtime 10.10; inferred: mendix.switches.rotateToken, mendix.switches.gap).',
    );
    assert.equal(markedMessage(sentence, undefined, '11'), sentence.replace('10.9;', '10.9, runtime 11;'));
    const assumed = ruled('It was kept.', { inferred: ['anonymous', 'gap'], assumed: 'that it is kept' });
    assert.equal(
      markedMessage(assumed, 'It was kept (for John).', '11'),
      'It was kept (for John) (inferred: mendix.anonymous, mendix.switches.gap; inferred, no switch: that it is kept).',
    );
    assert.equal(markedMessage('It is so (here).', 'It is so.', '11'), 'It is so.');
    assert.equal(markedMessage('It is so.', undefined, '11'), 'It is so.');
  });
});
