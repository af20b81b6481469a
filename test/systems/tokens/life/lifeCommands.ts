import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DeviceActSource } from '../../../../src/core/scenario/systemDevice';
import { SECOND_MS, USERS } from '../tokensHarness';
import type { Lost } from '../wiredPhone';
import type { LifePhone } from './lifePhone';
import type { LifeRules } from './lifeRules';
import type { LifeServer } from './lifeServer';

/** What a command works on. */
export interface Life {
  readonly server: LifeServer;
  readonly phones: readonly LifePhone[];
  readonly rules: LifeRules;
  /** The password of each user. */
  readonly passwords: Map<string, string>;
  /** Counts the steps of all runs. */
  readonly count: () => void;
}

/** The model is the rules, which are asked after each step. No step needs a state of its own. */
type Nothing = Record<string, never>;

class Step implements fc.AsyncCommand<Nothing, Life> {
  constructor(
    private readonly name: string,
    private readonly work: (life: Life) => Promise<unknown>,
  ) {}

  check(): boolean {
    return true;
  }

  async run(_model: Nothing, life: Life): Promise<void> {
    await this.work(life);
    life.count();
    await life.rules.check();
  }

  toString(): string {
    return this.name;
  }
}

const NAMES = USERS.map(({ name }) => name);

const which = fc.nat(9);
const user = fc.constantFrom(...NAMES);

/** One of a list, or undefined if it is empty. */
function picked<T>(list: readonly T[], at: number): T | undefined {
  return list[at % Math.max(1, list.length)];
}

/** Does an act, and keeps what an observer of the phone must know for the rules. */
async function perform(
  { phones, rules, server }: Life,
  at: number,
  act: DeviceActSource,
  lose: readonly Lost[] = [],
): Promise<void> {
  const phone = picked(phones, at);
  assert.ok(phone);
  const before = phone.shown;
  const { problem } = await phone.do(act, lose);
  rules.checkEnd(phone, before.state, Object.keys(act)[0] ?? '');
  if (problem !== undefined) return;
  const { state, screen } = phone.shown;
  if (before.screen === 'content' && screen !== 'content') phone.leftAt = server.world.at;
  const isPersonal = 'unlock' in act || 'login' in act;
  if (isPersonal && state === 'Active') phone.isLocked = false;
  // The session of an app that must sign in has no lock that somebody must open.
  if (state === 'Expired') phone.isLocked = false;
  const isNew = screen === 'content' && before.screen !== 'content';
  if ('touch' in act || isPersonal || isNew) phone.touchedAt = server.world.at;
}

function phoneStep(acts: fc.Arbitrary<DeviceActSource>): fc.Arbitrary<Step> {
  return fc
    .tuple(which, acts)
    .map(([at, act]) => new Step(`phone ${at}: ${JSON.stringify(act)}`, (life) => perform(life, at, act)));
}

const always = (act: DeviceActSource) => fc.constant(act);
const LATE = fc.constantFrom('one', 'two');

const ACTS = fc.oneof(
  { weight: 6, arbitrary: always({ launch: true }) },
  { weight: 2, arbitrary: always({ kill: true }) },
  { weight: 3, arbitrary: always({ background: true }) },
  { weight: 4, arbitrary: always({ foreground: true }) },
  { weight: 2, arbitrary: always({ touch: true }) },
  {
    weight: 6,
    arbitrary: fc.constantFrom<'biometric' | 'pin'>('biometric', 'pin').map((unlock): DeviceActSource => ({ unlock })),
  },
  { weight: 2, arbitrary: always({ wrongPin: true }) },
  { weight: 1, arbitrary: always({ sleep: true }) },
  { weight: 3, arbitrary: always({ wake: true }) },
  { weight: 1, arbitrary: always({ reboot: true }) },
  { weight: 1, arbitrary: fc.constantFrom('-2h', '3h').map((jumpClock): DeviceActSource => ({ jumpClock })) },
  { weight: 1, arbitrary: always({ logout: true }) },
  { weight: 8, arbitrary: always({ call: '/api/me' }) },
  { weight: 1, arbitrary: always({ call: { method: 'DELETE', url: '/api/sessions?except=current' } }) },
  { weight: 2, arbitrary: LATE.map((late): DeviceActSource => ({ call: { url: '/api/me', late } })) },
  { weight: 2, arbitrary: LATE.map((late): DeviceActSource => ({ refresh: { late } })) },
  { weight: 4, arbitrary: LATE.map((deliver): DeviceActSource => ({ deliver })) },
  { weight: 3, arbitrary: always({ refresh: true }) },
  { weight: 1, arbitrary: always({ forget: true }) },
);

