import assert from 'node:assert/strict';
import { declareReasons } from '../../src/core/server/declareReasons';
import { noted, quoting } from '../../src/core/server/reasonKinds';
import type { PartReasons } from '../../src/core/server/reasons';
import { SERVER_REASONS } from '../../src/core/server/serverReasons';
import { MENDIX_REASONS } from '../../src/core/systems/mendix/mendixReasons';
import { MOBILE_REASONS } from '../../src/core/systems/mobile/mobileReasons';
import { PLATFORM_REASONS } from '../../src/core/systems/platform/platformReasons';
import { TOKENS_REASONS } from '../../src/core/systems/tokens/tokensReasons';
import { WEB_REASONS } from '../../src/core/systems/web/webReasons';
import { entryOf, type RawExchange } from '../../src/server/kernel/journal/journalEntry';
import { noting } from '../../src/server/kernel/journal/noting';
import { Trace } from '../../src/server/kernel/journal/trace';

const CLASSES = ['Otp', 'Auth', 'Login', 'Token', 'Code', 'Password', 'Key', 'Zed'];
const PASSCODE = '3F9A1B7C5D2E4F608192A3B4C5D6E7F8';
const PASSWORD = 'Zx9!hunter2';
const AT = Date.UTC(2026, 10, 28);

const OWN = declareReasons('web', {
  'web.own': noted('A sentence of the product.'),
  'web.quoted': quoting(noted('A sentence that repeats another one.')),
});
const noteOwn = noting(OWN);

function exchangeOf(url: string, body?: string, headers = {}): RawExchange {
  return {
    method: 'POST',
    url,
    request: { headers, body, bodyBytes: body?.length ?? 0 },
    status: 200,
    response: { headers: {}, bodyBytes: 0 },
    ms: 1,
  };
}

function said(rule: 'web.own' | 'web.quoted', message: string, exchange: RawExchange): string | undefined {
  const trace = new Trace('web', '::1', new Set<PartReasons>([OWN]));
  noteOwn(trace, rule, message);
  return entryOf(trace, exchange, AT).causes[0]?.message;
}

/** The sentences of the product with what they are about. */
function sentencesOf(name: string): string[] {
  return [
    `${name}.look answers; the class ${name} is a singleton.`,
    `No one has ${name}.look2(), so the code of ${name}.js did not run.`,
    'A one-time passcode was made; it is good until 2026-11-28T19:07:50.915Z.',
    'The one-time passcode is good: the request goes on in the session 8F2C11.',
    'The code took longer than 5000 ms (web.codeTimeoutMs) and was ended.',
    'The passcode has expired 1200 seconds ago; web.otpLifetime is 3600.',
    'The PIN of a verification has 6 digits (mobile.verification.codeDigits: 123456 of them).',
    '4D does not take $4DSID in REST requests, so no session was restored.',
    `The privilege “${name}4711” is needed for ${name}.look of the project.`,
    'The code answered with the status 4711.',
  ];
}

describe('The words of the journal', () => {
  const urls = (name: string) => [
    [`/rest/$singleton/${name}/look?$4DSID=${PASSCODE}`, `/rest/$singleton/${name}/look?$4DSID=•••`],
    [`/rest/${name}/look`, `/rest/${name}/look`],
    [`/rest/${name}(1)/look2`, `/rest/${name}(1)/look2`],
    [`/rest/$catalog/${name}`, `/rest/$catalog/${name}`],
    [`/4DACTION/look?$4DSID=${PASSCODE}`, '/4DACTION/look?$4DSID=•••'],
  ];
  for (const name of CLASSES) {
    it(`names and sentences of the product stay whole with a class called ${name}`, () => {
      for (const [url = '', shown] of urls(name)) {
        const exchange = exchangeOf(url, JSON.stringify([PASSWORD]));
        const trace = new Trace('web', '::1', new Set<PartReasons>([OWN]));
        assert.equal(entryOf(trace, exchange, AT).url, shown);
        for (const sentence of sentencesOf(name)) assert.equal(said('web.own', sentence, exchange), sentence);
      }
    });

    it(`secrets are covered in path, query, headers, body and what repeats them with a class called ${name}`, () => {
      const body = JSON.stringify([{ password: PASSWORD }]);
      const url = `/rest/$singleton/${name}/look/${PASSCODE}?$4DSID=${PASSCODE}&password=${encodeURIComponent(PASSWORD)}`;
      const exchange = exchangeOf(url, body, { 'x-api-key': PASSWORD, cookie: `4DSID_p=${PASSCODE}` });
      for (const rule of ['web.own', 'web.quoted'] as const) {
        const trace = new Trace('web', '::1', new Set<PartReasons>([OWN]));
        noteOwn(trace, rule, `${name}.look was called with ${PASSWORD} and ${PASSCODE} (/x?token=${PASSWORD}).`);
        const entry = JSON.stringify(entryOf(trace, exchange, AT));
        assert.ok(!entry.includes(PASSWORD) && !entry.includes(PASSCODE), entry);
        assert.ok(entry.includes(`${name}.look was called with ••• and •••`), entry);
      }
    });
  }

  it('a passcode of a few digits is covered where a message repeats the words of a developer', () => {
    const message = 'Error: Your code is 493021.';
    assert.equal(said('web.quoted', message, exchangeOf('/x')), 'Error: Your code is •••.');
  });

  it('each sentence of a reason is in the journal as it was declared', () => {
    const parts = [SERVER_REASONS, WEB_REASONS, MOBILE_REASONS, PLATFORM_REASONS, MENDIX_REASONS, TOKENS_REASONS];
    for (const reasons of parts) {
      const note = noting(reasons as typeof WEB_REASONS);
      for (const [rule, { sentence }] of Object.entries(reasons.codes)) {
        for (const name of CLASSES) {
          const trace = new Trace('web', '::1', new Set<PartReasons>([reasons]));
          note(trace, rule as keyof typeof WEB_REASONS.codes);
          const exchange = exchangeOf(`/rest/$singleton/${name}/look?$4DSID=${PASSCODE}`);
          assert.equal(entryOf(trace, exchange, AT).causes[0]?.message, sentence);
          assert.equal(Object.hasOwn(entryOf(trace, exchange, AT).causes[0] ?? {}, 'quotes'), false);
        }
      }
    }
  });
});
