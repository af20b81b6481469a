import assert from 'node:assert/strict';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import type { Answer } from '../../server/httpCall';
import { during } from '../../server/perTest';
import { sentBack } from './oauthBrowser';
import { PendingSignIn } from './pendingSignIn';
import type { TokensApp, TokensHarness } from './tokensHarness';

const DENY = { maxSessions: 1, atLimit: 'deny' } as const;
const WORDS = 'ada has 1 active session, and no more are allowed at once; end one of them first.';

/** What ends all sessions of a user, and what the client with a code is told. */
const ENDINGS: Readonly<
  Record<string, { readonly reason: string; readonly end: (server: TokensHarness, app: TokensApp) => Promise<Answer> }>
> = {
  'an administrator who ends all sessions': {
    reason: 'terminated_by_admin',
    end: (server) => server.control.call('DELETE', '/tokens/users/ada/sessions'),
  },
  'a user who ends all sessions': { reason: 'terminated_by_user', end: (_server, app) => app.delete('/api/sessions') },
  'a user who ends all other sessions': {
    reason: 'terminated_by_user',
    end: (_server, app) => app.delete('/api/sessions?except=current'),
  },
  'an administrator who disables and enables the user': {
    reason: 'user_disabled',
    end: async (server) => {
      await server.patchUser('ada', { disabled: true });
      return server.patchUser('ada', { disabled: false });
    },
  },
  'a user who changes the password': {
    reason: 'password_changed',
    end: (_server, app) => app.changePassword('another'),
  },
};

describe('a sign-in by OAuth of a user who has as many sessions as the option atLimit "deny" allows', () => {
  let pending: PendingSignIn;
  let early: string;
  before(async () => {
    pending = await PendingSignIn.start(DENY);
    early = await pending.code();
    await pending.server.signedIn();
  });
  after(() => pending.stop());

  it('the page says that no more sessions are allowed, and the person is not sent away', async () => {
    const answer = await pending.atPage();
    assert.equal(answer.status, 403);
    assert.equal(answer.headers.location, undefined);
    assert.match(answer.text, new RegExp(`role="alert"[^>]*><strong>Not signed in\\.</strong> ${WORDS}`));
    assert.deepEqual(await pending.server.rules(), ['tokens.code-limit']);
  });
  it('the page says first that a password is wrong, so that nobody learns of sessions without it', async () => {
    const { text } = await pending.atPage({ password: 'other' });
    assert.match(text, /There is no user with this name and this password/);
  });
  it('prompt none gives the client access_denied with the reason session_limit, and no code', async () => {
    const told = sentBack(await pending.silent());
    assert.deepEqual(
      [told.get('error'), told.get('reason'), told.get('error_description'), told.get('code')],
      ['access_denied', 'session_limit', WORDS, null],
    );
    assert.deepEqual(await pending.server.rules(), ['tokens.code-limit']);
  });
  it('the sign-in by the form of the app is refused with the reason session_limit', async () => {
    const { status, json } = await pending.server.app().login();
    assert.deepEqual([status, json.error, json.reason], [403, 'session_limit', 'session_limit']);
  });
  it('a code of before the limit is refused at the exchange with the reason session_limit', async () => {
    const { status, json } = await pending.exchange(early);
    assert.deepEqual([status, json.error, json.reason], [400, 'invalid_grant', 'session_limit']);
  });
  it('a code from which no session came is used up, and no session is said to be over', async () => {
    const { status, json } = await pending.exchange(early);
    assert.deepEqual([status, json.error, json.reason], [400, 'invalid_grant', undefined]);
    assert.match(
      json.error_description,
      /^The code was used at \S+ already, and no session came of it; sign in again\.$/,
    );
  });
  it('another user signs in by prompt none', async () => {
    assert.equal((await pending.exchange(await pending.code('ben'))).status, 200);
  });
});

