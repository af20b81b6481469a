import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { FaceName } from '../../../core/protocol/journal';
import type { Trace } from '../journal/trace';
import type { Handling } from './handling';
import type { Refusal } from './refusal';

declare module 'fastify' {
  interface FastifyRequest {
    /** The reasons for the answer to this request. */
    trace: Trace;
    /** The progress of this request. */
    handling: Handling;
  }
  interface FastifyInstance {
    /** What the server says of a request that no route takes. A scope that answers it in its own form asks for it here. */
    unknownRoute(request: FastifyRequest): Refusal;
  }
  interface FastifyContextConfig {
    /** The face that a route belongs to, for the journal and the faults. */
    face?: FaceName;
    /** Whether its body has values that came in by other requests, so that it may be nested deeper than they are. */
    wrapsValues?: boolean;
    /** Whether bodies are left out of the journal, because they are too large or hold too many secrets. */
    withoutBody?: boolean;
  }
}

/** A group of routes, such as those of one emulated system. Its state is in the store, so that snapshots contain it. */
export interface Face {
  /** Adds the routes, each with `config: { face: … }`. */
  register(app: FastifyInstance): void;
  dispose(): void | Promise<void>;
}

/** A request, as the handlers of a face get it. */
export type FaceRequest = FastifyRequest;
