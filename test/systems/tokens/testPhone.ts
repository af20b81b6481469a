import assert from 'node:assert/strict';
import type { Json } from '../../../src/core/json/json';
import type { ShownDevice } from '../../../src/core/scenario/shownDevice';
import type {
  DeviceActSource,
  DeviceAnswer,
  DeviceOptionSources,
  DeviceOutcome,
  DeviceRequest,
  IsOfServer,
} from '../../../src/core/scenario/systemDevice';
import type { DeviceState } from '../../../src/core/systems/tokens/device/deviceState';
import { TOKENS_DEVICE } from '../../../src/core/systems/tokens/device/tokensDevice';

/** What a server answers. `takesMs`: how long the app waits for it. */
export type TestAnswer = Partial<Omit<DeviceAnswer, 'at'>> & { readonly takesMs?: number };

/** A path goes to the server, and an address in full goes elsewhere. */
export const byPath: IsOfServer = (url) => url.startsWith('/');

export const NO_ANSWER: TestAnswer = {};

export function status(code: number, json?: Json): TestAnswer {
  return { status: code, body: json === undefined ? '' : JSON.stringify(json) };
}

/** A new pair of tokens. Their values say that they are secrets, so that a test finds them where they must not be. */
export function tokens(name: string, more: { readonly [member: string]: Json } = {}): TestAnswer {
  return status(200, {
    access_token: `secret-access-${name}`,
    token_type: 'Bearer',
    expires_in: 300,
    refresh_token: `secret-refresh-${name}`,
    session: { id: `session-${name}` },
    ...more,
  });
}

export function invalidGrant(reason?: string, code: 400 | 401 = 400): TestAnswer {
  return status(code, { error: 'invalid_grant', ...(reason !== undefined && { reason }) });
}

export const UNAUTHORIZED = status(401, { error: 'invalid_token' });
export const PASSWORD = 'secret-password';
export const START = Date.UTC(2026, 0, 1, 12);

/** A device whose server says what a test wants. Its state is written as JSON and read again at each turn. */
export class TestPhone {
  at = START;
  state: DeviceState;
  /** Rows that were taken, in order. */
  readonly rows: string[] = [];
  readonly sent: DeviceRequest[] = [];
  last: DeviceOutcome<DeviceState>;

  constructor(options: DeviceOptionSources = {}, server: { readonly [option: string]: Json } = {}) {
    this.state = TOKENS_DEVICE.create(options, server, this.at);
    this.last = { state: this.state, rows: [] };
  }

  /** Does an act. The server gives the answers in order, and all of them must be asked for. */
  do(act: DeviceActSource, ...answers: readonly TestAnswer[]): this {
    const left = [...answers];
    this.serve(act, (request) => {
      const answer = left.shift();
      assert.ok(answer, `Nobody expected ${JSON.stringify(request)}.`);
      return answer;
    });
    assert.deepEqual(left, [], 'The app did not ask for all answers.');
    return this;
  }

  /** Does an act with a server that answers each request. */
  serve(act: DeviceActSource, server: (request: DeviceRequest) => TestAnswer): this {
    const turn = TOKENS_DEVICE.act(this.state, act, this.at, byPath);
    let step = turn.next();
    while (!step.done) {
      this.sent.push(step.value);
      const { takesMs = 0, ...answer } = server(step.value);
      this.at += takesMs;
      step = turn.next({ headers: {}, body: '', at: this.at, ...answer });
    }
    return this.take(step.value);
  }

  pass(ms: number): this {
    this.at += ms;
    return this.take(TOKENS_DEVICE.pass(this.state, this.at));
  }

  get shown(): ShownDevice {
    return TOKENS_DEVICE.show(this.state, this.at);
  }

  /** `Active`, `Locked` and so on. */
  get session(): string {
    return this.shown.state;
  }

  /** The rows that the last act took. */
  get taken(): readonly string[] {
    return this.last.rows;
  }

  get problem(): string | undefined {
    return this.last.problem?.name;
  }

  /** The last request: `POST /oauth/token refresh_token=secret-refresh-A`. */
  get lastSent(): string {
    const { method, url, form, json, headers } = this.sent.at(-1)?.request ?? { url: 'nothing' };
    const body = form ? new URLSearchParams(form).toString() : json === undefined ? '' : JSON.stringify(json);
    return [method ?? (body === '' ? 'GET' : 'POST'), url, body, headers?.authorization ?? '']
      .filter((part) => part !== '')
      .join(' ');
  }

  private take(outcome: DeviceOutcome<DeviceState>): this {
    this.last = outcome;
    this.state = JSON.parse(JSON.stringify(outcome.state)) as DeviceState;
    assert.deepEqual(this.state, outcome.state, 'The state is not plain JSON.');
    assert.doesNotMatch(JSON.stringify(this.shown), /secret-/, 'What is shown has a secret in it.');
    const secrets = TOKENS_DEVICE.secrets(this.state);
    for (const [secret] of JSON.stringify(this.state).matchAll(/secret-[\w-]+/g)) {
      assert.ok(secrets.includes(secret), `${secret} is not told as a secret.`);
    }
    this.rows.push(...outcome.rows);
    return this;
  }
}

/** A phone whose user is signed in, with the tokens `A`. */
export function signedIn(
  options: DeviceOptionSources = {},
  server: { readonly [option: string]: Json } = {},
): TestPhone {
  const phone = new TestPhone(options, server).do({ launch: true });
  return phone.do({ login: { username: 'ada', password: PASSWORD } }, tokens('A'));
}

/** A phone whose app was locked by inactivity. */
export function locked(options: DeviceOptionSources = {}): TestPhone {
  return signedIn({ inactivity: '1 min', ...options }).pass(60_000);
}

/** A phone whose app was killed while the session was good, some time ago. */
export function closed(options: DeviceOptionSources = {}, ms = 0): TestPhone {
  return signedIn(options).do({ kill: true }).pass(ms);
}
