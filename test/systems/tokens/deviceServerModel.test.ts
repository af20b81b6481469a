import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DeviceActSource } from '../../../src/core/scenario/systemDevice';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { call } from '../../server/httpCall';
import { TokensHarness } from './tokensHarness';
import { WiredPhone, World } from './wiredPhone';

type Lost = 'request' | 'answer' | undefined;

/** Without `users`, any password but one signs in, and none is hashed for it: that makes thousands of steps fast. */
const ANYBODY = { users: undefined } as unknown as TokensOptions;

/** Servers whose policies differ. A refresh token that was used is good once more only where there is a grace. */
const SERVERS: readonly TokensOptions[] = [
  { accessTokenSeconds: 60, refreshIdleSeconds: 600, refreshAbsoluteSeconds: 1800 },
  { accessTokenSeconds: 60, maxSessions: 1, reuse: 'token' },
  { accessTokenSeconds: 60, graceSeconds: 20, graceStyle: 'same', maxSessions: 2 },
  { accessTokenSeconds: 60, graceSeconds: 20, graceStyle: 'new', atLimit: 'evictAll', maxSessions: 2 },
  { accessTokenSeconds: 60, graceSeconds: 20, graceStyle: 'reject', passwordChange: 'others', tokenFormat: 'jwt' },
];

/** What a run keeps book of. */
class Book {
  /** How often each refresh token was answered with 200. */
  readonly winners = new Map<string, number>();
  /** Refresh tokens that a thief has seen. */
  readonly stolen: string[] = [];
  steps = 0;
  changes = 0;

  constructor(readonly options: TokensOptions) {}

  won(token: string): void {
    this.winners.set(token, (this.winners.get(token) ?? 0) + 1);
  }
}

interface Cast {
  readonly world: World;
  readonly phones: readonly WiredPhone[];
}

/** One thing that happens. */
class Happening implements fc.AsyncCommand<Book, Cast> {
  constructor(
    private readonly words: string,
    private readonly happens: (cast: Cast, book: Book) => Promise<unknown>,
    private readonly isOfPhone = false,
  ) {}

  check(): boolean {
    return true;
  }

  async run(book: Book, cast: Cast): Promise<void> {
    const seen = cast.phones.map(({ sent }) => sent.length);
    await this.happens(cast, book);
    book.steps++;
    for (const [index, phone] of cast.phones.entries()) {
      keepBook(book, phone, seen[index] ?? 0);
      const { screen, state, access } = phone.shown;
      if (screen === 'content') assert.equal(state, 'Active');
      if (state === 'Active' || state === 'Locked') assert.notEqual(access, 'none');
      if (state === 'Expired') assert.equal(access, 'none');
    }
    const { options, winners } = book;
    const isStrict = options.graceSeconds === undefined || options.graceStyle === 'reject';
    if (isStrict) for (const times of winners.values()) assert.equal(times, 1, 'A refresh token was good twice.');
    // What sends nothing changes nothing on the server, and what is wrong there stays wrong for a while.
    const isQuiet = this.isOfPhone && cast.phones.every(({ sent }, index) => sent.length === seen[index]);
    if (!isQuiet && ++book.changes % 3 === 0) await lookAtFamilies(cast.world);
  }

  toString(): string {
    return this.words;
  }
}

async function lookAtFamilies({ server }: World): Promise<void> {
  for (const { id, state, endReason, family } of await server.sessions()) {
    if (state === 'active') continue;
    assert.ok(endReason, id);
    assert.deepEqual(
      family.filter((token) => token.state === 'live'),
      [],
      `The family of ${id} is dead, and a token of it lives.`,
    );
  }
}

function keepBook(book: Book, phone: WiredPhone, from: number): void {
  for (const [index, { request }] of phone.sent.entries()) {
    const answer = phone.answered.get(index);
    const token = request.form?.refresh_token ?? (request.json as { readonly refresh_token?: string })?.refresh_token;
    if (index < from || token === undefined || answer?.status !== 200) continue;
    book.won(token);
    book.stolen.push(token, (JSON.parse(answer.body) as { refresh_token?: string }).refresh_token ?? token);
  }
}

const lost = fc.array(fc.constantFrom<Lost>(undefined, undefined, undefined, 'request', 'answer'), { maxLength: 3 });

