import { parsedUrl } from '../../../core/base/parsedUrl';
import { optionWords } from '../../../core/server/optionWords';
import { HttpError } from '../answer/httpError';
import type { Refusal } from '../answer/refusal';
import { type CallingPage, type ForeignPage, hostOfOrigin } from './callingPage';
import { ALLOWED_HOSTS, isAllowable } from './hostRefusal';

const LONGEST_ORIGIN = 200;

/** A page that may not call, and what could let it in. */
export interface RefusedPage {
  readonly page: ForeignPage;
  /** Whether it wants to load something, and changes nothing. */
  readonly isLoading: boolean;
  /** The option that lets pages of other origins call the route. Undefined if none does. */
  readonly pagesOption?: string | undefined;
}

/** The refusal of a page that calls the control API, whosever it is. */
export function controlPageRefusal(page: CallingPage): Refusal {
  const tellsOrigin = page.kind === 'foreign' ? page.origin !== undefined : true;
  const message = 'A page of another site may not do this; call it from a program.';
  return new HttpError(403, tellsOrigin ? 'origin-foreign' : 'site-foreign', message);
}

/** The refusal of a page of another origin, with the true cause and a way out for whoever wrote the page. */
export function pageRefusal({ page, isLoading, pagesOption }: RefusedPage): Refusal {
  const { origin, hasOwnHost } = page;
  const code = isLoading || origin === undefined ? 'site-foreign' : 'origin-foreign';
  if (origin === undefined) return silentRefusal(pagesOption);
  if (origin === 'null') return new HttpError(403, code, hiddenOrigin(page, pagesOption));
  const { protocol = '', hostname = '' } = parsedUrl(() => new URL(origin)) ?? {};
  const problem = `A page of another origin, ${origin.slice(0, LONGEST_ORIGIN)}, may not ${isLoading ? 'load' : 'do'} this`;
  const isOfWeb = /^https?:$/.test(protocol) && isAllowable(hostname);
  const mayBeProxied = isOfWeb && !hasOwnHost && page.site !== 'same-site' && page.site !== 'cross-site';
  const proxy = `add “${hostname}” to ${optionWords(ALLOWED_HOSTS)}`;
  if (page.site === 'same-origin' && mayBeProxied) {
    return new HttpError(403, code, `${problem}: it comes through a proxy that sends its own Host; ${proxy}.`, {
      remedy: { option: ALLOWED_HOSTS, value: hostname },
    });
  }
  const orProxy = mayBeProxied ? `, or, if the page comes through a proxy of yours, ${proxy}` : '';
  const host = hostOfOrigin(origin);
  if (pagesOption !== undefined && host !== undefined) {
    const listing = `add “${host}” to ${optionWords(pagesOption)}`;
    return new HttpError(403, code, `${problem}; ${listing}${orProxy}.`, {
      remedy: { option: pagesOption, value: host },
    });
  }
  if (mayBeProxied) {
    // Nobody but the reader knows whether there is a proxy. Without one, the name would be that of a stranger.
    const remedy = { option: ALLOWED_HOSTS };
    return new HttpError(403, code, `${problem}; call it from a program${orProxy}.`, { remedy });
  }
  const way = 'call it from a program, or let the server that sends the page pass the call on';
  return new HttpError(403, code, `${problem}; ${way}.`);
}

/** Of a picture, script or frame, for which a browser sends no origin. */
function silentRefusal(pagesOption: string | undefined): Refusal {
  const problem = 'A page of another site may not load this; follow a link to it instead';
  if (pagesOption === undefined) return new HttpError(403, 'site-foreign', `${problem}.`);
  const listing = `load it with the attribute crossorigin, and add the host of the page to ${optionWords(pagesOption)}`;
  return new HttpError(403, 'site-foreign', `${problem}, or ${listing}.`, { remedy: { option: pagesOption } });
}

/** Of a page with the origin `null`. Only the browser can say whose it is, and it does so over HTTPS and on this machine alone. */
function hiddenOrigin({ site }: ForeignPage, pagesOption: string | undefined): string {
  const problem = 'The page hides its origin (Origin: null)';
  if (site === undefined) {
    return `${problem}, as with the referrer policy no-referrer, so nobody can say whether it is a page of this server; if it is, give it the referrer policy same-origin, or use HTTPS.`;
  }
  const isIn = pagesOption === undefined ? '' : `, or let in every page with the host * in ${optionWords(pagesOption)}`;
  return `${problem}, as one of a file, in a sandbox or behind a redirect does, and is none of this server; call from a page with an address${isIn}.`;
}
