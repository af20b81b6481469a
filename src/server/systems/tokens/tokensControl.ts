import type { FastifyInstance } from 'fastify';
import { optionWords } from '../../../core/server/optionWords';
import type { TokenReplay, TokensUserPatch } from '../../../core/systems/tokens/tokenSession';
import type { FaceRequest } from '../../kernel/answer/face';
import { Refusal } from '../../kernel/answer/refusal';
import { pageQuery } from '../../kernel/control/controlSchemas';
import type { PageQuery } from '../../kernel/slices/idPage';
import { changeUser } from './changeUser';
import { endSignIns } from './endSignIns';
import { issuerOf } from './issuerOf';
import { note } from './note';
import { tokensUserPatch } from './tokensControlSchemas';
import { TokensRefusal } from './tokensRefusal';
import type { TokensRuntime } from './tokensRuntime';
import type { KeptUser } from './tokensSpaces';

type WithId = { Params: { id: string } };
type WithName = { Params: { name: string } };

/** Adds the calls of the control API about token sessions and users. Without them, each answers 404 and says how to get them. */
export function addTokensRoutes(scope: FastifyInstance, runtime: TokensRuntime | undefined): void {
  const config = { face: 'control' } as const;
  const quiet = { face: 'control', quiet: true } as const;
  const tokens = () => runtime ?? missing();

  scope.get<{ Querystring: PageQuery }>(
    '/tokens/sessions',
    { config: quiet, schema: { querystring: pageQuery } },
    ({ query }) => tokens().toldSessions(query),
  );
  scope.delete<WithId>('/tokens/sessions/:id', { config }, async ({ params: { id }, trace }, reply) => {
    const { sessions } = tokens();
    if (!(await sessions.held.get(id))) throw unknownSession();
    const [ended] = await sessions.end([id], 'terminated_by_admin', trace);
    if (ended) note(trace, 'control.tokens.end', `The session ${id} of ${ended.user} was ended by an administrator.`);
    else note(trace, 'control.tokens.end.none');
    return reply.code(204).send();
  });
  scope.post<{ Params: { id: string; token: string } }>(
    '/tokens/sessions/:id/tokens/:token/replay',
    { config },
    (request) => replay(tokens(), request.params, request as FaceRequest),
  );
  scope.get<{ Querystring: PageQuery }>(
    '/tokens/users',
    { config: quiet, schema: { querystring: pageQuery } },
    ({ query }) => tokens().toldUsers(query),
  );
  scope.patch<WithName & { Body: TokensUserPatch }>(
    '/tokens/users/:name',
    { config, schema: { body: tokensUserPatch } },
    async ({ params: { name }, body, trace }) => {
      await userOf(tokens(), name);
      return tokens().users.tell(await changeUser(tokens(), name, body, trace));
    },
  );
  scope.delete<WithName>('/tokens/users/:name/sessions', { config }, async ({ params: { name }, trace }, reply) => {
    const { sessions, users } = tokens();
    await userOf(tokens(), name);
    const user = await endSignIns(users, name, 'terminated_by_admin', trace);
    const ended = await sessions.end(user?.sessions ?? [], 'terminated_by_admin', trace);
    for (const { id } of ended) {
      note(trace, 'control.tokens.end', `The session ${id} of ${name} was ended by an administrator.`);
    }
    if (ended.length === 0) note(trace, 'control.tokens.end.none', `${name} has no session that could be ended.`);
    return reply.code(204).send();
  });
}

/** Presents a token by hand. What comes of it is the answer, also if that is a refusal. */
async function replay(
  { sessions, settings }: TokensRuntime,
  { id, token }: { readonly id: string; readonly token: string },
  request: FaceRequest,
): Promise<TokenReplay> {
  const { trace } = request;
  const session = await sessions.held.get(id);
  if (!session) throw unknownSession();
  const known = session.tokens.find((each) => each.id === token);
  if (!known) {
    throw new TokensRefusal(
      404,
      'no-such-token',
      'The session has no such token; GET tokens/sessions lists those there are.',
    );
  }
  note(trace, 'control.tokens.replay', `The ${known.kind} token ${token} was presented again by hand.`);
  const before = trace.causes.length;
  const refusal = await refusalOf(() =>
    known.kind === 'refresh'
      ? sessions.replay(id, known, issuerOf(settings, request), trace)
      : sessions.presentAccess({ session, token: known }, trace),
  );
  refusal?.noteIn(trace);
  return {
    status: refusal?.statusCode ?? 200,
    ...(refusal && { error: refusal.code }),
    reasons: trace.causes.slice(before).map(({ rule }) => rule),
  };
}

async function refusalOf(present: () => Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await present();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

async function userOf({ users }: TokensRuntime, name: string): Promise<KeptUser> {
  const user = await users.find(name);
  if (user) return user;
  throw new TokensRefusal(
    404,
    'no-such-user',
    'There is no such user; GET tokens/users lists those there are. The option tokens.users names who may sign in.',
  );
}

function unknownSession(): TokensRefusal {
  return new TokensRefusal(
    404,
    'no-such-session',
    'There is no such session; GET tokens/sessions lists those there are.',
  );
}

function missing(): never {
  throw new TokensRefusal(404, 'missing', `This server has no token sessions; set ${optionWords('tokens')}.`, {
    remedy: { option: 'tokens' },
  });
}
