import type { FastifyReply } from 'fastify';
import type { FaceRequest } from '../../kernel/answer/face';
import { slipsBetween } from '../../kernel/http/pathSlips';
import type { Callers } from './callers';
import type { NearRoute } from './data/nearRoute';
import type { RecordedAnswers } from './data/recordedAnswers';
import { DATA_ADVICE } from './dataAdvice';
import { refuse } from './mobileRestError';
import { isPathOfRoute, type MobileRoute } from './mobileRoute';

/** Comparing takes longer for longer paths, and they are hardly ever mistyped. */
const LONGEST_COMPARED = 120;

/**
 * Answers requests that match no route. A wrong method is checked first, then the session. Then recorded answers are played,
 * and without them the answer is not found.
 */
export class UnknownRoute {
  constructor(
    private readonly routes: readonly MobileRoute[],
    private readonly callers: Callers,
    private readonly data: RecordedAnswers | undefined,
    /** Whether there is a real server, which has the data. */
    private readonly hasUpstream: boolean,
  ) {}

  async handle(request: FaceRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { trace, method } = request;
    const path = pathOf(request.url);
    const known = this.routes.filter((route) => isPathOfRoute(route.path, path));
    const [first] = known;
    if (first) {
      const methods = known.filter((route) => route.path === first.path).map((route) => route.method);
      const reason = `${first.path} takes ${methods.join(' and ')} only.`;
      const isGet = (method === 'GET' || method === 'HEAD') && !methods.includes('GET');
      return refuse(trace, 'mobile.route.method', isGet ? 1911 : 1910, reason, { allow: methods.join(', ') });
    }
    const caller = await this.callers.authorised(request);
    const nearest = this.nearest(path);
    if (this.data) return this.data.play(request, reply, caller, nearest);
    const hint = nearest === undefined ? '' : `; the nearest is ${nearest.name}`;
    const reason = `There is no such route${hint}.`;
    if (this.hasUpstream) return refuse(trace, 'mobile.route.unknown', 1909, reason);
    const { words, remedy } = DATA_ADVICE;
    return refuse(trace, 'mobile.route.unknown', 1909, reason, { told: `${reason} ${words}`, remedy });
  }

  /** Undefined if none is near. */
  private nearest(path: string): NearRoute | undefined {
    const given = path.slice(0, LONGEST_COMPARED).toLowerCase();
    const near = this.routes
      .map((route) => ({ route, slips: slipsBetween(given, route.path.toLowerCase()) }))
      .filter(({ slips }) => slips !== undefined)
      .toSorted((a, b) => Number(a.slips) - Number(b.slips))[0];
    return near && { name: `${near.route.method} ${near.route.path}`, isSame: near.slips === 0 };
  }
}

function pathOf(url: string): string {
  return url.replace(/[?#].*$/s, '');
}
