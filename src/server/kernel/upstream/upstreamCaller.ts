import { parsedUrl } from '../../../core/base/parsedUrl';
import { optionWords } from '../../../core/server/optionWords';
import type { FaceRequest } from '../answer/face';
import { HttpError } from '../answer/httpError';
import { Refusal } from '../answer/refusal';
import { type ForeignPage, hostOfOrigin } from '../guard/callingPage';
import type { ForeignPages } from '../guard/foreignPages';

/**
 * Lets in what may act with the credential of a developer: a program, a page of this server, and a page that the option for
 * pages of other origins lets in. The guard lets links and frames of any page in, because their session is their own; here
 * the identity is the same for all, and a GET may change data (docs/upstream.md#who-asks).
 * @throws Refusal 403
 */
export function assertMayUseCredential(request: FaceRequest): void {
  const { callingPage: page, headers, routeOptions, originalUrl } = request;
  const { foreignPages } = routeOptions.config;
  const pages = foreignPages?.covers(originalUrl) ? foreignPages : undefined;
  const referrer = originOf(headers.referer);
  if (page?.kind === 'own') return;
  if (page?.kind === 'foreign') {
    if (page.trust) return;
    const named = page.origin === undefined && referrer !== undefined ? { ...page, origin: referrer } : page;
    if (isIn(named, request.method, pages)) return;
    throw foreignRefusal(named.origin, pages);
  }
  // Browsers say nothing of themselves to plain HTTP at other names than those of this machine (Fetch Metadata, 2).
  if (referrer !== undefined && !hasHost(referrer, headers.host)) {
    const named: ForeignPage = { kind: 'foreign', origin: referrer, isNavigation: true, hasOwnHost: false };
    if (!isIn(named, request.method, pages)) throw foreignRefusal(referrer, pages);
  } else if (referrer === undefined && isUnprovenBrowser(request)) {
    const message =
      'The browser does not say whose page asks, and the upstream would be asked as the developer; use HTTPS, or open this server as 127.0.0.1, in a browser of these days.';
    throw new HttpError(403, 'upstream-page', message, { remedy: { option: 'upstream.authorizationVariable' } });
  }
}

function isIn(page: ForeignPage, method: string, pages: ForeignPages | undefined): boolean {
  if (page.origin === undefined) return false;
  try {
    return pages?.admits(page, method) === true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/**
 * Whether a browser sends the request, and tells nothing of the page: to plain HTTP at another name than those of this machine,
 * and where it is old (Safari before 16.4). The libraries of apps name themselves otherwise, and Windows PowerShell is no browser.
 */
function isUnprovenBrowser({ headers }: FaceRequest): boolean {
  return /^Mozilla\/(?!.*PowerShell\/)/.test(headers['user-agent'] ?? '');
}

function foreignRefusal(origin: string | undefined, pages: ForeignPages | undefined): Refusal {
  const value = origin === undefined ? undefined : hostOfOrigin(origin);
  const whose = value === undefined ? 'A page of another site' : `A page of ${value}`;
  const problem = `${whose} may not ask the upstream as the developer, whom “upstream.authorizationVariable” names`;
  const listing = pages && value !== undefined ? `, or add “${value}” to ${optionWords(pages.option)}` : '';
  const message = `${problem}; type the address, ask from a page of this server or from a program${listing}.`;
  const remedy = pages && value !== undefined ? { option: pages.option, value } : undefined;
  return new HttpError(403, 'upstream-page', message, { remedy });
}

function originOf(referrer: string | undefined): string | undefined {
  if (referrer === undefined || referrer === '') return undefined;
  return parsedUrl(() => new URL(referrer))?.origin ?? 'null';
}

function hasHost(origin: string, host: string | undefined): boolean {
  const own = parsedUrl(() => new URL(origin))?.host;
  return own !== undefined && own === host?.toLowerCase();
}
