import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html } from '../../../core/base/html';
import type { IntroductionLine } from '../../../core/protocol/introductionLine';
import type { FaceName } from '../../../core/protocol/journal';
import { note } from '../journal/note';
import { prefersHtml } from './prefersHtml';
import { sendPage } from './sendPage';

/** One route, as the page lists it. */
interface ListedRoute {
  readonly method: string;
  readonly path: string;
  readonly face: FaceName;
}

/** What the page tells. It is read for each answer, because addresses are known only when the server listens. */
export interface StartPageParts {
  readonly url: () => string;
  /** What the emulated systems tell of themselves. */
  readonly lines: () => readonly IntroductionLine[];
  readonly routes: () => readonly ListedRoute[];
}

/** Faces whose routes are no part of an emulated system. */
const OWN_FACES: readonly FaceName[] = ['control', 'server'];

/** HEAD is answered with the header fields that GET has (RFC 9110, 9.3.2). */
const READS: readonly string[] = ['GET', 'HEAD'];

/** The page that a person gets at `GET /` of a server on which no emulated system has a page there. */
export class StartPage {
  constructor(private readonly parts: StartPageParts) {}

  /** @returns undefined if this request does not ask for the page */
  answer(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    const path = request.originalUrl.replace(/[?#].*$/s, '');
    if (!READS.includes(request.method) || path !== '/') return undefined;
    // The answer without the page depends on it too. A cache between must not give the one to who wants the other.
    reply.headers({ vary: 'Accept', 'cache-control': 'no-store' });
    if (!prefersHtml(request.headers.accept)) return undefined;
    note(request.trace, 'server.start-page');
    const { url, lines, routes } = this.parts;
    const shown = [{ label: 'Address', text: url() }, ...lines()];
    const body = html`<p>Session Workbench answers apps and clients here, on a machine of a developer. It has no page for people but this one.</p>
<dl>${shown.map(
      ({ label, text }) => html`<dt>${label}</dt><dd>${linked(text)}</dd>
`,
    )}</dl>
${listed(routes())}`;
    return sendPage(reply, 200, 'Dev session server', body);
  }
}

/** A line that is one address leads there. */
function linked(text: string): Html {
  return /^https?:\/\/\S+$/.test(text) ? html`<a href="${text}">${text}</a>` : html`${text}`;
}

/** The routes of each emulated system. One for every method is left out: it only says what is missing. */
function listed(routes: readonly ListedRoute[]): Html {
  const methods = new Map<string, string[]>();
  for (const { method, path, face } of routes) {
    const place = `${face} ${path}`;
    if (OWN_FACES.includes(face) || method === 'HEAD') continue;
    methods.set(place, [...(methods.get(place) ?? []), method]);
  }
  const texts = new Map<string, string[]>();
  for (const [place, its] of methods) {
    const [face = '', path = ''] = place.split(' ');
    if (!its.includes('TRACE')) texts.set(face, [...(texts.get(face) ?? []), `${its.join(', ')} ${path}`]);
  }
  return html`${[...texts].map(
    ([face, its]) => html`<h2>Routes of ${face}</h2>
<pre>${its.join('\n')}</pre>
`,
  )}`;
}
