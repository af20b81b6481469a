import type { FastifyReply } from 'fastify';
import type { FaceRequest } from '../../kernel/answer/face';
import { Refusal } from '../../kernel/answer/refusal';
import type { Upstream } from '../../kernel/upstream/upstream';
import type { CookieSession } from './cookieSession';

/** Failures that say that the code is not here. It may be in the methods and classes of the real server. */
const NOT_HERE: readonly string[] = ['noModule', 'noSingleton', 'noDataClass', 'noFunction'];

/**
 * Passes on what the project has no handler, page or code for. Each web session of this server has a session of its own
 * there, whose cookie stays here (docs/upstream.md).
 */
export class WebUpstream {
  constructor(private readonly upstream: Upstream) {}

  takes(request: FaceRequest): boolean {
    return this.upstream.takes(request);
  }

  /** Whether the upstream may have what the developer's code of this server does not. */
  takesAfter({ kind }: { readonly kind: string }, request: FaceRequest): boolean {
    return NOT_HERE.includes(kind) && this.takes(request);
  }

  /** Pages, forms and REST requests open a session, as they do without an upstream. Style sheets and pictures do not. */
  async pass(request: FaceRequest, reply: FastifyReply, current: CookieSession): Promise<FastifyReply> {
    const session = opensSession(request) || current.owesSession ? await current.session() : current.present;
    try {
      return await this.upstream.forward(request, reply, { session: session && `web:${session.id}` });
    } catch (error) {
      if (!(error instanceof Refusal) || !isRest(request)) throw error;
      error.noteIn(request.trace);
      const { statusCode, headers, message } = error;
      return reply
        .code(statusCode)
        .headers(headers)
        .send({ __ERROR: [{ message }] });
    }
  }

  restored(): void {
    this.upstream.restored();
  }
}

function opensSession(request: FaceRequest): boolean {
  const { method, headers } = request;
  return (method !== 'GET' && method !== 'HEAD') || isRest(request) || /\btext\/html\b/i.test(headers.accept ?? '');
}

function isRest({ url }: FaceRequest): boolean {
  return /^\/rest(?:[/?#]|$)/i.test(url);
}
