import type { FastifyReply } from 'fastify';
import { optionWords } from '../../../core/server/optionWords';
import type { FaceRequest } from '../../kernel/answer/face';
import type { Refusal } from '../../kernel/answer/refusal';
import type { ForeignPages } from '../../kernel/guard/foreignPages';
import { type CorsOption, CorsRule } from './corsRule';
import { note } from './note';
import { WebRefusal } from './webRefusal';

const OPTION = 'web.cors';
const LONGEST_ORIGIN = 200;

/**
 * 4D's CORS service: which pages of other origins may call the web face, and read its answers. It is off without rules.
 * A page that is not listed, or uses another method, gets 403 (docs/facts/4d-web.md#cors).
 */
export class Cors implements ForeignPages {
  readonly option = OPTION;
  private readonly rules: readonly CorsRule[];

  /** @throws OptionsError for a rule that is none */
  constructor(rules: readonly CorsOption[] = []) {
    this.rules = rules.map((each) => new CorsRule(each));
  }

  private get isOn(): boolean {
    return this.rules.length > 0;
  }

  /**
   * Whether the rules let a page of another origin call. False if they say nothing about it.
   * @param isKnown whether the page is let in without them
   * @throws WebRefusal 403 if the service is on, and the page or the method is not allowed
   */
  admits(origin: string, method: string, isKnown: boolean): boolean {
    if (!this.isOn) return false;
    const methods = this.methodsOf(origin);
    if (methods.includes(method.toUpperCase())) return true;
    const page = origin.slice(0, LONGEST_ORIGIN);
    if (methods.length > 0) {
      throw refusal(
        `A page of ${page} may use ${methods.join(', ')} here, but not ${method.slice(0, 20)}; add the method in ${optionWords(OPTION)}.`,
      );
    }
    if (isKnown) return false;
    const value = URL.canParse(origin) ? new URL(origin).host : undefined;
    throw refusal(`A page of ${page} may not call this; add its host to ${optionWords(OPTION)}.`, value || undefined);
  }

  /**
   * Adds the headers that let the page read the answer, and answers the question that a browser asks before.
   * @returns whether the request is answered
   */
  answer(request: FaceRequest, reply: FastifyReply): boolean {
    if (!this.isOn) return false;
    // What one page may read, another may not get from a cache.
    reply.header('vary', 'Origin');
    const origin = this.pageOf(request);
    if (origin === undefined) return false;
    const { trace, method, headers } = request;
    reply.header('access-control-allow-origin', origin);
    if (origin !== 'null') reply.header('access-control-allow-credentials', 'true');
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) {
      note(trace, 'web.cors.allowed', `A page of ${origin} called, which ${OPTION} allows, so it may read the answer.`);
      return false;
    }
    reply.header('access-control-allow-methods', this.methodsOf(origin).join(', '));
    const asked = headers['access-control-request-headers'];
    if (asked !== undefined) reply.header('access-control-allow-headers', asked);
    note(trace, 'web.cors.preflight');
    void reply.code(204).send();
    return true;
  }

  /** The origin of a page that calls from elsewhere, and that the rules let in. */
  pageOf({ headers, protocol }: FaceRequest): string | undefined {
    const { origin, host } = headers;
    if (origin === undefined || origin.toLowerCase() === `${protocol}://${host}`.toLowerCase()) return undefined;
    return this.methodsOf(origin).length > 0 ? origin : undefined;
  }

  /** The methods of all rules that take the origin. */
  private methodsOf(origin: string): string[] {
    return [...new Set(this.rules.filter((rule) => rule.takes(origin)).flatMap(({ methods }) => methods))];
  }
}

function refusal(message: string, value?: string): Refusal {
  return new WebRefusal(403, 'cors', message, {}, { option: OPTION, ...(value !== undefined && { value }) });
}
