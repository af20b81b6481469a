import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { parseJson } from '../../../core/json/parseJson';
import { optionWords } from '../../../core/server/optionWords';
import type { FaceRequest } from '../../kernel/answer/face';
import { emptyCatalog, restInfo } from '../../kernel/answer/restInfo';
import { sendInPieces } from '../../kernel/answer/sendInPieces';
import { whileAsked } from '../../kernel/answer/whileAsked';
import { noteAsked } from '../../kernel/journal/noteAsked';
import { inSlices } from '../../kernel/slices/inSlices';
import { changedSession } from './changedSession';
import type { DataTarget } from './code/codeProtocol';
import type { CookieSession } from './cookieSession';
import { note } from './note';
import { type Door, sendOutcome } from './outcomes';
import type { SessionParts } from './sessionOperations';
import type { RestTarget, WebCode } from './webCode';
import type { WebUser } from './webOptions';
import { bodyOf, handlerRequestOf, queryOf } from './webRequest';
import { sendRestError } from './webRestError';
import type { WebRoute } from './webRoute';
import type { WebSessions } from './webSessions';
import type { WebUpstream } from './webUpstream';

export interface RestParts extends SessionParts {
  readonly code: WebCode;
  readonly users: readonly WebUser[];
  /** Whether guests may only request the catalog and log in. */
  readonly forceLogin: boolean;
  /** Whether that is so by the option, and not by roles.json. */
  readonly isLoginOption: boolean;
  /** Whether the datastore class of the project may have this function, as far as its text tells. */
  readonly datastoreHas: (method: string) => boolean;
  /** Absent when nothing is passed on. */
  readonly upstream?: WebUpstream | undefined;
}

interface RestRouteOptions {
  /** Whether guests may use it with a forced login too. */
  readonly forGuests?: boolean;
  /** Whether it runs a developer's code. That opens the session itself, once it has its turn. */
  readonly runsCode?: boolean;
}

/** The function of the datastore that a guest may call by POST (docs/facts/4d-web.md#rest). */
const LOGIN_FUNCTION = 'authentify';
const FORCE_LOGIN = 'web.forceLogin';
const USERS = 'web.users';
const NO_USER = `There is no user of this name in ${optionWords(USERS)}.`;
const LONGEST_HEADER_NUMBER = 9;
const LOGIN_IS_FORCED = 'Login is forced: log in with ds.authentify() first.';

