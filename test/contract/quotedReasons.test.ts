import assert from 'node:assert/strict';
import path from 'node:path';
import type { ReasonCodes } from '../../src/core/protocol/reasonCode';
import { declareReasons } from '../../src/core/server/declareReasons';
import { noted, quoting } from '../../src/core/server/reasonKinds';
import type { PartReasons } from '../../src/core/server/reasons';
import { SERVER_REASONS } from '../../src/core/server/serverReasons';
import { MENDIX_REASONS } from '../../src/core/systems/mendix/mendixReasons';
import { MOBILE_REASONS } from '../../src/core/systems/mobile/mobileReasons';
import { PLATFORM_REASONS } from '../../src/core/systems/platform/platformReasons';
import { TOKENS_REASONS } from '../../src/core/systems/tokens/tokensReasons';
import { WEB_REASONS } from '../../src/core/systems/web/webReasons';
import { entryOf } from '../../src/server/kernel/journal/journalEntry';
import { noting } from '../../src/server/kernel/journal/noting';
import { Trace } from '../../src/server/kernel/journal/trace';
import { messagesIn, type NotedMessage, notedMessages } from '../support/notedMessages';

const SERVER = path.resolve(__dirname, '../../../src/server');
const PARTS = [SERVER_REASONS, MENDIX_REASONS, MOBILE_REASONS, PLATFORM_REASONS, TOKENS_REASONS, WEB_REASONS];
const CODES: ReasonCodes = Object.assign({}, ...PARTS.map(({ codes }) => codes));

/**
 * Reasons whose messages have parts that are put in, and do not quote: ids, times, numbers, names, options, and
 * sentences of the product. Whoever adds one has looked at what is put in. What a developer's code, a mail, an upstream, a file of
 * the project or a client has written as free text may have a passcode in it, and needs `quoting` at its declaration.
 */
const OWN_WORDS = [
  'control.clock',
  'control.fault.add',
  'control.mendix.end',
  'control.mendix.expire',
  'control.mendix.sweep',
  'control.mendix.token',
  'control.mendix.tokens.inactive',
  'control.mendix.tokens.password',
  'control.mendix.user',
  'control.mendix.user.same',
  'control.mobile.refresh',
  'control.mobile.refresh.unchanged',
  'control.tokens.end',
  'control.tokens.end.none',
  'control.tokens.replay',
  'control.tokens.user',
  'control.tokens.user.same',
  'control.web.otp',
  'fault.ended',
  'mendix.data.no-session',
  'mendix.keepalive',
  'mendix.login.device-token',
  'mendix.login.good',
  'mendix.logout',
  'mendix.logout.offline',
  'mendix.missing',
  'mendix.no-such-session',
  'mendix.no-such-token',
  'mendix.no-such-user',
  'mendix.session-data',
  'mendix.session.anonymous',
  'mendix.session.created',
  'mendix.session.dropped',
  'mendix.session.expired',
  'mendix.session.gap',
  'mendix.session.gap-revived',
  'mendix.session.joined',
  'mendix.session.live',
  'mendix.session.long-lived',
  'mendix.session.replaced',
  'mendix.session.replaced.token',
  'mendix.session.revived',
  'mendix.swept',
  'mendix.token.created',
  'mendix.token.limited',
  'mendix.wish.default-off',
  'mendix.wish.default-on',
  'mobile.action.answered',
  'mobile.apps-missing',
  'mobile.catalog.empty',
  'mobile.data.played',
  'mobile.login.pending',
  'mobile.login.stays',
  'mobile.module.answered',
  'mobile.session.evicted',
  'mobile.upload.gone',
  'mobile.upload.kept',
  'mobile.verification.sent',
  'platform.delayed',
  'platform.validation-unknown',
  'server.cookie-dropped',
  'server.cookie-unsent',
  'server.paired',
  'server.pairing-closed',
  'server.pairing-wrong',
  'server.sent-in',
  'server.upstream',
  'tokens.access-unknown',
  'tokens.code',
  'tokens.code-limit',
  'tokens.code.session-ended',
  'tokens.disabled',
  'tokens.ended',
  'tokens.evicted',
  'tokens.form-malformed',
  'tokens.grace.new',
  'tokens.grace.same',
  'tokens.listed',
  'tokens.missing',
  'tokens.page',
  'tokens.parameter-missing',
  'tokens.parameter-wrong',
  'tokens.password',
  'tokens.password-stale',
  'tokens.password.ended',
  'tokens.password.kept',
  'tokens.pkce',
  'tokens.pkce-wrong',
  'tokens.secret-in-url',
  'tokens.session-limit',
  'tokens.sign-in-ended',
  'tokens.signed-in',
  'tokens.signed-out',
  'web.action',
  'web.code.refused',
  'web.code.unloadable',
  'web.command',
  'web.cors',
  'web.cors.allowed',
  'web.cors.session',
  'web.cors.unread',
  'web.handler',
  'web.handler.passed',
  'web.missing',
  'web.otp.created',
  'web.otp.restored',
  'web.page.refused',
  'web.permission.promoted',
  'web.quota',
  'web.rest.called',
  'web.rest.login.refused',
  'web.session.guest',
  'web.session.none',
  'web.session.reused',
];

