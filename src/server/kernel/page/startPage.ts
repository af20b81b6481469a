import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html, raw } from '../../../core/base/html';
import { phrase } from '../../../core/compliance/phrase';
import type { LanAddress } from '../../../core/protocol/address';
import type { FaceName } from '../../../core/protocol/journal';
import type { IntroductionPhrases } from '../../../core/server/introductionLine';
import type { TestLogin } from '../../../core/server/startPageParts';
import { prefersHtml } from '../answer/prefersHtml';
import { sendPage } from '../answer/sendPage';
import { note } from '../journal/note';
import type { PageLanguages } from './pageLanguages';
import { PageWords } from './pageWords';
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
  readonly lines: () => readonly IntroductionPhrases[];
  readonly languages: PageLanguages;
  readonly logins: () => readonly TestLogin[];
  readonly routes: () => readonly ListedRoute[];
}

/** What programs read. */
const ENGLISH = new PageWords('en');

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
    request.trace.forgetRefusals();
    note(request.trace, 'server.start-page');
    // A cache between must not give the one to who wants the other.
    reply.headers({ vary: 'Accept, Accept-Language', 'cache-control': 'no-store' });
    const { url, lan, lines, routes, languages } = this.parts;
    const urls = lan()?.urls ?? [];
    const listed = routesByFace(routes());
    if (!prefersHtml(request.headers.accept)) {
      const told = lines().map(({ label, text }) => ({ label: ENGLISH.say(label), text: ENGLISH.say(text) }));
      const facts = { name: 'Session Workbench', url: url(), lanUrls: urls, facts: told, routes: listed };
      return reply.header('x-content-type-options', 'nosniff').send(facts);
    }
    const isHere = this.parts.isHere(request);
    const words = await languages.wanted(request.headers['accept-language']);
    const shown = [
      { label: phrase('Address'), text: url() },
      ...urls.map((text) => ({ label: phrase('On the local network'), text })),
      ...lines(),
    ];
    const about = phrase(
      'Session Workbench answers apps and clients here, on a machine of a developer. It has no page for people but this one.',
    );
    const body = html`<p>${words.say(about)}</p>
<dl>${shown.map(
      ({ label, text }) => html`<dt>${words.say(label)}</dt><dd>${linked(words.say(text))}</dd>
`,
    )}</dl>
${await this.phone(isHere, words)}
${this.parts.logins().map((each, at) => loginForm(each, at, words))}
${isHere && liveJournal(words)}
${Object.entries(listed).map(
  ([face, its]) => html`<details><summary>${words.say(phrase('Routes of {0}', face))}</summary>
<pre>${its.join('\n')}</pre></details>
`,
)}`;
    reply.header('content-language', words.language);
    const { language } = words;
    return sendPage(reply, 200, words.say(phrase('Dev session server')), body, { script: START_PAGE_SCRIPT, language });
  }

  /** How a phone gets here. Only this machine, where the code is shown anyway, is told the code. */
  private async phone(isHere: boolean, words: PageWords): Promise<Html> {
    const lan = this.parts.lan();
    const [url] = lan?.urls ?? [];
    if (!lan || url === undefined) {
      const why = phrase(
        'A phone does not reach this server: it listens on this machine only. The option host, or the setting sessionWorkbench.server.lan, lets the network in.',
      );
      return html`<p>${words.say(why)}</p>`;
    }
    const { pairingUrl, qrCodeSvg } = await import('../../../core/base/qrCode.js');
    const target = isHere ? pairingUrl(url, lan.pairingCode) : url;
    const picture = qrCodeSvg(target, words.say(phrase('QR code of {0}', url)));
    const caption = words.say(phrase('A phone in the same network gets here with this code.'));
    return html`<figure>${raw(picture)}<figcaption>${caption}</figcaption></figure>`;
  }
}

/** With the words that the script shows. */
function liveJournal(words: PageWords): Html {
  const again = words.say(phrase('not connected; trying again'));
  return html`<h2>${words.say(phrase('Journal'))} <small id="live" data-live="${words.say(phrase('connected'))}" data-again="${again}">${words.say(phrase('not connected'))}</small></h2>
<div role="log" aria-label="${words.say(phrase('Journal, the newest on top'))}"><ol id="journal" data-refused="${words.say(phrase('refused'))}"></ol></div>
<noscript><p>${words.say(phrase('The journal and the logins need JavaScript.'))}</p></noscript>`;
}

function loginForm({ title: button, fields, ...call }: TestLogin, at: number, words: PageWords): Html {
  const title = words.say(button);
  return html`<form data-login="${JSON.stringify(call)}" data-none="${words.say(phrase('No answer'))}">
<fieldset><legend>${title}</legend>
${fields.map(
  ({ path, label, type, value }, number) =>
    html`<p><label for="field-${at}-${number}">${words.say(label)}</label> <input id="field-${at}-${number}" name="${JSON.stringify(path)}" type="${type}" value="${value}" autocomplete="off" autocapitalize="none" spellcheck="false"></p>
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