const login = fc
  .tuple(which, user, fc.boolean())
  .map(
    ([at, username, isWrong]) =>
      new Step(`phone ${at}: login of ${username}${isWrong ? ' with a wrong password' : ''}`, (life) =>
        perform(life, at, { login: { username, password: isWrong ? 'wrong' : (life.passwords.get(username) ?? '') } }),
      ),
  );

const advance = fc
  .oneof(
    { weight: 6, arbitrary: fc.constantFrom(1, SECOND_MS, 29 * SECOND_MS, 59 * SECOND_MS, 61 * SECOND_MS) },
    { weight: 4, arbitrary: fc.constantFrom(299 * SECOND_MS, 300 * SECOND_MS, 301 * SECOND_MS, 600 * SECOND_MS) },
    { weight: 1, arbitrary: fc.constantFrom(15 * 60 * SECOND_MS, 13 * 3600 * SECOND_MS) },
  )
  .map(
    (ms) =>
      new Step(`${ms} ms pass`, async ({ server }) => {
        await server.world.pass(ms);
        server.isTouched = true;
      }),
  );

/** A phone leaves the app and comes back, near the limits of the presets. */
const away = fc.tuple(which, fc.constantFrom(29, 31, 59, 61, 299, 301)).map(
  ([at, seconds]) =>
    new Step(`phone ${at} is away for ${seconds} s`, async (life) => {
      await perform(life, at, { background: true });
      await life.server.world.pass(seconds * SECOND_MS);
      await perform(life, at, { foreground: true });
    }),
);

/** Somebody presents a token that a phone has, or had: the newest ones most often. */
const stolen = fc.tuple(which, fc.boolean()).map(
  ([back, isAccess]) =>
    new Step(
      `a thief presents pair ${back} from the end${isAccess ? ', its access token' : ''}`,
      async ({ server }) => {
        const pair = server.pairs.at(-1 - back);
        if (!pair) return;
        await (isAccess ? server.me(pair.access) : server.refresh(pair.refresh));
      },
    ),
);

const atOnce = which.map(
  (at) =>
    new Step(`two tabs of phone ${at} refresh at once`, async ({ server, phones }) => {
      const refresh = picked(phones, at)?.refreshToken;
      if (refresh !== undefined) await Promise.all([server.refresh(refresh), server.refresh(refresh)]);
    }),
);

/** The network fails during an act. */
const broken = fc
  .tuple(which, ACTS, fc.array(fc.constantFrom<Lost>('request', 'answer', undefined), { minLength: 1, maxLength: 3 }))
  .map(
    ([at, act, lose]) =>
      new Step(`phone ${at}: ${JSON.stringify(act)}, where ${lose} is lost`, (life) => perform(life, at, act, lose)),
  );

const administrator = fc.oneof(
  which.map(
    (at) =>
      new Step(`the administrator ends session ${at}`, async ({ server }) => {
        const session = picked(await server.sessions(), at);
        if (session?.state === 'active') await server.succeed('DELETE', `/tokens/sessions/${session.id}`);
      }),
  ),
  user.map(
    (name) =>
      new Step(`the administrator ends all sessions of ${name}`, ({ server }) =>
        server.succeed('DELETE', `/tokens/users/${name}/sessions`),
      ),
  ),
  fc
    .tuple(user, fc.boolean())
    .map(
      ([name, disabled]) =>
        new Step(`${name} is ${disabled ? 'disabled' : 'enabled'}`, ({ server }) =>
          server.succeed('PATCH', `/tokens/users/${name}`, { disabled }),
        ),
    ),
  fc.tuple(user, fc.nat(99)).map(
    ([name, number]) =>
      new Step(`${name} has the password ${number}`, async ({ server, passwords }) => {
        await server.succeed('PATCH', `/tokens/users/${name}`, { password: `secret ${number}` });
        passwords.set(name, `secret ${number}`);
      }),
  ),
  fc.tuple(which, which).map(
    ([at, token]) =>
      new Step(`token ${token} of session ${at} is replayed`, async ({ server }) => {
        const session = picked(await server.sessions(), at);
        const id = session && picked(session.family, token)?.id;
        if (id) await server.succeed('POST', `/tokens/sessions/${session.id}/tokens/${id}/replay`);
      }),
  ),
);

const snapshot = fc.constant(
  new Step('the server gets its own snapshot', async ({ server }) =>
    server.succeed('PUT', '/snapshot', await server.succeed('GET', '/snapshot')),
  ),
);

/** Everything that can happen, as often as it makes sense. */
export const LIFE_COMMANDS: fc.Arbitrary<fc.AsyncCommand<Nothing, Life>>[] = [
  phoneStep(ACTS),
  phoneStep(ACTS),
  phoneStep(ACTS),
  phoneStep(ACTS),
  login,
  login,
  advance,
  advance,
  away,
  stolen,
  atOnce,
  broken,
  administrator,
  snapshot,
];
