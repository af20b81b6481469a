import type { FastifyReply } from 'fastify';
import type { FaceRequest } from '../../kernel/answer/face';

/** One thing that the mobile face can be asked. */
export interface MobileRoute {
  readonly method: 'GET' | 'POST';
  /** A pattern of Fastify's. */
  readonly path: string;
  /** Answers with JSON, or sends by itself; throws a MobileError to refuse. */
  handle(request: FaceRequest, reply: FastifyReply): unknown;
}

/** Where 4D's mobile apps find everything. */
export const ROOT = '/mobileapp';
