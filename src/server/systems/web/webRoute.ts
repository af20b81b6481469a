import type { FastifyReply } from 'fastify';
import type { FaceRequest } from '../../kernel/answer/face';
import type { CookieSession } from './cookieSession';

/** One thing that the web face can be asked. */
export interface WebRoute {
  /** `*` is every method that has no route of its own there. */
  readonly method: 'GET' | 'POST' | '*';
  /** A pattern of Fastify's. */
  readonly path: string;
  /** Of the session that the request makes. */
  readonly type: 'web' | 'rest';
  /** Answers with JSON, or sends by itself. Cookie and `$4DSID` were taken in; no guest was made yet. */
  handle(request: FaceRequest, reply: FastifyReply, current: CookieSession): Promise<unknown>;
}