describe('a sign-in of a user who has more sessions than the option atLimit "deny" allows', () => {
  const TOO_MANY = 'ada has 3 active sessions, and no more than 2 are allowed at once; end 2 of them first.';

  it('each refusal has the number of sessions that there are, and how many must end first', () =>
    during(PendingSignIn.start({ maxSessions: 3 }), (first) =>
      during(PendingSignIn.start({ maxSessions: 2, atLimit: 'deny' }), async (second) => {
        for (let each = 0; each < 3; each++) await first.server.signedIn();
        const { json: snapshot } = await first.server.control.get('/snapshot');
        assert.equal((await second.server.control.call('PUT', '/snapshot', snapshot)).status, 204);
        assert.equal((await second.server.app().login()).json.error_description, TOO_MANY);
        assert.equal(sentBack(await second.silent()).get('error_description'), TOO_MANY);
        assert.match((await second.atPage()).text, new RegExp(TOO_MANY));
        const [oldest, next] = await second.server.sessions();
        await second.server.control.call('DELETE', `/tokens/sessions/${oldest?.id}`);
        assert.match((await second.server.app().login()).json.error_description, /has 2 active sessions.*end one of/);
        await second.server.control.call('DELETE', `/tokens/sessions/${next?.id}`);
        assert.equal((await second.server.app().login()).status, 200);
      }),
    ));
});

describe('a user whom no option names, on a server where anybody signs in', () => {
  const carl = { name: 'carl', disabled: false };
  const anybody = () => PendingSignIn.start({ users: undefined } as unknown as TokensOptions);

  it('a user who has only got a code is in the list of users, and signs in with it', () =>
    during(anybody(), async (pending) => {
      const code = await pending.code('carl');
      assert.deepEqual((await pending.server.state()).users, [carl]);
      assert.equal((await pending.exchange(code)).status, 200);
      assert.deepEqual((await pending.server.state()).users, [carl]);
    }));
  it('the end of all sessions of a user who has only got a code makes the code worthless', () =>
    during(anybody(), async (pending) => {
      const code = await pending.code('carl');
      assert.equal((await pending.server.control.call('DELETE', '/tokens/users/carl/sessions')).status, 204);
      const { status, json } = await pending.exchange(code);
      assert.deepEqual([status, json.reason], [400, 'terminated_by_admin']);
      assert.equal((await pending.exchange(await pending.code('carl'))).status, 200);
    }));
  it('a user who has only got a code is disabled, and the code is worthless also once the user is enabled', () =>
    during(anybody(), async (pending) => {
      const code = await pending.code('carl');
      const { json: disabled } = await pending.server.patchUser('carl', { disabled: true });
      assert.deepEqual(disabled, { ...carl, disabled: true });
      assert.equal(sentBack(await pending.silent('carl')).get('reason'), 'user_disabled');
      await pending.server.patchUser('carl', { disabled: false });
      assert.equal((await pending.exchange(code)).json.reason, 'user_disabled');
    }));
  it('a code of a user whom the snapshot does not list is made worthless as well', () =>
    during(PendingSignIn.start(), (first) =>
      during(anybody(), async (second) => {
        // There the options name her, so that the store need not.
        const code = await first.code('ada');
        const { json: snapshot } = await first.server.control.get('/snapshot');
        assert.equal((await second.server.control.call('PUT', '/snapshot', snapshot)).status, 204);
        assert.deepEqual((await second.server.state()).users, []);
        assert.equal((await second.server.control.call('DELETE', '/tokens/users/ada/sessions')).status, 204);
        assert.equal((await second.exchange(code)).json.reason, 'terminated_by_admin');
      }),
    ));
  it('a user who never signed in is disabled, gets another password, and is in the list from then on', () =>
    during(anybody(), async ({ server }) => {
      assert.deepEqual((await server.patchUser('carl', { disabled: false })).json, carl);
      assert.deepEqual((await server.state()).users, [], 'nothing was changed');
      await server.patchUser('carl', { disabled: true });
      await server.patchUser('dora', { password: 'another' });
      assert.deepEqual(
        (await server.state()).users.map(({ name, disabled }) => [name, disabled]),
        [
          ['carl', true],
          ['dora', false],
        ],
      );
      assert.equal((await server.app().login('carl')).json.reason, 'user_disabled');
      assert.equal((await server.app().login('dora')).status, 401);
      assert.equal((await server.app().login('dora', 'another')).status, 200);
    }));
  it('a name that no user can have is none of a user', () =>
    during(anybody(), async ({ server }) => {
      const name = 'n'.repeat(201);
      assert.equal((await server.control.call('DELETE', `/tokens/users/${name}/sessions`)).status, 404);
      assert.equal((await server.patchUser(name, { disabled: true })).status, 404);
      assert.deepEqual((await server.state()).users, []);
    }));
  it('where the options name the users, one whom they do not name is not there', () =>
    during(PendingSignIn.start(), async ({ server }) => {
      assert.equal((await server.control.call('DELETE', '/tokens/users/carl/sessions')).status, 404);
      assert.equal((await server.patchUser('carl', { disabled: true })).status, 404);
    }));
});