/** The reason of a place in the source: a refusal names it without its part. */
function reasonOf({ name, isRefusal, file }: NotedMessage): string {
  if (!isRefusal || name in CODES) return name;
  const [, system = 'server'] = /systems[\\/](\w+)[\\/]/.exec(file) ?? [];
  return `${system}.${name}`;
}

describe('Reasons that quote', () => {
  it('each reason whose message is put together quotes, or was looked at and has the words of the product', () => {
    const made = new Set(notedMessages(SERVER).map(reasonOf));
    const unknown = [...made].filter((name) => !(name in CODES));
    assert.deepEqual(unknown, [], 'names that are no reasons');
    const own = [...made].filter((name) => !CODES[name]?.quotes).sort();
    assert.deepEqual(own, [...OWN_WORDS].sort(), 'declare a reason that repeats free text with quoting(…)');
  });

  for (const [source, expected] of [
    [`note(trace, 'web.a', \`The code said: \${said}\`);`, ['web.a']],
    ["this.note('mendix.a', words)", ['mendix.a']],
    [`noteAll(this.trace, isA ? 'web.a' : 'web.b', \`\${x}, (\${y(\`}\`)})\`, remedy)`, ['web.a', 'web.b']],
    ["throw new WebRefusal(404, 'a-b', error.message)", ['a-b']],
    ["note(trace, 'web.a');", []],
    ["note(trace, 'web.a', 'Only (these) words.');", []],
    ["note(trace, 'web.a', 'These words, ' +\n 'and these.');", []],
    ["note(trace, 'web.a', isA ? 'These.' : 'Those.');", []],
    ["denoted(trace, 'web.a', words);", []],
  ] as const) {
    it(`messages that are put together are found in the source: ${source}`, () => {
      assert.deepEqual(
        messagesIn('a.ts', source).map(({ name }) => name),
        expected,
      );
    });
  }

  for (const reasons of PARTS as readonly PartReasons[]) {
    const quoted = Object.entries(reasons.codes).filter(([, { quotes }]) => quotes);
    for (const [rule] of quoted) {
      it(`a passcode that somebody wrote is covered in the message of ${rule}`, () => {
        const trace = new Trace('web', '::1', new Set<PartReasons>([reasons]));
        noting(reasons as typeof WEB_REASONS)(trace, rule as 'web.code.threw', 'Error: Your passcode is 493021.');
        const exchange = {
          method: 'GET',
          url: '/x',
          request: { headers: {}, bodyBytes: 0 },
          status: 200,
          response: { headers: {}, bodyBytes: 0 },
          ms: 1,
        };
        const [cause] = entryOf(trace, exchange, 0).causes;
        assert.equal(cause?.message, 'Error: Your passcode is •••.');
      });
    }
  }

  it('a reason of the product’s own words keeps a number behind the word code', () => {
    const own = declareReasons('web', { 'web.own': noted('Own.'), 'web.quoted': quoting(noted('Quoted.')) });
    const trace = new Trace('web', '::1', new Set<PartReasons>([own]));
    noting(own)(trace, 'web.own', 'The code took longer than 5000 ms.');
    const body = { headers: {}, bodyBytes: 0 };
    const exchange = { method: 'GET', url: '/x', request: body, status: 200, response: body, ms: 1 };
    assert.equal(entryOf(trace, exchange, 0).causes[0]?.message, 'The code took longer than 5000 ms.');
  });
});
