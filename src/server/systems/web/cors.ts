import type { FastifyReply } from 'fastify';
import { optionWords } from '../../../core/server/optionWords';
import type { FaceRequest } from '../../kernel/answer/face';
import type { Refusal } from '../../kernel/answer/refusal';
import { type ForeignPage, hostOfOrigin, isSafeMethod } from '../../kernel/guard/callingPage';
import type { ForeignPages } from '../../kernel/guard/foreignPages';
import { type CorsOption, CorsRule } from './corsRule';
import { note } from './note';
import { WebRefusal } from './webRefusal';
import { pathOf } from './webRequest';

const OPTION = 'web.cors';
const LONGEST_ORIGIN = 200;

/**
 * 4D's CORS service: which pages of other origins may call the web face, and read its answers. It is off without rules.
 * A page that is not listed, or uses another method, gets 403 (docs/facts/4d-web.md#cors).
 */
export class Cors implements ForeignPages {
  readonly option = OPTION;
  private readonly rules: readonly CorsRule[];

  /**
   * @param othersPaths first path segments, in lower case, that belong to other parts of the server
   * @throws OptionsError for a rule that is none
   */
  constructor(
    rules: readonly CorsOption[] = [],
    private readonly othersPaths: readonly string[] = [],
  ) {
    this.rules = rules.map((each) => new CorsRule(each));
  }

  private get isOn(): boolean {
    return this.rules.length > 0;
  }

  covers(url: string): boolean {
    const [, first = ''] = pathOf(url).toLowerCase().split('/');
    return !this.othersPaths.includes(first);
  }

  /**
   * Whether the rules let a page of another origin call. False if they say nothing about it.
   * @throws WebRefusal 403 if the service is on, and the page or the method is not allowed
   */
  admits({ origin, trust, site }: ForeignPage, method: string): boolean {
    if (!this.isOn || origin === undefined) return false;
    const methods = this.methodsOf(origin);
    if (methods.includes(method.toUpperCase())) return true;
    const page = origin.slice(0, LONGEST_ORIGIN);
    if (methods.length > 0) {
      throw refusal(
        `A page of ${page} may use ${methods.join(', ')} here, but not ${method.slice(0, 20)}; add the method in ${optionWords(OPTION)}.`,
      );
    }
    if (trust === 'server') return false;
    if (origin === 'null') throw refusal(hiddenWords(site));
    const value = hostOfOrigin(origin);
    if (value === undefined)
      throw refusal(
        `A page of ${page} may not call this, and has no host that ${OPTION} could list; call from a page with an address.`,
      );
    const proxy = trust === 'proxy' ? ', or, if it comes through a proxy of yours, let the proxy pass on Host' : '';
    throw refusal(`A page of ${page} may not call this; add “${value}” to ${optionWords(OPTION)}${proxy}.`, value);
  }

  /**
   * Adds the headers that let the page read the answer, and answers the question that a browser asks before.
   * @returns whether the request is answered
   */
  answer(request: FaceRequest, reply: FastifyReply): boolean {
    const { trace, method, headers, callingPage: page, originalUrl } = request;
    // What one page may read, another may not get from a cache.
    if (this.isOn) reply.header('vary', 'Origin');
    if (page?.kind !== 'foreign' || page.origin === undefined || !this.covers(originalUrl)) return false;
    const { origin, isNavigation, trust } = page;
    const methods = this.methodsOf(origin);
    const shown = origin.slice(0, LONGEST_ORIGIN);
    if (isNavigation) {
      // Only a form needs to be let in, and it reads nothing.
      const isForm = methods.length > 0 && !isSafeMethod(method);
      if (isForm) note(trace, 'web.cors.allowed', `A page of ${shown} sent a form here, which ${OPTION} allows.`);
      return false;
    }
    if (methods.length === 0) {
      // Behind a proxy it may be a page of this server.
      if (trust !== 'proxy') noteUnread(request, origin);
      return false;
    }
    reply.header('access-control-allow-origin', origin);
    if (origin !== 'null') reply.header('access-control-allow-credentials', 'true');
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) {
      note(trace, 'web.cors.allowed', `A page of ${shown} called, which ${OPTION} allows, so it may read the answer.`);
      return false;
    }
    reply.header('access-control-allow-methods', methods.join(', '));
    const asked = headers['access-control-request-headers'];
    if (asked !== undefined) reply.header('access-control-allow-headers', asked);
    note(trace, 'web.cors.preflight');
    void reply.code(204).send();
    return true;
  }

  /** The origin of a page that calls from elsewhere, and that the rules let in. */
  pageOf({ callingPage: page }: FaceRequest): string | undefined {
    if (page?.kind !== 'foreign' || page.origin === undefined || page.isNavigation) return undefined;
    return this.methodsOf(page.origin).length > 0 ? page.origin : undefined;
  }

  /** The methods of all rules that take the origin. */
  private methodsOf(origin: string): string[] {
    return [...new Set(this.rules.filter((rule) => rule.takes(origin)).flatMap(({ methods }) => methods))];
  }
}

/** Says that the request ran, but that the page sees nothing of its answer. */
function noteUnread({ trace }: FaceRequest, origin: string): void {
  const value = hostOfOrigin(origin);
  const problem = `A page of ${origin.slice(0, LONGEST_ORIGIN)} called, and its browser lets it read no answer`;
  const words = optionWords(OPTION);
  const wayOut = value === undefined ? `only the host * in ${words} does` : `to let it, add “${value}” to ${words}`;
  note(trace, 'web.cors.unread', `${problem}; ${wayOut}.`, { option: OPTION, ...(value !== undefined && { value }) });
}

function hiddenWords(site: ForeignPage['site']): string {
  const problem = 'A page that hides its origin (Origin: null) may not call this';
  if (site !== undefined)
    return `${problem}; call from a page with an address, or let in every page with the host * in ${optionWords(OPTION)}.`;
  return `${problem}; if it is a page of this server, give it the referrer policy same-origin, or use HTTPS; otherwise only the host * in ${optionWords(OPTION)} lets it in.`;
}

function refusal(message: string, value?: string): Refusal {
  return new WebRefusal(403, 'cors', message, { remedy: { option: OPTION, ...(value !== undefined && { value }) } });
}
