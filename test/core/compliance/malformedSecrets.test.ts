import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact } from '../../../src/cli/formats/redactSession';
import { readConfiguration } from '../../../src/core/configuration/readConfiguration';
import { readJson } from '../../../src/core/json/jsonText';
import { secretStretches } from '../../../src/core/protocol/secretStretches';
import { readScenario } from '../../../src/core/scenario/readScenario';
import { findingsOf } from './checking';

const NAMES = [
  ...[
    'token',
    'accessToken',
    'refresh_token',
    'password',
    'Passwort',
    'pin',
    'otp',
    'passcode',
    'cookie',
    'authorization',
  ],
  ...[
    'secret',
    'client_secret',
    'api-key',
    'mot de passe',
    'パスワード',
    'p\\u0061ssword',
    'Set-Cookie',
    'credentials',
  ],
];
const SECRETS = [
  'hunter2zz',
  '0493021',
  'qzwxfish',
  'p4zz-w0qd!',
  '#9fX',
  'tr0ub4dor',
  'naïvité',
  '-1x2y3z',
  'q'.repeat(50),
];

/** How a value is written by somebody who does not know JSON, or who lost a sign. Each text is malformed at it or behind it. */
const WAYS: Readonly<Record<string, (name: string, secret: string) => string>> = {
  'without quotes': (name, secret) => `{"${name}":${secret}}`,
  'without quotes behind a space': (name, secret) => `{"${name}" : ${secret} }`,
  'without the quote before': (name, secret) => `{"${name}":${secret}"}`,
  'without the quote behind': (name, secret) => `{"${name}":"${secret}}`,
  'with the end of the line in it': (name, secret) => `{"${name}":"${secret}\n","a":1}`,
  'in single quotes': (name, secret) => `{"${name}":'${secret}'}`,
  'with a name in single quotes': (name, secret) => `{'${name}':'${secret}'}`,
  'behind its quotes': (name, secret) => `{"${name}":"x"${secret}}`,
  'behind a quote in it': (name, secret) => `{"${name}":"x"${secret}","a":1}`,
  'behind a quote and a comma in it': (name, secret) => `{"${name}":"x",${secret}","a":1}`,
  'behind a number': (name, secret) => `{"${name}":1${secret}}`,
  'behind a word': (name, secret) => `{"${name}":tru${secret}}`,
  'behind an escape': (name, secret) => `{"${name}":"x\\q${secret}"}`,
  'without a colon': (name, secret) => `{"${name}" ${secret}}`,
  'with an equals sign': (name, secret) => `{"${name}"=${secret}}`,
  'with a name that nothing closes': (name, secret) => `{"${name}:"${secret}"}`,
  'with a name that nothing opens': (name, secret) => `{${name}":"${secret}"}`,
  'in a list': (name, secret) => `{"${name}":["a",${secret}]}`,
  'in an object': (name, secret) => `{"${name}":{"a":1,"value":${secret}}}`,
  'in the middle': (name, secret) => `{"id":"1","${name}":${secret},"status":"accepted"}`,
  'in another line': (name, secret) => `{\n  "id": "1",\n  "${name}":\n    ${secret}\n}`,
  'behind the end': (name, secret) => `{"a":1} "${name}":${secret}`,
};

describe('Secrets in texts that are no JSON', () => {
  for (const [way, textOf] of Object.entries(WAYS)) {
    it(`neither messages nor excerpts repeat a secret that is written ${way}`, () => {
      for (const name of NAMES) {
        for (const secret of SECRETS) {
          const text = textOf(name, secret);
          assert.ok(readJson(text).stop || /^\d+$/.test(secret), text);
          const told = [
            ...findingsOf(text).map(({ message }) => message),
            ...findingsOf(`{"session":${text}`).map(({ message }) => message),
            ...readScenario(`{"steps":[],"actors":{},"variables":${text}}`, {
              file: 'a',
              schema: () => [],
            }).findings.map(({ message }) => message),
            ...readConfiguration(text).faults.map(({ message }) => message),
          ];
          for (const words of told) assert.ok(!repeats(words, secret), `${text}: ${words}`);
          const shown = redact(text);
          assert.equal(shown.length, text.length);
          assert.ok(!repeats(shown, secret), `${text}: ${shown}`);
        }
      }
    });
  }

  it('neither a message nor an excerpt repeats an unquoted secret, whatever is before and behind it', () => {
    const around = fc.array(
      fc.constantFrom(
        ...['{', '}', '[', ']', '"', "'", ',', ':', ' ', '\n', '\\', 'a', '1', '"b":2,', '"c":"d",', 'true'],
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(around, fc.constantFrom(...NAMES), around, (before, name, after) => {
        const text = `{${before.join('')}"${name}":hunter2secret${after.join('')}`;
        for (const { message } of findingsOf(text)) assert.ok(!message.includes('unter2'), `${text}: ${message}`);
        assert.ok(!redact(text).includes('unter2'), `${text}: ${redact(text)}`);
      }),
      { numRuns: 2000 },
    );
  });

  it('what is beside a secret is told', () => {
    for (const [text, words] of [
      ['{"token":"abc","status":accepted}', 'not “accepted”'],
      ['{"password":"a,b:c","pin":1234,"status":accepted}', 'not “accepted”'],
      ['{"status":accepted,"token":"abc"}', 'not “accepted”'],
      ['{"token":"abc",status:1}', 'not a text that may be a secret'],
      ['{"token":"ab\\c"}', 'JSON: what stands behind this backslash is no escape; allowed are'],
      ['{"password":"\\x41bc"}', 'JSON: what stands behind this backslash is no escape; allowed are'],
      ['{"type":"password","status":accepted}', 'not “accepted”'],
    ] as const) {
      assert.match(String(findingsOf(text)[0]?.message), new RegExp(words), text);
    }
    assert.equal(redact('{"token":"abc","status":accepted}'), '{"token":•••••,"status":accepted}');
    assert.equal(redact('{"pin": 1234, "b": [1]}'), '{"pin": ••••, "b": [1]}');
    assert.equal(redact('{"cookies": {"a": "b"}, "c": 1}'), '{"cookies": ••••••••••, "c": 1}');
  });

  it('a text of two megabytes with many names of secrets is looked through at once', () => {
    for (const part of ['"token":"', '"token":"a",', '"token":[', 'token ', '"token":"a",    ', '"token":1,{"']) {
      const text = part.repeat(2_000_000 / part.length);
      let count = 0;
      for (const { end } of secretStretches(text)) count += end > 0 ? 1 : 0;
      assert.ok(count >= 0);
    }
  });
});

/** Whether a text has so much of a secret that it tells it. */
function repeats(text: string, secret: string): boolean {
  const plain = secret.replace(/^-/, '');
  if (plain.length < 6) return text.includes(plain);
  for (let at = 0; at + 4 <= plain.length; at++) if (text.includes(plain.slice(at, at + 4))) return true;
  return false;
}
