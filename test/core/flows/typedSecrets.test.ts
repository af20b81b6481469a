import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type HandMadeStep, handMadeScenario } from '../../../src/core/flows/handMade';
import type { Json } from '../../../src/core/json/json';
import { REDACTED } from '../../../src/core/protocol/redacted';
import { SecretShapes } from '../../../src/core/protocol/secretShapes';
import type { RunEntry } from '../../../src/core/scenario/run';
import type { RequestSource, StepSource } from '../../../src/core/scenario/scenarioSource';
import { coveredJson } from '../../../src/core/scenario/secrets';
import type { DeviceActSource } from '../../../src/core/scenario/systemDevice';
import { fillJson } from '../../../src/core/scenario/template';

const BASE = 'http://127.0.0.1:4000';
/** A value that the file has as a variable, and a part of which a password may be. */
const KNOWN = 'ada.lovelace';

const password = fc
  .array(
    fc.oneof(
      fc.constantFrom('"', '\\', '/', ' ', '+', '%', '!', "'", '(', ')', '*', '&', '=', '#', '?', '@', ':', '{{', '}}'),
      fc.constantFrom('{{user}}', '{{none}}', KNOWN, '%41', '\\u0041', 'é', '日', '😀', '\n', '<', '&amp;'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => `qZ7x${parts.join('')}`);

/** Which spelling each character has, by turns. */
const turns = fc.array(fc.nat(3), { minLength: 1, maxLength: 6 });

/** Spells each character in one of the ways that it has. */
function spelled(text: string, by: readonly number[], ways: (char: string) => string[]): string {
  return [...text]
    .map((char, at) => {
      const all = ways(char);
      return all[(by[at % by.length] ?? 0) % all.length] ?? char;
    })
    .join('');
}

function inJson(text: string, by: readonly number[]): string {
  return spelled(text, by, (char) => [
    JSON.stringify(char).slice(1, -1),
    ...(char === '/' ? ['\\/'] : []),
    char
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  ]);
}

function percent(text: string, by: readonly number[], isForm: boolean): string {
  return spelled(text, by, (char) => {
    const all = [...Buffer.from(char)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    const raw = isForm && char === ' ' ? '+' : encodeURIComponent(char).replaceAll(/[!'()*]/g, all);
    return [raw, encodeURIComponent(char), all, all.toUpperCase()];
  });
}

interface Spellings {
  readonly text: string;
  readonly json: string;
  readonly form: string;
  readonly url: string;
}

function spellingsOf(text: string, by: readonly number[]): Spellings {
  return { text, json: inJson(text, by), form: percent(text, by, true), url: percent(text, by, false) };
}

interface Place {
  readonly what: string;
  /** What is typed with this password. */
  readonly step: (spellings: Spellings) => Pick<StepSource, 'request' | 'device'>;
  /** What it means. Absent where no filter writes what stands there. */
  readonly meaning?: (step: StepSource) => unknown;
}

const resent = (request: RequestSource) => ({ request });
const device = (act: unknown) => ({ device: act as DeviceActSource });
const meantByForm = (text = '') => [...new URLSearchParams(text)];
const meantByUrl = (url = '') => {
  const { username, password: word, pathname, search, hash } = new URL(url, BASE);
  return [username, decodeURIComponent(word), pathname, meantByForm(search.slice(1)), meantByForm(hash.slice(1))];
};
const urlOf = ({ device: act }: StepSource) => (act as unknown as { readonly call: string }).call;

const PLACES: readonly Place[] = [
  {
    what: 'JSON that is sent again',
    step: ({ json }) => resent({ method: 'POST', url: '/in', text: `{"a": 1, "password" : "${json}"}` }),
    meaning: ({ request }) => JSON.parse(request?.text ?? '') as unknown,
  },
  {
    what: 'a part of a text in JSON',
    step: ({ json }) => resent({ url: '/in', text: `{"password":"${json}","b":"x ${json} y"}` }),
    meaning: ({ request }) => JSON.parse(request?.text ?? '') as unknown,
  },
  {
    what: 'an object in JSON',
    step: ({ json }) => resent({ url: '/in', text: `{"password":{"x":["${json}"]}}` }),
    meaning: ({ request }) => JSON.parse(request?.text ?? '') as unknown,
  },
  {
    what: 'JSON in JSON',
    step: ({ json }) => resent({ url: '/in', text: JSON.stringify({ a: `{"password":"${json}"}` }) }),
  },
  {
    what: 'a form that is sent again',
    step: ({ form }) => resent({ method: 'POST', url: '/in', text: `a=b+c&password=${form}&d=%65` }),
    meaning: ({ request }) => meantByForm(request?.text),
  },
  {
    what: 'a query',
    step: ({ form }) => resent({ url: `/in?a=b&token=${form}#c` }),
    meaning: ({ request }) => meantByUrl(request?.url),
  },
  {
    what: 'the header Authorization',
    step: ({ text }) => resent({ url: '/in', headers: { Authorization: `Bearer ${text}` } }),
    meaning: ({ request }) => request?.headers,
  },
  {
    what: 'the userinfo of a call',
    step: ({ url }) => device({ call: `http://ada:${url}@127.0.0.1:1/x` }),
    meaning: (step) => meantByUrl(urlOf(step)),
  },
  {
    what: 'the fragment of a call',
    step: ({ form }) => device({ call: `/x?y=z#access_token=${form}&a=b` }),
    meaning: (step) => meantByUrl(urlOf(step)),
  },
  {
    what: 'a sign-in of a device',
    step: ({ text }) => device({ login: { username: 'ada', password: text } }),
    meaning: (step) => step.device,
  },
  {
    what: 'the JSON of a call',
    step: ({ text }) => device({ call: { method: 'POST', url: '/x', json: { password: { x: text }, secret: text } } }),
    meaning: (step) => step.device,
  },
];

function entryOf(source: StepSource, byHand = true): RunEntry {
  const step = { title: 'By hand', from: 'Phone', to: 'Server' };
  return {
    key: 'h1',
    step,
    byHand,
    state: 'passed',
    messages: [],
    failures: [],
    journal: [],
    taken: {},
    source,
  } as never;
}

/** How a request that was changed by hand is kept in a run. */
function handMade(source: StepSource): HandMadeStep {
  if (!source.request) return { source, entry: entryOf(source) };
  const { method = 'GET', url, headers = {}, text } = source.request;
  const before = { method: 'GET', url: `${BASE}/before`, headers: [] };
  const written = { method, url: url.startsWith('/') ? `${BASE}${url}` : url, headers: Object.entries(headers) };
  const origin = {
    template: { url: '/before' },
    before,
    written: { ...written, ...(text !== undefined && { body: text }) },
  };
  return { source, entry: entryOf(source), origin: { ...origin, drop: [], tamper: [] } };
}

describe('secrets that are typed by hand', () => {
  for (const { what, step, meaning } of PLACES) {
    const stepWith = (text: string, by: readonly number[]): StepSource => ({
      title: 'By hand',
      ...step(spellingsOf(text, by)),
    });

    it(`no password in ${what} is in the saved file in any spelling, and the file means the same with it`, () => {
      fc.assert(
        fc.property(password, turns, (typed, by) => {
          const variables = { user: KNOWN };
          const frame = {
            name: 'made',
            description: '',
            server: {},
            actors: {},
            variables,
            secretNames: [],
            secretShapes: new SecretShapes(),
          };
          const made = handMadeScenario(frame, [handMade(stepWith(typed, by))], [['user', KNOWN]], BASE);
          const saved = made.steps[0] as unknown as Json;
          const names = Object.keys(made.variables ?? {}).filter((name) => name !== 'user');
          if (!meaning) {
            assert.deepEqual(coveredJson(saved, [typed]), saved);
            return;
          }
          assert.equal(names.length, 1);
          // Nothing of the password is in the file: with another one it means what that one would have meant.
          for (const value of [typed, typed.replace('qZ7x', 'wK9v')]) {
            const values = new Map<string, Json>([['user', KNOWN], ...names.map((name) => [name, value] as const)]);
            const filled = fillJson(saved, (name) => values.get(name)) as unknown as StepSource;
            assert.deepEqual(meaning(filled), meaning(stepWith(value, [0])));
          }
        }),
      );
    });

    it(`no report shows a password in ${what} in any spelling, and all that is around it stays`, () => {
      const shown = step({ text: REDACTED, json: REDACTED, form: REDACTED, url: REDACTED });
      fc.assert(
        fc.property(password, turns, (typed, by) => {
          assert.deepEqual(coveredJson(step(spellingsOf(typed, by)), [typed]), shown);
        }),
      );
    });
  }

  for (const capital of [...'BFNRT', 'U0041']) {
    it(`a backslash before ${capital} is no escape of JSON, and a password beside it is covered`, () => {
      for (const before of ['', '\\', '%5C']) {
        const text = `${before}\\${capital}`;
        assert.equal(coveredJson(`${text} qZ7xabcd`, ['qZ7xabcd']), `${text} ${REDACTED}`);
      }
    });
  }
});