describe('a code whose user loses all sessions before the exchange', () => {
  for (const [who, { reason, end }] of Object.entries(ENDINGS)) {
    it(`${who} makes the code worthless, with the reason ${reason}`, () =>
      during(PendingSignIn.start(), async (pending) => {
        const app = await pending.server.signedIn();
        const code = await pending.code();
        assert.ok((await end(pending.server, app)).status < 300);
        const { status, json } = await pending.exchange(code);
        assert.deepEqual([status, json.error, json.reason], [400, 'invalid_grant', reason]);
        const password = reason === 'password_changed' ? 'another' : 'example';
        assert.equal((await pending.server.app().login('ada', password)).status, 200);
        assert.equal((await pending.exchange(await pending.code())).status, 200);
      }));
  }
  it('a code of a user who loses one session only stays good', () =>
    during(PendingSignIn.start(), async (pending) => {
      const app = await pending.server.signedIn();
      const code = await pending.code();
      await app.post('/api/logout');
      assert.equal((await pending.exchange(code)).status, 200);
    }));
  it('a code is worthless on a server that takes the snapshot, too', () =>
    during(PendingSignIn.start(), (first) =>
      during(PendingSignIn.start(), async (second) => {
        const code = await first.code();
        await first.server.control.call('DELETE', '/tokens/users/ada/sessions');
        const { json } = await first.server.control.get('/snapshot');
        assert.equal((await second.server.control.call('PUT', '/snapshot', json)).status, 204);
        assert.equal((await second.exchange(code)).json.reason, 'terminated_by_admin');
      }),
    ));
});

describe('a code that comes again', () => {
  let pending: PendingSignIn;
  before(async () => {
    pending = await PendingSignIn.start();
  });
  after(() => pending.stop());

  it('the second use of a code is refused with the reason token_reuse, and so is what came of the first', async () => {
    const code = await pending.code();
    const first = (await pending.exchange(code)).json;
    const { status, json } = await pending.exchange(code);
    assert.deepEqual([status, json.error, json.reason], [400, 'invalid_grant', 'token_reuse']);
    const me = await pending.server.app().me(first.access_token);
    assert.equal(me.json.reason, 'token_reuse');
    assert.match(me.json.error_description, /one of its refresh tokens, or the code that it came from, was used twice/);
  });
  it('a code whose session is over already is refused with the reason of that end', async () => {
    const code = await pending.code();
    const { session } = (await pending.exchange(code)).json;
    await pending.server.control.call('DELETE', `/tokens/sessions/${session.id}`);
    assert.equal((await pending.exchange(code)).json.reason, 'terminated_by_admin');
  });
  it('a code whose session is forgotten is refused without a reason, as nobody knows it any more', async () => {
    const code = await pending.code();
    const { session } = (await pending.exchange(code)).json;
    await pending.server.control.call('DELETE', `/tokens/sessions/${session.id}`);
    for (let each = 0; each < 100; each++) await (await pending.server.signedIn('ben')).post('/api/logout');
    assert.ok(!(await pending.server.sessions()).some(({ id }) => id === session.id));
    const { status, json } = await pending.exchange(code);
    assert.deepEqual([status, json.error, json.reason], [400, 'invalid_grant', undefined]);
    assert.match(
      json.error_description,
      /^The code was used at \S+ already; what came of it is over, and forgotten\. Sign in again\.$/,
    );
    assert.deepEqual(await pending.server.rules(), ['tokens.code-used']);
  });
  it('of many exchanges of one code at once, each that is refused has the reason token_reuse', async () => {
    const code = await pending.code();
    const answers = await Promise.all(Array.from({ length: 20 }, () => pending.exchange(code)));
    const refused = answers.filter(({ status }) => status !== 200);
    assert.ok(refused.length >= 19);
    assert.deepEqual([...new Set(refused.map(({ json }) => json.reason))], ['token_reuse']);
  });
});
