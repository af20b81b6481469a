import type { FastifyInstance } from 'fastify';
import { pathReadings } from '../../../core/base/pathReadings';
import type { FaceRequest } from '../../kernel/answer/face';
import type { Upstream } from '../../kernel/upstream/upstream';
import type { Callers } from './callers';
import type { DataRecorder } from './dataRecorder';
import { type MobileRoute, ROOT } from './mobileRoute';
import { note } from './note';
import { requestSecrets } from './requestSecrets';
import { keyOf, type UpstreamSessions } from './upstreamSessions';

/** The first segments below `/mobileapp` that this server answers itself: they are about sessions, not about data. */
const OWN_SEGMENTS = ['', '$authenticate', '$verify', '$logout', '$licensecheck', '$userinfo', '$info'];
/** What the module for actions gets. */
const OF_ACTIONS = ['$action', '$upload'];

export interface UpstreamRouteParts {
  readonly upstream: Upstream;
  readonly sessions: UpstreamSessions;
  readonly callers: Callers;
  /** Absent when nothing is recorded. */
  readonly recorder: DataRecorder | undefined;
  /** Whether this server runs actions itself. */
  readonly hasActions: boolean;
  /** Whether there are recorded answers too, which are not played. */
  readonly isDataUnused: boolean;
  /** Answers what is not passed on. */
  readonly otherwise: MobileRoute['handle'];
}

/**
 * Whether this server answers a path itself although it has an upstream. What the upstream may take for such a path is
 * no request for it either.
 * @param url path and query
 * @param hasActions whether it has a module for actions, which gets the uploads too
 */
export function isAnsweredHere(url: string, hasActions: boolean): boolean {
  return pathReadings(url).some((path) => {
    if (!path.toLowerCase().startsWith(`${ROOT}/`)) return true;
    const [, , segment = ''] = path.toLowerCase().split('/');
    return OWN_SEGMENTS.includes(segment) || (hasActions && OF_ACTIONS.includes(segment));
  });
}

/**
 * Adds the routes that pass on what apps ask for: tables, catalog, actions, uploads, pictures. Only accepted sessions may
 * ask, and they do so as themselves (docs/upstream.md).
 */
export function addUpstreamRoutes(scope: FastifyInstance, parts: UpstreamRouteParts): void {
  const { upstream, sessions, callers, recorder, otherwise, hasActions, isDataUnused } = parts;
  upstream.readBodies(scope);
  const handler: MobileRoute['handle'] = async (request: FaceRequest, reply) => {
    if (isAnsweredHere(request.url, hasActions) || !upstream.takes(request)) return otherwise(request, reply);
    const caller = await callers.authorised(request);
    if (isDataUnused) note(request.trace, 'mobile.data.unused');
    if (caller.kind === 'developer') return upstream.forward(request, reply, { isProven: true });
    const { held } = caller;
    // An answer may repeat them to the journal.
    const sent = requestSecrets(request);
    for (const secret of sent) request.trace.hide(secret);
    return upstream.forward(request, reply, {
      session: keyOf(held.file),
      isProven: true,
      identity: sessions.identityOf(held, request.trace),
      ...(recorder && {
        answered: (answer) => recorder.add(request, held.session, answer, [...sent, ...sessions.secretsOf(held.file)]),
      }),
    });
  };
  scope.route({
    method: scope.supportedMethods,
    url: `${ROOT}/*`,
    config: { face: 'mobile' },
    exposeHeadRoute: false,
    handler,
  });
}
