import type { FastifyReply } from 'fastify';
import type { FaceRequest } from '../../kernel/answer/face';

/** A route of the mobile face. */
export interface MobileRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** A path pattern of Fastify. */
  readonly path: string;
  /** Maximum number of bytes of a body. That of the server unless given. */
  readonly bodyLimit?: number;
  /** Whether bodies are left out of the journal. */
  readonly withoutBody?: boolean;
  /**
   * Returns the JSON of the answer, or sends the answer itself.
   * @throws MobileError to refuse the request
   */
  handle(request: FaceRequest, reply: FastifyReply): unknown;
}

/** The path under which most routes of mobile apps are. */
export const ROOT = '/mobileapp';
