import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { optionWords } from '../../../core/server/optionWords';
import type { MendixUserPatch } from '../../../core/systems/mendix/mendixSession';
import type { Refusal } from '../../kernel/answer/refusal';
import { pageQuery } from '../../kernel/control/controlSchemas';
import type { Trace } from '../../kernel/journal/trace';
import type { PageQuery } from '../../kernel/slices/idPage';
import { mendixUserPatch } from './mendixControlSchemas';
import { MendixRefusal } from './mendixRefusal';
import type { MendixRuntime } from './mendixRuntime';
import type { HeldUser } from './mendixSpaces';
import { note } from './note';
import { noteSwept } from './noteSwept';

type WithId = { Params: { id: string } };

/**
 * Adds the calls of the control API about Mendix sessions, users and tokens. If there is no Mendix runtime, each answers
 * 404 and says how to get one.
 */
export function addMendixRoutes(scope: FastifyInstance, runtime: MendixRuntime | undefined): void {
  const config = { face: 'control' } as const;
  const quiet = { face: 'control', quiet: true } as const;
  const mendix = () => runtime ?? missing();

  scope.get<{ Querystring: PageQuery }>(
    '/mendix/sessions',
    { config: quiet, schema: { querystring: pageQuery } },
    ({ query }) => mendix().toldSessions(query),
  );
  scope.delete<WithId>('/mendix/sessions/:id', { config }, async ({ params: { id }, trace }, reply) => {
    const ended = await mendix().sessions.end(id, 'ended');
    if (!ended) throw unknown('session', 'mendix/sessions');
    note(trace, 'control.mendix.end', `The session ${id} of ${ended.user} was ended; its tokens stay.`);
    trace.changed('mendixSession', id, 'removed', 'ended');
    return reply.code(204).send();
  });
  scope.post('/mendix/sweep', { config }, async ({ trace }) => {
    const swept = await mendix().sweeper.sweep();
    const { removed, unblocked } = swept;
    if (removed.length + unblocked.length === 0) note(trace, 'control.mendix.sweep.nothing');
    else noteSwept(trace, 'control.mendix.sweep', swept);
    return swept;
  });
  scope.delete<WithId>('/mendix/tokens/:id', { config }, async ({ params: { id }, trace }, reply) => {
    const ended = await mendix().tokens.end(id, 'ended');
    if (!ended) throw unknown('token', 'mendix/users');
    note(trace, 'control.mendix.token', `An authentication token of ${ended.user} was ended.`);
    trace.changed('mendixToken', id, 'removed', 'ended');
    return reply.code(204).send();
  });
  scope.post<WithId>('/mendix/tokens/:id/expire', { config }, async ({ params: { id }, trace }, reply) => {
    const expired = await mendix().tokens.end(id, 'expired');
    if (!expired) throw unknown('token', 'mendix/users');
    note(trace, 'control.mendix.expire', `An authentication token of ${expired.user} has expired early.`);
    trace.changed('mendixToken', id, 'removed', 'expired');
    return reply.code(204).send();
  });
  scope.get<{ Querystring: PageQuery }>(
    '/mendix/users',
    { config: quiet, schema: { querystring: pageQuery } },
    ({ query }) => mendix().toldUsers(query),
  );
  scope.patch<{ Params: { name: string }; Body: MendixUserPatch }>(
    '/mendix/users/:name',
    { config, schema: { body: mendixUserPatch } },
    async ({ params: { name }, body, trace }) => {
      const { users } = mendix();
      const user = await users.get(name);
      if (!user) throw unknown('user', 'mendix/users');
      const before = await mendix().toldUser(user);
      await change(mendix(), user, body, trace);
      const after = await mendix().toldUser((await users.get(name)) ?? user);
      // A password is not told.
      if (body.password === undefined && isDeepStrictEqual(before, after)) {
        note(trace, 'control.mendix.user.same', `The user ${name} was as wished already.`);
      } else {
        const what = changesIn(body);
        note(trace, 'control.mendix.user', `The user ${name} was changed: ${what}.`);
        trace.changed('mendixUser', name, 'changed', what);
      }
      return after;
    },
  );
}

/** What a change makes of a user. A password is not told. */
function changesIn({ active, blocked, password }: MendixUserPatch): string {
  const words = [
    blocked !== undefined && (blocked ? 'blocked' : 'unblocked'),
    active !== undefined && (active ? 'active' : 'inactive'),
    password !== undefined && 'another password',
  ];
  return words.filter(Boolean).join(', ');
}

async function change(
  runtime: MendixRuntime,
  user: HeldUser,
  { active, blocked, password }: MendixUserPatch,
  trace: Trace,
): Promise<void> {
  const { users, settings } = runtime;
  const { passwordEndsTokens, inactiveEndsSessions } = settings.switches;
  if (blocked !== undefined) await users.setBlocked(user, blocked);
  if (active !== undefined) await users.setActive(user, active);
  if (password !== undefined) {
    await users.setPassword(user, password);
    if (passwordEndsTokens) await endTokens(runtime, user, 'password', trace);
    else note(trace, 'control.mendix.kept.password');
  }
  if (active === false && inactiveEndsSessions) {
    await endTokens(runtime, user, 'inactive', trace);
    for (const id of await runtime.endSessionsOf(user.name)) {
      trace.changed('mendixSession', id, 'removed', 'inactive');
    }
  } else if (active === false) note(trace, 'control.mendix.kept.inactive');
  if (active === false || (blocked !== true && password === undefined)) return;
  const live = await runtime.sessions.of(user.name);
  if (live.length > 0) note(trace, 'control.mendix.kept.sessions');
}

async function endTokens(
  { tokens }: MendixRuntime,
  { name }: HeldUser,
  why: 'password' | 'inactive',
  trace: Trace,
): Promise<void> {
  const ended = await tokens.endAllOf(name, why);
  if (ended === 0) return;
  note(
    trace,
    why === 'password' ? 'control.mendix.tokens.password' : 'control.mendix.tokens.inactive',
    `All authentication tokens of ${name} were ended: ${ended}.`,
  );
}

function unknown(what: 'session' | 'token' | 'user', list: string): Refusal {
  const message = `There is no such Mendix ${what}; GET ${list} lists those there are.`;
  if (what === 'session') return new MendixRefusal(404, 'no-such-session', message);
  if (what === 'token') return new MendixRefusal(404, 'no-such-token', message);
  return new MendixRefusal(
    404,
    'no-such-user',
    `${message} One whom no option names is there from the first login on.`,
  );
}

function missing(): never {
  throw new MendixRefusal(404, 'missing', `This server has no Mendix runtime; set ${optionWords('mendix')}.`, {
    remedy: { option: 'mendix' },
  });
}
