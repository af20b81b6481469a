import assert from 'node:assert/strict';
import type { DeviceActSource } from '../../../src/core/scenario/systemDevice';
import type { DeviceState } from '../../../src/core/systems/tokens/device/deviceState';
import { TOKENS_DEVICE } from '../../../src/core/systems/tokens/device/tokensDevice';
import { TRANSITION_TABLE } from '../../../src/core/systems/tokens/device/transitionTable';
import {
  byPath,
  closed,
  invalidGrant,
  locked,
  NO_ANSWER,
  PASSWORD,
  signedIn,
  status,
  type TestAnswer,
  TestPhone,
  tokens,
  UNAUTHORIZED,
} from './testPhone';

const LOGIN = { login: { username: 'ada', password: PASSWORD } } as const;
const OVER = 300_000;
const CALL_LATE = { call: { url: '/api/me', late: 'c' } } as const;
const REFRESH_LATE = { refresh: { late: 'r' } } as const;
const waiting = (options = {}) => closed(options, OVER).do({ launch: true }, NO_ANSWER);
const noRefreshToken = () =>
  new TestPhone().do({ launch: true }).do(LOGIN, status(200, { access_token: 'secret-a', expires_in: 60 }));

const PHONES: Readonly<Record<string, () => TestPhone>> = {
  'a phone whose app was never started': () => new TestPhone(),
  'a phone that sleeps and whose app was never started': () => new TestPhone().do({ sleep: true }),
  'a phone whose user is not signed in': () => new TestPhone().do({ launch: true }),
  'a phone whose user is not signed in and left the app': () =>
    new TestPhone().do({ launch: true }).do({ background: true }),
  'a phone whose user is signed in': () => signedIn(),
  'a phone whose app locks by inactivity': () => signedIn({ inactivity: '5 min' }),
  'a phone whose app gives up in a loop': () => signedIn({ loopGuard: 'expired' }),
  'a phone whose app refreshes ahead': () => signedIn({ refreshAhead: true }).pass(OVER),
  'a phone whose app got no refresh token': noRefreshToken,
  'a phone whose app was just left': () => signedIn({ background: '1 min' }).do({ background: true }),
  'a phone whose app was left for long': () => signedIn({ background: '1 min' }).do({ background: true }).pass(OVER),
  'a phone whose app was left with a timer that goes on': () =>
    signedIn({ inactivity: '1 min', pauseInBackground: false }).do({ background: true }).pass(OVER),
  'a phone that sleeps with an app in front': () => signedIn({ background: '1 min' }).do({ sleep: true }),
  'a phone that sleeps with an app in the background': () => signedIn().do({ background: true }).do({ sleep: true }),
  'a phone that sleeps with a locked app in front': () => locked().do({ sleep: true }),
  'a phone whose app was killed': () => closed(),
  'a phone whose locked app was killed': () => locked().do({ kill: true }),
  'a phone that was rebooted': () => signedIn().do({ reboot: true }),
  'a phone whose app was installed anew': () => signedIn().do({ forget: true }),
  'a phone whose app is locked': () => locked(),
  'a phone whose app is locked, with an access token that is over': () => locked().pass(OVER),
  'a phone whose app is locked, works without network, and has an access token that is over': () =>
    locked({ offline: 'active' }).pass(OVER),
  'a phone whose app is locked and left': () => locked().do({ background: true }),
  'a phone with one PIN left': () => locked({ pinTries: 1 }),
  'a phone whose app waits at its start': () => waiting(),
  'a phone whose app waits at its start and locks then': () => waiting({ lockOnStart: true }),
  'a phone whose app waits at its start with a refresh under way': () => waiting().do(REFRESH_LATE, tokens('B')),
  'a phone whose app waits at its start, with a wall clock that was set back': () =>
    waiting({ clock: 'wall' }).do({ jumpClock: '-1h' }),
  'a phone with a refresh under way': () => signedIn().do(REFRESH_LATE, tokens('B')),
  'a phone with a refresh under way and a call that waits for it': () =>
    signedIn().do(REFRESH_LATE, tokens('B')).do({ call: '/api/me' }, UNAUTHORIZED),
  'a phone with a refresh under way that nobody waits for': () =>
    signedIn({ sharedRefresh: false }).do(REFRESH_LATE, tokens('B')),
  'a phone with a refused call under way': () => signedIn().do(CALL_LATE, UNAUTHORIZED),
  'a phone with a refused call under way that is older than the tokens': () =>
    signedIn().do(CALL_LATE, UNAUTHORIZED).do({ refresh: true }, tokens('B')),
  'a phone with a call under way that went elsewhere, and newer tokens': () =>
    signedIn()
      .do({ call: { url: 'https://images.example/ada.png', late: 'c' } }, UNAUTHORIZED)
      .do({ refresh: true }, tokens('B')),
  'a locked phone with a refresh under way': () =>
    signedIn({ inactivity: '1 min' }).do(REFRESH_LATE, tokens('B')).pass(60_000),
  'a phone with an answer to an earlier session under way': () =>
    signedIn().do(CALL_LATE, UNAUTHORIZED).do({ logout: true }, status(200)).do(LOGIN, tokens('B')),
  'a phone with an answer to an earlier session under way, signed out': () =>
    signedIn().do(CALL_LATE, UNAUTHORIZED).do({ logout: true }, status(200)),
};

