import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html, raw } from '../../../core/base/html';
import type { LanAddress } from '../../../core/protocol/address';
import type { IntroductionLine } from '../../../core/protocol/introductionLine';
import type { FaceName } from '../../../core/protocol/journal';
import type { TestLogin } from '../../../core/protocol/startPageParts';
import { prefersHtml } from '../answer/prefersHtml';
import { sendPage } from '../answer/sendPage';
import { note } from '../journal/note';
import { START_PAGE_SCRIPT } from './startPageScript';

/** One route, as the page lists it. */
interface ListedRoute {
  readonly method: string;
  readonly path: string;
  readonly face: FaceName;
}

/** What the page tells. It is read for each answer, because addresses are known only when the server listens. */
export interface StartPageParts {
  readonly url: () => string;
  /** Whether who asks sits at this machine. Only then are there a live journal, and the pairing code for a phone. */
  readonly isHere: (request: FastifyRequest) => boolean;
  /** The addresses for devices of the network, while it is let in. */
  readonly lan: () => LanAddress | undefined;
  /** What the emulated systems tell of themselves. */
  readonly lines: () => readonly IntroductionLine[];
  readonly logins: () => readonly TestLogin[];
  readonly routes: () => readonly ListedRoute[];
}

/** Faces whose routes are no part of an emulated system. */
const OWN_FACES: readonly FaceName[] = ['control', 'server'];

/** HEAD is answered with the header fields that GET has (RFC 9110, 9.3.2). */
const READS: readonly string[] = ['GET', 'HEAD'];

/**
 * The page that a person gets at `GET /` of a server on which no emulated system has a page there, and the same facts as
 * JSON for a program.
 */
export class StartPage {
  constructor(private readonly parts: StartPageParts) {}

  isAsked({ method, originalUrl }: FastifyRequest): boolean {
    return READS.includes(method) && originalUrl.replace(/[?#].*$/s, '') === '/';
  }

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    note(request.trace, 'server.start-page');
    // A cache between must not give the one to who wants the other.
    reply.headers({ vary: 'Accept', 'cache-control': 'no-store' });
    const { url, lan, lines, routes } = this.parts;
    const urls = lan()?.urls ?? [];
    const listed = routesByFace(routes());
    if (!prefersHtml(request.headers.accept)) {
      const facts = { name: 'Session Workbench', url: url(), lanUrls: urls, facts: lines(), routes: listed };
      return reply.header('x-content-type-options', 'nosniff').send(facts);
    }
    const isHere = this.parts.isHere(request);
    const shown = [
      { label: 'Address', text: url() },
      ...urls.map((text) => ({ label: 'On the network', text })),
      ...lines(),
    ];
    const body = html`<p>Session Workbench answers apps and clients here, on a machine of a developer. It has no page for people but this one.</p>
<dl>${shown.map(
      ({ label, text }) => html`<dt>${label}</dt><dd>${linked(text)}</dd>
`,
    )}</dl>
${await this.phone(isHere)}
${this.parts.logins().map(loginForm)}
${isHere && LIVE}
${Object.entries(listed).map(
  ([face, its]) => html`<details><summary>Routes of ${face}</summary>
<pre>${its.join('\n')}</pre></details>
`,
)}`;
    return sendPage(reply, 200, 'Dev session server', body, { script: START_PAGE_SCRIPT });
  }

  /** How a phone gets here. Only this machine, where the code is shown anyway, is told the code. */
  private async phone(isHere: boolean): Promise<Html> {
    const lan = this.parts.lan();
    const [url] = lan?.urls ?? [];
    if (!lan || url === undefined) {
      return html`<p>A phone does not reach this server: it listens on this machine only. The option host, or the setting sessionWorkbench.server.lan, lets the network in.</p>`;
    }
    const { pairingUrl, qrCodeSvg } = await import('../../../core/base/qrCode.js');
    const target = isHere ? pairingUrl(url, lan.pairingCode) : url;
    return html`<figure>${raw(qrCodeSvg(target, `QR code of ${url}`))}<figcaption>A phone in the same network gets here with this code.</figcaption></figure>`;
  }
}

const LIVE = html`<h2>Journal <small id="live">not connected</small></h2>
<ol id="journal" role="log" aria-label="Journal, the newest on top"></ol>
<noscript><p>The journal and the logins need JavaScript.</p></noscript>`;

function loginForm({ title, fields, ...call }: TestLogin, at: number): Html {
  return html`<form data-login="${JSON.stringify(call)}">
<fieldset><legend>${title}</legend>
${fields.map(
  ({ path, label, type, value }, number) =>
    html`<p><label for="field-${at}-${number}">${label}</label> <input id="field-${at}-${number}" name="${JSON.stringify(path)}" type="${type}" value="${value}" autocomplete="off" autocapitalize="none" spellcheck="false"></p>
`,
)}<p><button>${title}</button> <output role="status"></output></p>
</fieldset></form>
`;
}

/** A line that is one address leads there. */
function linked(text: string): Html {
  return /^https?:\/\/\S+$/.test(text) ? html`<a href="${text}">${text}</a>` : html`${text}`;
}

/** The routes of each emulated system. One for every method is left out: it only says what is missing. */
function routesByFace(routes: readonly ListedRoute[]): Readonly<Record<string, readonly string[]>> {
  const methods = new Map<string, string[]>();
  for (const { method, path, face } of routes) {
    const place = `${face} ${path}`;
    if (OWN_FACES.includes(face) || method === 'HEAD') continue;
    methods.set(place, [...(methods.get(place) ?? []), method]);
  }
  const texts: Record<string, string[]> = {};
  for (const [place, its] of methods) {
    const [face = '', path = ''] = place.split(' ');
    if (!its.includes('TRACE')) texts[face] = [...(texts[face] ?? []), `${its.join(', ')} ${path}`];
  }
  return texts;
}
