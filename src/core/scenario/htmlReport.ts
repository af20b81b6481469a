import { type Html, onLines, raw } from '../base/html';
import { utcText } from '../base/utcText';
import type { CoveredRun } from './coveredRun';
import { type DeviceWords, NAMES_ONLY } from './deviceReportWords';
import { diagramOf } from './diagram';
import { markup } from './markup';
import type { Exchange } from './run';
import type { Headers, KeptCookie } from './runEvents';
import { runVerdictWords } from './runWords';
import type { DeviceRow } from './shownDevice';
import { storyOf } from './story';
import { svgOf } from './svg';

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 75rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
.diagram, .wide { overflow-x: auto; }
pre { overflow-x: auto; padding: 0.5rem; border: 1px solid GrayText; }
summary { cursor: pointer; padding: 0.25rem 0; }
@media print { .diagram, .wide { overflow: visible; } .diagram svg { max-width: 100%; height: auto; } pre { white-space: pre-wrap; } }
table { border-collapse: collapse; }
th, td { text-align: left; padding: 0.2rem 1rem 0.2rem 0; vertical-align: top; }
.wide table { overflow-wrap: normal; min-width: 48rem; }
.wide td { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.wide td:first-child { white-space: nowrap; }
`;

/**
 * A report of a run as one HTML page: the diagram, the story, and each message with request, answer, cookies and reason
 * codes. The page needs no other file and contains no script.
 * @param run without secrets, as `coveredRun` returns it
 * @param table the transition table of devices. Which of its rows the run took is shown if there is a device.
 * @param words for what devices show
 */
export function htmlReport(run: CoveredRun, table: readonly DeviceRow[] = [], words: DeviceWords = NAMES_ONLY): string {
  const diagram = diagramOf(run, words);
  const exchanges = run.done.flatMap(({ messages }) => messages);
  const page = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${diagram.title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<h1>${diagram.title}</h1>
<p>${diagram.description}</p>
<p><strong>${runVerdictWords(run)}</strong></p>
<div class="diagram" tabindex="0">
${raw(svgOf(diagram))}</div>
<h2>${run.done.length > 0 ? 'What happened' : 'What is planned'}</h2>
<ol>
${onLines(storyOf(diagram).map((sentence) => markup`<li>${sentence}</li>`))}
</ol>
${run.devices.size > 0 && devicesHtml(run, table, words)}${exchanges.length > 0 && markup`<h2>Messages</h2>\n${onLines(exchanges.map(exchangeHtml))}\n`}</body>
</html>
`;
  return String(page);
}

/** How each device was at the end, and which rows of the transition table the run took. */
function devicesHtml({ devices, rowsTaken }: CoveredRun, table: readonly DeviceRow[], words: DeviceWords): Html {
  const ends = [...devices].map(([actor, device]) => {
    const { state, reason, user = '', clocks } = device;
    const why = reason === undefined ? '' : words.reason(reason);
    const parts = [words.state(state), words.screen(device), why, user, words.access(device), utcText(clocks.wall)];
    return cells([actor, ...parts]);
  });
  const head = ['Device', 'State', 'Screen', 'Reason', 'User', 'Access token', 'Its clock'];
  return markup`<h2>Devices at the end</h2>
${wide(head, ends)}
${table.length > 0 && tableOfRows(table, rowsTaken)}`;
}

/** The rows that the run took. The others, which are many, are opened by hand. */
function tableOfRows(table: readonly DeviceRow[], rowsTaken: readonly string[]): Html {
  const taken = table.filter(({ id }) => rowsTaken.includes(id));
  const others = table.filter(({ id }) => !rowsTaken.includes(id));
  const head = ['Row', 'From', 'Event', 'If', 'To', 'Effect'];
  const shown = (rows: readonly DeviceRow[]) =>
    wide(
      head,
      rows.map(({ id, from, event, guard = '', to, effect }) => cells([id, from, event, guard, to, effect])),
    );
  return markup`<h3>Transition table: ${String(taken.length)} of ${String(table.length)} rows taken</h3>
${taken.length > 0 && shown(taken)}
${others.length > 0 && markup`<details><summary>Rows that were not taken: ${String(others.length)}</summary>\n${shown(others)}</details>\n`}`;
}

/** A table that is moved sideways where it has no room. */
function wide(head: readonly string[], rows: readonly (readonly Html[])[]): Html {
  return markup`<div class="wide" tabindex="0">${tableHtml(head, rows)}</div>`;
}

function cells(texts: readonly string[]): Html[] {
  return texts.map((cell) => markup`<td>${cell}</td>`);
}

function tableHtml(head: readonly string[], rows: readonly (readonly Html[])[]): Html {
  const heads = head.map((cell) => markup`<th scope="col">${cell}</th>`);
  return markup`<table><thead><tr>${heads}</tr></thead><tbody>${rows.map((row) => markup`<tr>${row}</tr>`)}</tbody></table>`;
}

function exchangeHtml({ sent, answer: answered }: Exchange): Html {
  const { from, to, title, request, cookiesBefore, heldBack } = sent;
  const answer = answered?.answer;
  const outcome = answer ? `${answer.status} ${answer.statusText}` : (answered?.problem ?? 'no answer yet');
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
    causes.length > 0 && section('Why', list(causes.map(({ rule, message: words }) => `${rule}: ${words}`))),
  ];
  const heading = `${from} → ${to}: ${title} (${outcome})`;
  return markup`<details><summary>${heading}</summary>\n${onLines(parts.filter(Boolean))}\n</details>`;
}

function section(title: string, content: Html): Html {
  return markup`<h3>${title}</h3>\n${content}`;
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
  return tableHtml(['Name', 'Value', 'Where', 'SameSite', 'Until'], rows);
}