/** The REST requests that affect sessions. See docs/facts/4d-web.md#rest. */
export function restRoutes(parts: RestParts): WebRoute[] {
  const { sessions, code, forceLogin, upstream } = parts;

  /** A route that opens a session. With a forced login, guests are refused. */
  const rest = (
    method: WebRoute['method'],
    path: string,
    handle: WebRoute['handle'],
    { forGuests = false, runsCode = false }: RestRouteOptions = {},
  ): WebRoute => ({
    method,
    path: `/rest${path}`,
    type: 'rest',
    async handle(request, reply, current) {
      const isLoginForced = forceLogin && !forGuests;
      const session = isLoginForced || !runsCode ? await current.session() : undefined;
      if (isLoginForced && (!session || parts.isGuest(session))) {
        return refuseGuest(reply, parts);
      }
      return handle(request, reply, current);
    },
  });

  const unknown: WebRoute['handle'] = async (request, reply, current) =>
    upstream?.takes(request) ? upstream.pass(request, reply, current) : unknownRoute(request, reply);

  const catalog: WebRoute['handle'] = async (request, reply, current) => {
    if (upstream?.takes(request)) return upstream.pass(request, reply, current);
    note(request.trace, 'web.rest.catalog');
    return emptyCatalog();
  };

  async function call(
    request: FaceRequest,
    reply: FastifyReply,
    current: CookieSession,
    target: RestTarget,
  ): Promise<unknown> {
    const { trace } = request;
    const parameters = parametersOf(request);
    if (!parameters) {
      await current.session();
      const message = `Parameters are a JSON array: in the body, or as $params='["…"]' in the URL.`;
      return sendRestError(reply, 'web.rest.parameters', 400, message);
    }
    const owner = target.data?.dataClass ?? target.className ?? 'ds';
    note(trace, 'web.rest.called', `${owner}.${target.method} was called through REST.`);
    const outcome = await whileAsked(request, (signal) =>
      code.rest(target, parameters, { request: handlerRequestOf(request), current, trace, signal }),
    );
    if (upstream?.takesAfter(outcome, request)) return upstream.pass(request, reply, current);
    if (outcome.kind !== 'result') return sendOutcome(reply, outcome, doorOf(target));
    // The result is JSON already. To read and write it again would only keep the server busy.
    return reply.type('application/json; charset=utf-8').send(outcome.json);
  }

  const singleton: WebRoute['handle'] = (request, reply, current) => {
    const { className, method } = request.params as { className: string; method: string };
    return call(request, reply, current, { className, method });
  };

  /** A guest of a forced login sees the catalog, in which there is no such dataclass, and runs no function. */
  const catalogFunction: WebRoute['handle'] = async (request, reply, current) => {
    const { method } = request.params as { method: string };
    if (!forceLogin) return call(request, reply, current, { method });
    const session = await current.session();
    if (session && !parts.isGuest(session)) return call(request, reply, current, { method });
    if (method.toLowerCase() === LOGIN_FUNCTION && !upstream?.takes(request)) {
      const message = `Login is forced, and a guest logs in by POST: send POST /rest/$catalog/${LOGIN_FUNCTION}.`;
      return refuseGuest(reply, parts, message);
    }
    if (!upstream?.takes(request) && parts.datastoreHas(method)) {
      return refuseGuest(reply, parts);
    }
    return unknown(request, reply, current);
  };

  const dataFunction: WebRoute['handle'] = async (request, reply, current) => {
    const target = dataTarget(request);
    if (target) return call(request, reply, current, target);
    await current.session();
    return unknown(request, reply, current);
  };
  const dataRoutes = (['GET', 'POST'] as const).flatMap((method) =>
    ['', '/', '/$entityset/:set'].map((ending) =>
      rest(method, `/:target/:method${ending}`, dataFunction, { runsCode: true }),
    ),
  );

  return [
    rest('GET', '/$catalog', catalog, { forGuests: true }),
    rest('GET', '/$catalog/$all', catalog, { forGuests: true }),
    rest('POST', `/$catalog/${LOGIN_FUNCTION}`, (...each) => call(...each, { method: LOGIN_FUNCTION }), {
      forGuests: true,
      runsCode: true,
    }),
    rest('POST', '/$directory/login', (request, reply, current) => login(parts, request, reply, current)),
    rest('GET', '/$info', async ({ trace }, reply) => {
      note(trace, 'web.rest.info');
      return sendInPieces(reply, restInfo(await sessionInfo(sessions)));
    }),
    rest('GET', '/$info/sessionInfo', async ({ trace }, reply) => {
      note(trace, 'web.rest.info');
      return sendInPieces(reply, { sessionInfo: await sessionInfo(sessions) });
    }),
    rest('GET', '/$singleton/:className/:method', singleton, { runsCode: true }),
    rest('POST', '/$singleton/:className/:method', singleton, { runsCode: true }),
    rest('GET', '/$catalog/:method', catalogFunction, { forGuests: true, runsCode: true }),
    rest(
      'POST',
      '/$catalog/:method',
      (request, reply, current) => {
        const { method } = request.params as { method: string };
        return call(request, reply, current, { method });
      },
      { runsCode: true },
    ),
    ...dataRoutes,
    rest('GET', '/$getWebForm', unknown, { forGuests: true }),
    rest('*', '', unknown),
    rest('*', '/*', unknown),
  ];
}

function doorOf({ data, className }: RestTarget): Door {
  if (data) return 'data';
  return className === undefined ? 'datastore' : 'singleton';
}

/** Undefined when the path names no dataclass. */
function dataTarget({ params, originalUrl }: FaceRequest): RestTarget | undefined {
  const { target, method, set } = params as { target: string; method: string; set?: string };
  const [, dataClass = '', , key] = /^([^$()][^()]*)(\((.*)\))?$/s.exec(target) ?? [];
  if (dataClass === '' || method.startsWith('$')) return undefined;
  const query = queryOf(originalUrl);
  const [filter, orderBy] = ['$filter', '$orderby'].map((name) => query.get(name));
  const data: DataTarget = {
    dataClass,
    ...(key !== undefined && { key: unquoted(key) }),
    ...(filter && { filter: unquoted(filter) }),
    ...(orderBy && { orderBy: unquoted(orderBy) }),
    ...(set && { entitySet: set }),
  };
  return { data, method };
}

