import type { FastifyInstance } from 'fastify';
import type { HandlerEntry } from '../../../core/handlers/handlerEntry';
import { optionWords } from '../../../core/server/optionWords';
import type { Privileges } from '../../../core/systems/web/privileges';
import { toldHandler } from '../../../core/systems/web/toldHandler';
import type { MadeWebSession, OtpRequest, WebSessionPatch } from '../../../core/systems/web/webSession';
import type { Refusal } from '../../kernel/answer/refusal';
import { pageQuery } from '../../kernel/control/controlSchemas';
import type { Trace } from '../../kernel/journal/trace';
import type { PageQuery } from '../../kernel/slices/idPage';
import { changedSession } from './changedSession';
import { note } from './note';
import { otpRequest, webSessionPatch } from './webControlSchemas';
import { WebRefusal } from './webRefusal';
import type { HeldWebSession, WebSessions } from './webSessions';

/**
 * What the routes of the control API need: the web sessions, the name of their cookie, and the privileges of the
 * project.
 */
export interface ControlledWeb {
  readonly cookieName: string;
  readonly sessions: WebSessions;
  readonly privileges: Privileges;
  readonly handlers: { list(trace: Trace): Promise<readonly HandlerEntry[]> };
}

type WithId = { Params: { id: string } };

/**
 * Adds the routes of the control API for web sessions. If the server has no web face, each answers 404 and explains how
 * to enable it.
 */
export function addWebRoutes(scope: FastifyInstance, controlled: ControlledWeb | undefined): void {
  const config = { face: 'control' } as const;
  const quiet = { face: 'control', quiet: true } as const;
  // These answers contain passcodes and cookies. The journal omits their bodies, because it keeps no secrets.
  const secret = { face: 'control', withoutBody: true } as const;
  const web = () => controlled ?? missing();

  scope.get<{ Querystring: PageQuery }>(
    '/web/sessions',
    { config: quiet, schema: { querystring: pageQuery } },
    ({ query }) => web().sessions.list(query),
  );
  scope.post('/web/sessions', { config: secret }, async (request, reply): Promise<MadeWebSession> => {
    const { cookieName, sessions } = web();
    const { id, cookie } = await sessions.create({ ipAddress: request.ip, userAgent: request.headers['user-agent'] });
    tell(request.trace, 'control.web.create', id, 'created');
    reply.code(201);
    return { id, cookie: { name: cookieName, value: cookie } };
  });
  scope.get('/web/handlers', { config: quiet }, async ({ trace }) =>
    (await web().handlers.list(trace)).map(toldHandler),
  );
  scope.patch<WithId & { Body: WebSessionPatch }>(
    '/web/sessions/:id',
    { config, schema: { body: webSessionPatch } },
    async ({ params: { id }, body, trace }) => {
      const { sessions, privileges } = web();
      const changed = await changedSession(sessions, id, (before) => patched(before, body, privileges));
      if (!changed) throw unknown();
      if (!changed.isDifferent) note(trace, 'control.web.change.unchanged');
      else
        tell(
          trace,
          'control.web.change',
          id,
          'changed',
          `The web session was changed: ${Object.keys(body).join(', ')}.`,
        );
      return sessions.tell(changed.session);
    },
  );
  scope.delete<WithId>('/web/sessions/:id', { config }, async ({ params: { id }, trace }, reply) => {
    if (!(await web().sessions.close(id))) throw unknown();
    tell(trace, 'control.web.close', id, 'removed');
    return reply.code(204).send();
  });
  scope.post<WithId & { Body: OtpRequest }>(
    '/web/sessions/:id/otp',
    {
      config: secret,
      schema: { body: otpRequest },
      // Every property of the body is optional, so a request without a body is allowed too.
      preValidation: async (request) => {
        request.body ??= {};
      },
    },
    async ({ params: { id }, body, trace }, reply) => {
      const made = await web().sessions.createOtp(id, body.lifespan);
      if (!made) throw unknown();
      note(trace, 'control.web.otp', `A one-time passcode was made; it is good until ${made.expiresAt}.`);
      trace.changed('otp', id, 'created', `good until ${made.expiresAt}`);
      return reply.code(201).send(made);
    },
  );
}

/**
 * The session after a patch. `privileges` replaces the whole set. Unknown names are ignored, as setPrivileges does. An
 * empty set makes the session a guest again.
 */
function patched(before: HeldWebSession, patch: WebSessionPatch, known: Privileges): HeldWebSession {
  const { storage, userName, idleTimeout } = patch;
  const privileges = patch.privileges && known.grantOf([...patch.privileges])?.privileges;
  return {
    ...before,
    ...(storage && { storage }),
    ...(privileges && { privileges, wasSet: privileges.length > 0 }),
    ...(userName !== undefined && { userName }),
    ...(idleTimeout !== undefined && { idleTimeout }),
  };
}

function tell(
  trace: Trace,
  rule: Parameters<typeof note>[1],
  id: string,
  change: 'created' | 'changed' | 'removed',
  message?: string,
): void {
  note(trace, rule, message);
  trace.changed('webSession', id, change);
}

function unknown(): Refusal {
  return new WebRefusal(
    404,
    'no-such-session',
    'There is no such web session any more; GET web/sessions lists those there are.',
  );
}

function missing(): never {
  throw new WebRefusal(404, 'missing', `This server has no web face; set ${optionWords('web')}.`, {
    remedy: { option: 'web' },
  });
}
