import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import validateFromPage from '../../../src/core/flows/compiledFromPage';
import validateToPage from '../../../src/core/flows/compiledToPage';
import type { FlowStatus, FromPage, ToPage } from '../../../src/core/flows/flowMessages';
import { messageProblem } from '../../../src/core/flows/messageProblem';
import type { RunEvent } from '../../../src/core/scenario/runEvents';

const VALIDATORS = { fromPage: validateFromPage, toPage: validateToPage };
const SECRET = 'S3cr3tPassw0rd';
const REQUEST = {
  method: 'POST',
  url: `http://127.0.0.1/?otp=${SECRET}`,
  headers: [['Cookie', SECRET]],
  body: SECRET,
} as const;
const CHANGE = { request: REQUEST, drop: ['authorization'], tamper: ['token'] } as const;
const FAULT = {
  kind: 'status',
  status: 500,
  errCode: 1279,
  scope: { session: 'a', route: 'GET /', nth: 1 },
  times: 2,
} as const;
const STATUS: FlowStatus = {
  phase: 'held',
  next: 1,
  canStepBack: true,
  holdsNext: false,
  held: { title: 'a', from: 'b', to: 'c', request: REQUEST },
  problem: 'It is broken.',
  onDevServer: false,
};

/** One message of each kind, with every member. */
const FROM_PAGE: { readonly [K in FromPage['kind']]: Extract<FromPage, { readonly kind: K }> } = {
  ready: { kind: 'ready', version: 1 },
  play: { kind: 'play' },
  pause: { kind: 'pause' },
  step: { kind: 'step' },
  back: { kind: 'back' },
  runTo: { kind: 'runTo', step: 1 },
  restart: { kind: 'restart' },
  playAgain: { kind: 'playAgain' },
  holdNext: { kind: 'holdNext', on: true },
  send: { kind: 'send', change: CHANGE },
  replay: { kind: 'replay', message: 1 },
  resend: { kind: 'resend', message: 1, change: CHANGE },
  forgetCookies: { kind: 'forgetCookies', actor: 'a', name: 'b', title: 'c' },
  moveClock: { kind: 'moveClock', until: '2026-01-01T00:00:00.000Z', title: 'a' },
  addFault: { kind: 'addFault', fault: FAULT, title: 'a' },
  removeFault: { kind: 'removeFault', id: 'a', title: 'b' },
  copyCurl: { kind: 'copyCurl', message: 1 },
  export: { kind: 'export', format: 'svg' },
  device: { kind: 'device', actor: 'a', act: { touch: true } as never, title: 'b' },
  save: { kind: 'save' },
  openStep: { kind: 'openStep', step: 1 },
  split: { kind: 'split', split: { across: 60, down: 40 } },
  misunderstood: { kind: 'misunderstood', problem: 'a' },
};

const EVENTS = [
  { kind: 'steppedBack', step: 1 },
  { kind: 'runEnded', verdict: 'passed', ms: 1 },
  { kind: 'cookiesForgotten', actor: 'a', name: 'b' },
  { kind: 'sentAgain', message: 1, changed: true },
] as const satisfies readonly RunEvent[];

const TO_PAGE: { readonly [K in ToPage['kind']]: Extract<ToPage, { readonly kind: K }> } = {
  flow: {
    kind: 'flow',
    version: 1,
    strings: {} as never,
    language: 'fr',
    outline: { name: 'a', description: '', file: '/a', actors: [], steps: [] },
    events: EVENTS,
    status: STATUS,
    split: { across: 60, down: 40 },
    secrets: ['A1B2'],
  },
  events: { kind: 'events', events: EVENTS, secrets: ['A1B2'] },
  status: { kind: 'status', status: STATUS },
  split: { kind: 'split', split: { across: 60, down: 40 } },
  notice: { kind: 'notice', text: SECRET },
};

/** Members that may have any value, or that are checked elsewhere. */
const FREE = /^\/(strings|outline\/(actors|steps))(\/|$)/;
const WRONG = [null, { [SECRET]: SECRET }, [[SECRET]], 1.5, SECRET, true];

type Broken = readonly [what: string, message: unknown, isWrong: boolean];

/** A message with each of its members in turn replaced by what is of another type, and with one too many at its top. */
function* broken(value: unknown, path = '', rebuild = (part: unknown): unknown => part): Generator<Broken> {
  if (path !== '') {
    for (const wrong of WRONG) {
      const isOther = Array.isArray(wrong) !== Array.isArray(value) || typeof wrong !== typeof value || wrong === null;
      if (isOther && !FREE.test(path) && !(typeof value === 'number' && typeof wrong === 'number'))
        yield [`${path} is ${JSON.stringify(wrong)}`, rebuild(wrong), true];
    }
  } else yield ['a member too many', { ...(value as object), surplus: SECRET }, true];
  if (typeof value !== 'object' || value === null || FREE.test(path)) return;
  for (const [key, member] of Object.entries(value)) {
    yield* broken(member, `${path}/${key}`, (part) => {
      if (Array.isArray(value)) return rebuild(value.map((each, at) => (String(at) === key ? part : each)));
      return rebuild({ ...value, [key]: part });
    });
  }
}

/** Where a schema sets no bound to a text, a list or a number. The act of a device has a schema of its own. */
function* unbounded(schema: unknown, place = ''): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return;
  const { type, maxLength, maxItems, maximum, enum: values } = schema as Record<string, unknown>;
  const isClosed = values !== undefined;
  if (type === 'string' && maxLength === undefined && !isClosed) yield `${place}: maxLength`;
  if (type === 'array' && maxItems === undefined) yield `${place}: maxItems`;
  if ((type === 'integer' || type === 'number') && maximum === undefined) yield `${place}: maximum`;
  if ((schema as { additionalProperties?: unknown }).additionalProperties === true) yield `${place}: other members`;
  for (const [key, below] of Object.entries(schema)) yield* unbounded(below, `${place}/${key}`);
}

describe('the schemas of the messages between page and extension', () => {
  it('every text, list and number of the page has a bound', () => {
    const file = path.resolve(__dirname, '../../../../src/core/flows/fromPage.schema.json');
    assert.deepEqual([...unbounded(JSON.parse(fs.readFileSync(file, 'utf8')))], []);
  });

  for (const [direction, messages] of Object.entries({ fromPage: FROM_PAGE, toPage: TO_PAGE })) {
    for (const [kind, message] of Object.entries(messages)) {
      it(`a message is refused when any of its members is broken, and its secrets are not told: ${direction}, ${kind}`, () => {
        const problem = (value: unknown) => messageProblem(VALIDATORS[direction as 'fromPage' | 'toPage'], value);
        assert.equal(problem(message), undefined);
        for (const [what, value] of broken(message)) {
          const found = problem(value);
          assert.ok(found !== undefined, what);
          assert.ok(!found.includes(SECRET), found);
        }
        for (const name of Object.keys(message)) {
          if (['change', 'name', 'held', 'problem'].includes(name) && kind !== 'resend' && kind !== 'misunderstood')
            continue;
          if (kind === 'events' && name === 'secrets') continue;
          const { [name]: _, ...rest } = message as unknown as Record<string, unknown>;
          assert.ok(problem(rest) !== undefined, `without ${name}`);
        }
      });
    }

    it(`what is no message at all is refused: ${direction}`, () => {
      const others = [undefined, null, 'ready', 1, [], {}, { kind: 'toString' }, { kind: '__proto__' }, { kind: 1 }];
      for (const other of others)
        assert.ok(messageProblem(VALIDATORS[direction as 'fromPage' | 'toPage'], other) !== undefined);
    });
  }
});
