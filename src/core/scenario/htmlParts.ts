import { type Html, onLines, raw } from '../base/html';
import { utcText, withUtcTimes } from '../base/utcText';
import { markup } from './markup';
import type { Exchange } from './run';
import type { Headers, KeptCookie } from './runEvents';

/** A table that is moved sideways where it has no room. */
export function wide(head: readonly string[], rows: readonly (readonly Html[])[]): Html {
  return markup`<div class="wide" tabindex="0">${tableHtml(head, rows)}</div>`;
}

export function cells(texts: readonly string[]): Html[] {
  return texts.map((cell) => markup`<td>${cell}</td>`);
}

function tableHtml(head: readonly string[], rows: readonly (readonly Html[])[]): Html {
  const heads = head.map((cell) => markup`<th scope="col">${cell}</th>`);
  return markup`<table><thead><tr>${heads}</tr></thead><tbody>${rows.map((row) => markup`<tr>${row}</tr>`)}</tbody></table>`;
}

/** How a message ended, in a few words: `302 Found`, or why there was no answer. */
export function exchangeOutcome({ answer: answered }: Exchange): string {
  const answer = answered?.answer;
  return answer ? `${answer.status} ${answer.statusText}`.trim() : (answered?.problem ?? 'no answer yet');
}

/** What differs by the page that a message is in. */
export interface ExchangeLook {
  /** Of the headings of its parts. */
  readonly level: number;
  /** Where a link to it leads: inside of what is folded, as a browser unfolds what is around the target of a link. */
  readonly id?: string;
  /** Whether it is unfolded from the beginning. */
  readonly isOpen?: boolean;
}

/** A message with request, answer, cookies and reason codes, folded below its title. */
export function exchangeHtml({ sent, answer: answered }: Exchange, look: ExchangeLook = { level: 3 }): Html {
  const { level, id, isOpen } = look;
  const section = (title: string, content: Html) => markup`<h${level}>${title}</h${level}>\n${content}`;
  const { from, to, title, request, cookiesBefore, heldBack } = sent;
  const answer = answered?.answer;
  const outcome = exchangeOutcome({ sent, ...(answered && { answer: answered }) });
  const causes = answered?.journal.flatMap((entry) => entry.causes) ?? [];
  const parts = [
    section(
      'Request',
      pre([`${request.method} ${request.url}`, ...headerLines(request.headers), '', request.body ?? '']),
    ),
    section('Cookies before', cookieTable(cookiesBefore)),
    heldBack.length > 0 &&
      section('Cookies that the browser keeps back', list(heldBack.map(({ name, why }) => `${name}: ${why}`))),
    answer && section('Answer', pre([outcome, ...headerLines(answer.headers), '', answer.body])),
    answered && section('Cookies after', cookieTable(answered.cookiesAfter)),
    causes.length > 0 &&
      section('Why', list(causes.map(({ rule, message: words }) => `${rule}: ${withUtcTimes(words)}`))),
  ];
  const heading = `${from} → ${to}: ${title} (${outcome})`;
  const anchor = id !== undefined && markup` id="${id}"`;
  return markup`<details${isOpen && raw(' open')}><summary>${heading}</summary>\n<div${anchor}>\n${onLines(parts.filter(Boolean))}\n</div></details>`;
}

function pre(lines: readonly string[]): Html {
  return markup`<pre tabindex="0">${lines.join('\n').trimEnd()}</pre>`;
}

function list(items: readonly string[]): Html {
  return markup`<ol>${items.map((item) => markup`<li>${item}</li>`)}</ol>`;
}

function headerLines(headers: Headers): string[] {
  return headers.map(([name, value]) => `${name}: ${value}`);
}

function cookieTable(cookies: readonly KeptCookie[]): Html {
  if (cookies.length === 0) return markup`<p>None.</p>`;
  const rows = cookies.map(({ name, value, domain, path, sameSite = '', expiresAt }) => {
    const until = expiresAt === undefined ? 'end of the browser’s run' : utcText(expiresAt);
    return cells([name, value, `${domain}${path}`, sameSite, until]);
  });
  return wide(['Name', 'Value', 'Where', 'SameSite', 'Until'], rows);
}
