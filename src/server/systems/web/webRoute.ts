import type { FastifyReply } from 'fastify';
import type { FaceRequest } from '../../kernel/answer/face';
import type { CookieSession } from './cookieSession';

/** A route of the web face. */
export interface WebRoute {
  /** `*` stands for every method that has no route of its own at this path. */
  readonly method: 'GET' | 'POST' | '*';
  /** A path pattern of Fastify. */
  readonly path: string;
  /** Type of a session that the request creates. */
  readonly type: 'web' | 'rest';
  /**
   * Returns the JSON of the answer, or sends the answer itself. Before the call, the cookie and `$4DSID` were read. No
   * guest session has been created.
   */
  handle(request: FaceRequest, reply: FastifyReply, current: CookieSession): Promise<unknown>;
}
