import type { FastifyReply } from 'fastify';
import type { FaceRequest } from '../../kernel/answer/face';

/** A limit of bodies, with the option that sets it: who is refused for it has to know what to raise. */
interface BodyLimit {
  readonly mb: number;
  /** Such as `mobile.uploadMb`. */
  readonly option: string;
  /** The greatest value of the option. */
  readonly mostMb: number;
}

/** A route of the mobile face. */
export interface MobileRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** A path pattern of Fastify. */
  readonly path: string;
  /** The limit of a body, where it is not that of the server (`bodyMb`). */
  readonly body?: BodyLimit;
  /** Whether bodies are left out of the journal. */
  readonly withoutBody?: boolean;
  /**
   * Returns the JSON of the answer, or sends the answer itself.
   * @throws MobileError to refuse the request
   */
  handle(request: FaceRequest, reply: FastifyReply): unknown;
}

/** Whether a path matches the pattern of a route. A parameter stands for one segment, a star at the end for the rest. */
export function isPathOfRoute(route: string, path: string): boolean {
  const parts = route.split('/');
  const given = path.split('/');
  const takesRest = parts.at(-1) === '*';
  if (takesRest ? given.length < parts.length : given.length !== parts.length) return false;
  return parts.every((part, index) => part === '*' || part.startsWith(':') || part === given[index]);
}

/** The path under which most routes of mobile apps are. */
export const ROOT = '/mobileapp';