/** A text without the quotes that 4D allows around it. */
function unquoted(text: string): string {
  return text.trim().replace(/^(['"])(.*)\1$/s, '$2');
}

/** The journal names the option, which goes before roles.json. */
function refuseGuest(
  reply: FastifyReply,
  { isLoginOption }: Pick<RestParts, 'isLoginOption'>,
  message = LOGIN_IS_FORCED,
): FastifyReply {
  const option = optionWords(FORCE_LOGIN);
  const why = isLoginOption ? `It is forced by ${option}.` : `It is forced by roles.json; ${option} goes before that.`;
  return sendRestError(reply, 'web.rest.guest', 401, message, `${message} ${why}`, {
    option: FORCE_LOGIN,
    value: false,
  });
}

async function unknownRoute({ method, url }: FaceRequest, reply: FastifyReply): Promise<FastifyReply> {
  const path = url.replace(/[?#].*$/s, '').slice(0, 200);
  return sendRestError(reply, 'web.rest.unknown', 404, `This server has no ${method} ${path}.`);
}

/** Logs in a user by `username-4D` and `password-4D`. `session-4D-length` is the idle timeout in minutes. */
async function login(
  { users, sessions, privileges }: RestParts,
  { trace, headers }: FaceRequest,
  _reply: FastifyReply,
  current: CookieSession,
): Promise<unknown> {
  const [name, password, length] = ['username-4d', 'password-4d', 'session-4d-length'].map((header) =>
    [headers[header] ?? ''].flat().join(),
  ) as [string, string, string];
  // All users are compared, so that the time of the answer does not tell which of them exist.
  const [user] = users.filter((each) => isSame(each.password, password) && each.name === name);
  const session = user && (await current.session());
  if (!session) {
    noteAsked(trace, name, password);
    const isKnown = users.some((each) => each.name === name);
    if (isKnown) note(trace, 'web.rest.login.refused');
    else note(trace, 'web.rest.login.refused', NO_USER, { option: USERS });
    return { result: false };
  }
  const minutes = /^\d+$/.test(length) && length.length <= LONGEST_HEADER_NUMBER ? Number(length) : undefined;
  const granted = privileges.grantOf([...(user.privileges ?? [])])?.privileges ?? [];
  const changed = await changedSession(sessions, session.id, (before) => ({
    ...before,
    userName: user.name,
    privileges: [...new Set([...before.privileges, ...granted])],
    wasSet: true,
    idleTimeout: minutes ?? before.idleTimeout,
  }));
  if (changed?.isDifferent) {
    note(trace, 'web.rest.login');
    trace.changed('webSession', session.id, 'changed', `userName: ${user.name}`);
  } else note(trace, 'web.rest.login.unchanged');
  return { result: true };
}

/** The unit of `lifeTime` is seconds: docs/facts/4d-web.md#what-info-tells. */
async function sessionInfo(sessions: WebSessions): Promise<object[]> {
  return inSlices(await sessions.list(), ({ id, userName, idleTimeout, expirationDate, privileges }) => ({
    sessionID: id,
    userName,
    lifeTime: idleTimeout * 60,
    expiration: expirationDate,
    privileges: { privileges: privileges.map((privilege) => ({ privilege })) },
  }));
}

/**
 * The parameters of a call: a JSON array in the body, or in `$params` within quotes. Undefined when there is no valid
 * array.
 */
function parametersOf({ method, originalUrl, body }: FaceRequest): readonly unknown[] | undefined {
  const text =
    method === 'GET' ? (queryOf(originalUrl).get('$params') ?? '') : Buffer.from(bodyOf(body)).toString('utf8');
  const plain = text.trim().replace(/^'(.*)'$/s, '$1');
  if (plain === '') return [];
  try {
    const parameters: unknown = parseJson(plain);
    return Array.isArray(parameters) ? parameters : undefined;
  } catch {
    return undefined;
  }
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(one, other);
}
