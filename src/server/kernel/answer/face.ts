import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Trace } from '../journal/trace';
import type { Handling } from './handling';

declare module 'fastify' {
  interface FastifyRequest {
    /** Why this request is answered as it is. */
    trace: Trace;
    /** How far the server is with this request. */
    handling: Handling;
  }
  interface FastifyContextConfig {
    /** Which face a route belongs to; the journal and the faults read it. */
    face?: import('../../../core/protocol/journal').Face;
  }
}

/** One emulated system: adds its routes to the server. Its state is in the store, so that it can be put out and in again. */
export interface Face {
  /** Routes are given with `config: { face: … }`. */
  register(app: FastifyInstance): void;
  dispose(): void | Promise<void>;
}

/** A request as a face sees it. */
export type FaceRequest = FastifyRequest;
