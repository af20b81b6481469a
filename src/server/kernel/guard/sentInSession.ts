import type { FastifyReply, FastifyRequest } from 'fastify';
import { SENT_IN } from '../../../core/protocol/sentIn';
import { HttpError } from '../answer/httpError';
import { note } from '../journal/note';
import type { SessionHeaders } from '../secrets/standIns';
import { isAskedHere } from './askedHere';
import type { BearerToken } from './bearerToken';
import type { HostNames } from './hostNames';

/** The header with the token, as people write it. */
const TOKEN_HEADER = 'Session-Workbench-Token';

export interface SentInParts {
  readonly names: Pick<HostNames, 'isMachine'>;
  readonly token: BearerToken;
  /** What a client sends in a session of a system. Undefined if there is no such session. */
  readonly headersOf: (system: string, session: string) => Promise<SessionHeaders | undefined>;
}

/**
 * Lets a program of this machine that has the control token send a request in a session of somebody else, whose secret it
 * needs not know. From then on the request is as any other.
 */
export class SentInSession {
  constructor(private readonly parts: SentInParts) {}

  isAsked({ headers }: FastifyRequest): boolean {
    return headers[SENT_IN.session] !== undefined || headers[SENT_IN.token] !== undefined;
  }

  /** @throws HttpError if it may not, or if there is no such session */
  async apply(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { headers, trace } = request;
    const asked = String(headers[SENT_IN.session] ?? '');
    const token = headers[SENT_IN.token];
    // First of all: no handler, no upstream and no journal sees them.
    replaceHeaders(request, {});
    if (!isAskedHere(request, this.parts.names)) {
      const message = 'A request is sent in the session of somebody else from this machine only; send it from here.';
      throw new HttpError(403, 'not-loopback', message);
    }
    if (request.callingPage?.kind !== 'none') {
      const message = 'A page must not send a request in the session of somebody else; send it from a program.';
      throw new HttpError(403, 'origin-foreign', message);
    }
    this.parts.token.checkHeader(TOKEN_HEADER, token === undefined ? undefined : String(token).trim());
    const at = asked.indexOf(':');
    const sent = at < 0 ? undefined : await this.parts.headersOf(asked.slice(0, at), asked.slice(at + 1));
    if (!sent) {
      const message = 'There is no such session any more; name one as SYSTEM:ID, with an id of the state.';
      throw new HttpError(404, 'session-unknown', message);
    }
    replaceHeaders(request, sent.headers);
    note(trace, 'server.sent-in', `It was sent in the session ${asked} by who has the control token.`);
    const { end } = sent;
    if (end) reply.raw.once('close', end);
  }
}

/** Takes the headers of this away, and puts others in the place of those that have their names. */
function replaceHeaders({ raw }: FastifyRequest, headers: SessionHeaders['headers']): void {
  const gone = new Set<string>([SENT_IN.session, SENT_IN.token, ...Object.keys(headers)]);
  for (const name of gone) delete raw.headers[name];
  Object.assign(raw.headers, headers);
  // Code of a project may be told all lines of the request.
  const lines = raw.rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && !gone.has(name.toLowerCase()) ? [name, raw.rawHeaders[index + 1] ?? ''] : [],
  );
  raw.rawHeaders.splice(0, raw.rawHeaders.length, ...lines, ...Object.entries(headers).flat());
}