function phoneDoes(words: string, act: DeviceActSource): fc.Arbitrary<Happening> {
  return fc
    .record({ which: fc.nat(1), lose: lost })
    .map(
      ({ which, lose }) =>
        new Happening(
          `phone ${which} ${words} ${lose.join()}`,
          async ({ phones }) => phones[which]?.do(act, lose),
          true,
        ),
    );
}

function event(
  words: string,
  happens: (cast: Cast, book: Book, number: number) => Promise<unknown>,
): fc.Arbitrary<Happening> {
  return fc.nat(1000).map((number) => new Happening(`${words} ${number}`, (cast, book) => happens(cast, book, number)));
}

const WEIGHTED: readonly (readonly [weight: number, happening: fc.Arbitrary<Happening>])[] = [
  [5, phoneDoes('launches', { launch: true })],
  [8, phoneDoes('signs in', { login: { username: 'ada', password: 'example' } })],
  [8, phoneDoes('calls', { call: '/api/me' })],
  [5, phoneDoes('refreshes', { refresh: true })],
  [2, phoneDoes('calls late', { call: { url: '/api/me', late: 'a' } })],
  [2, phoneDoes('refreshes late', { refresh: { late: 'b' } })],
  [3, phoneDoes('gets a', { deliver: 'a' })],
  [3, phoneDoes('gets b', { deliver: 'b' })],
  [1, phoneDoes('signs out', { logout: true })],
  [3, phoneDoes('unlocks', { unlock: 'pin' })],
  [1, phoneDoes('gets a wrong PIN', { wrongPin: true })],
  [2, phoneDoes('leaves', { background: true })],
  [3, phoneDoes('comes back', { foreground: true })],
  [2, phoneDoes('is killed', { kill: true })],
  [4, event('time passes', ({ world }, _, number) => world.pass((number % 100) * 1000))],
  [
    1,
    event('the password changes', async ({ world }, { options }) => {
      // Hashing takes long at each sign-in after this, so that one server has to do.
      if (options.passwordChange) await world.server.patchUser('ada', { password: 'example' });
    }),
  ],
  [
    1,
    event('the user is disabled and enabled', async ({ world }) => {
      await world.server.patchUser('ada', { disabled: true });
      return world.server.patchUser('ada', { disabled: false });
    }),
  ],
  [
    1,
    event('an administrator ends one', async ({ world }, _, number) => {
      const sessions = (await world.server.sessions()).filter(({ state }) => state === 'active');
      const one = sessions[number % Math.max(1, sessions.length)];
      return one && world.server.control.call('DELETE', `/tokens/sessions/${one.id}`);
    }),
  ],
  [
    3,
    event('a thief presents', async ({ world }, book, number) => {
      const token = book.stolen[number % Math.max(1, book.stolen.length)];
      if (token === undefined) return;
      const answer = await call(`${world.server.url}/api/refresh`, { method: 'POST', body: { refresh_token: token } });
      if (answer.status !== 200) return;
      book.won(token);
      book.stolen.push(answer.json.refresh_token ?? token);
    }),
  ],
];

const happenings = fc.commands(
  WEIGHTED.flatMap(([weight, happening]) => Array.from({ length: weight }, () => happening)),
  { maxCommands: 120, size: 'max' },
);

describe('Devices, a thief and a token server', () => {
  const servers: TokensHarness[] = [];
  before(async () => {
    for (const options of SERVERS) servers.push(await TokensHarness.start({ ...ANYBODY, ...options }));
  });
  after(() => Promise.all(servers.map((server) => server.stop())));

  it('no token lives in a dead family, no refresh has two winners without grace, and no locked app shows content', async () => {
    let steps = 0;
    const rows = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.nat(SERVERS.length - 1), happenings, async (which, run) => {
        const [server, options] = [servers[which], SERVERS[which]];
        assert.ok(server && options);
        await server.control.post('/reset', {});
        const world = await World.with(server);
        const phones = [
          new WiredPhone(world, { inactivity: '2 min', background: '1 min' }),
          new WiredPhone(world, { routes: 'api', sharedRefresh: false, offline: 'active', lockOnStart: true }),
        ];
        const book = new Book(options);
        await fc.asyncModelRun(() => ({ model: book, real: { world, phones } }), run);
        await lookAtFamilies(world);
        steps += book.steps;
        for (const phone of phones) for (const row of phone.allRows) rows.add(row);
      }),
      { numRuns: 185 },
    );
    assert.ok(steps > 10_000, `There were ${steps} steps.`);
    assert.ok(rows.size > 35, `There were ${rows.size} rows.`);
  });
});