const ACTS: readonly DeviceActSource[] = [
  { launch: true },
  LOGIN,
  { touch: true },
  { call: '/api/me' },
  { call: 'https://images.example/ada.png' },
  { refresh: true },
  { refresh: { late: 'z' } },
  { background: true },
  { foreground: true },
  { unlock: 'pin' },
  { wrongPin: true },
  { logout: true },
  { kill: true },
  { sleep: true },
  { wake: true },
  { reboot: true },
  { deliver: 'c' },
  { deliver: 'r' },
  { forget: true },
];

const ANSWERS: readonly TestAnswer[] = [
  NO_ANSWER,
  tokens('Z'),
  UNAUTHORIZED,
  status(403),
  ...['idle_timeout', 'password_changed', 'terminated_by_user', 'signed_in_elsewhere', 'absolute_timeout'].map(
    (reason) => invalidGrant(reason),
  ),
];

/** Does an act with each choice of answers, and tells the rows that each takes. */
function* outcomes(
  state: DeviceState,
  act: DeviceActSource,
  at: number,
  given: readonly TestAnswer[] = [],
): Generator<readonly string[]> {
  const turn = TOKENS_DEVICE.act(state, act, at, byPath);
  let step = turn.next();
  for (const answer of given) {
    if (step.done) break;
    step = turn.next({ headers: {}, body: '', at, ...answer });
  }
  if (step.done) yield step.value.rows;
  else for (const answer of ANSWERS) yield* outcomes(state, act, at, [...given, answer]);
}

/** What the answers that are held back may be: the app does not know them before they come. */
function* withLateAnswers(state: DeviceState): Generator<DeviceState> {
  if (state.late.length === 0) yield state;
  for (const { status = null, body = '' } of state.late.length === 0 ? [] : ANSWERS) {
    yield { ...state, late: state.late.map((each) => ({ ...each, status, body })) };
  }
}

describe('The rows that can be next at a device', () => {
  const order = TRANSITION_TABLE.map(({ id }) => id as string);
  const from = new Map<string, string>(TRANSITION_TABLE.map(({ id, from }) => [id, from]));

  for (const [what, phone] of Object.entries(PHONES)) {
    it(`the rows that are shown as next are exactly those that an act or time can take: ${what}`, () => {
      const { state, at, shown } = phone();
      const reached = new Set<string>(TOKENS_DEVICE.pass(state, at + 1_000_000_000).rows);
      for (const possible of withLateAnswers(state)) {
        for (const act of ACTS) {
          for (const rows of outcomes(possible, act, at)) {
            // A start goes on through rows of another state.
            const own = shown.state === 'Start' ? rows.slice(0, 1) : rows.filter((id) => from.get(id) === shown.state);
            for (const id of own) reached.add(id);
          }
        }
      }
      const sorted = [...reached].sort((a, b) => order.indexOf(a) - order.indexOf(b));
      assert.deepEqual(shown.nextRows, sorted);
    });
  }
});
