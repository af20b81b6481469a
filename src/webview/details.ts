import { failureTexts, statusText } from '../core/flows/flowText';
import { type FlowStrings, filled } from '../core/flows/flowWords';
import type { JournalEntry } from '../core/protocol/journal';
import { type Exchange, type RunEntry, refusalOf } from '../core/scenario/run';
import type { Headers, KeptCookie, SetCookie } from '../core/scenario/runEvents';
import { type Child, h } from './dom';
import { icon } from './icons';
import type { PageParts } from './pageParts';

/** A body beyond that is cut: nobody reads it here. */
const MOST_CHARACTERS = 20_000;

/** What a line opens to: request, response, cookies and causes of each of its messages. */
export function details(entry: RunEntry, parts: PageParts): Child[] {
  const { words, send, goTo } = parts;
  const { step, state, messages, journal, again } = entry;
  const action = (text: string, act: () => void) =>
    h('button', { class: 'action', type: 'button', onclick: act }, text);
  const actions: Child[] = [];
  if (state === 'planned') {
    actions.push(action(words.runToHere, () => send({ kind: 'runTo', step: step.index })));
  }
  const open = again
    ? action(filled(words.showStep, again.step + 1), () => goTo(`s${again.step}`))
    : step.index >= 0 && action(words.openStep, () => send({ kind: 'openStep', step: step.index }));
  const isUnheard = messages.length === 0;
  return [
    isUnheard && (actions.length > 0 || open) && h('div', { class: 'actions' }, ...actions, open),
    state === 'planned' && h('p', { class: 'hint' }, words.notYet, ' ', words.plannedHint),
    ...failureList(entry, words),
    ...takenList(entry, words),
    ...messages.flatMap((message, at) => messageDetails(message, parts, action, at === 0 && open)),
    ...(isUnheard ? journalDetails(journal, words) : []),
  ];
}

function messageDetails(
  message: Exchange,
  { words, send, editMessage }: PageParts,
  action: (text: string, act: () => void) => HTMLButtonElement,
  open: Child,
): Child[] {
  const { sent, answer } = message;
  const { request } = sent;
  const given = answer?.answer;
  return [
    h(
      'div',
      { class: 'actions' },
      action(words.sendAgain, () => send({ kind: 'replay', message: sent.id })),
      action(words.changeAndSend, () => editMessage(message)),
      action(words.copyCurl, () => send({ kind: 'copyCurl', message: sent.id })),
      open,
    ),
    h(
      'div',
      { class: 'exchange' },
      h(
        'section',
        {},
        h('h3', {}, words.request),
        h('p', { class: 'first-line' }, h('code', {}, `${request.method} ${request.url}`)),
        headerTable(request.headers, words),
        bodyView(request.body, words),
      ),
      h(
        'section',
        {},
        h('h3', {}, words.response),
        h('p', { class: 'first-line' }, h('code', {}, statusText(message, words))),
        given && headerTable(given.headers, words),
        given && bodyView(given.body, words),
      ),
    ),
    cookieTable(message, words),
    ...journalDetails(answer?.journal ?? [], words, refusalOf(message)?.rule),
  ];
}

function failureList(entry: RunEntry, words: FlowStrings): Child[] {
  const texts = failureTexts(entry, words);
  if (texts.length === 0) return [];
  const items = texts.map((text) => h('li', {}, text));
  return [h('section', { class: 'failures' }, h('h3', {}, icon('failed'), words.failures), h('ul', {}, ...items))];
}

function takenList({ taken }: RunEntry, words: FlowStrings): Child[] {
  const all = Object.entries(taken);
  if (all.length === 0) return [];
  const items = all.flatMap(([name, value]) => [
    h('dt', {}, name),
    h('dd', {}, h('code', {}, typeof value === 'string' ? value : JSON.stringify(value))),
  ]);
  return [h('section', {}, h('h3', {}, words.taken), h('dl', { class: 'pairs' }, ...items))];
}

function headerTable(headers: Headers, words: FlowStrings): HTMLElement {
  const items = headers.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, h('code', {}, value))]);
  return h('dl', { class: 'pairs', 'aria-label': words.headers }, ...items);
}

function bodyView(body: string | undefined, words: FlowStrings): HTMLElement {
  if (body === undefined || body === '') return h('p', { class: 'hint' }, words.noBody);
  const text = pretty(body);
  const shown = text.slice(0, MOST_CHARACTERS);
  const rest = text.length - shown.length;
  // Focusable: it scrolls by itself.
  const view = h('pre', { tabindex: 0, role: 'region', 'aria-label': words.body }, shown);
  return rest > 0
    ? h('div', {}, view, h('p', { class: 'hint' }, rest === 1 ? words.cutOne : filled(words.cut, rest)))
    : view;
}

function pretty(body: string): string {
  if (!/^\s*[[{]/.test(body)) return body;
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}

/** Each cookie of the actor before and after, whether it was sent, and why not. */
function cookieTable({ sent, answer }: Exchange, words: FlowStrings): HTMLElement {
  const before = sent.cookiesBefore;
  const after = answer?.cookiesAfter ?? before;
  const set = answer?.answer?.setCookies ?? [];
  const sentHeader = sent.request.headers.find(([name]) => name.toLowerCase() === 'cookie')?.[1] ?? '';
  const sentNames = sentHeader.split(/;\s*/).map((pair) => pair.split('=', 1)[0]);
  const keys = new Map<string, { old?: KeptCookie; now?: KeptCookie }>();
  for (const old of before) keys.set(keyOf(old), { old });
  for (const now of after) keys.set(keyOf(now), { ...keys.get(keyOf(now)), now });
  const rows = [...keys.values()].map(({ old, now }) => {
    const { name } = (now ?? old) as KeptCookie;
    const why = sent.heldBack.find((each) => each.name === name)?.why;
    const isSent = sentNames.includes(name);
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, name),
      h(
        'td',
        {},
        old ? h('code', {}, old.value) : '–',
        old && isSent && h('span', { class: 'mark' }, words.cookieSent),
        why !== undefined && h('span', { class: 'mark kept-back' }, icon('lock'), filled(words.cookieKeptBack, why)),
      ),
      h('td', {}, ...cookieAfter(old, now, words)),
    );
  });
  const refused = set
    .filter((each): each is SetCookie & { refused: string } => each.refused !== undefined)
    .map((each) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, each.name),
        h('td', {}, '–'),
        h('td', {}, h('span', { class: 'mark kept-back' }, icon('lock'), filled(words.cookieRefused, each.refused))),
      ),
    );
  const head = [words.cookieName, words.cookieBefore, words.cookieAfter].map((text) => h('th', { scope: 'col' }, text));
  const all = [...rows, ...refused];
  return h(
    'section',
    {},
    h('h3', {}, filled(words.cookies, sent.as)),
    all.length === 0
      ? h('p', { class: 'hint' }, words.noCookies)
      : h('table', { class: 'cookies' }, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...all)),
  );
}

function cookieAfter(old: KeptCookie | undefined, now: KeptCookie | undefined, words: FlowStrings): Child[] {
  if (!now) return [h('span', { class: 'mark' }, words.cookieGone)];
  const change = !old ? words.cookieNew : old.value !== now.value ? words.cookieChanged : undefined;
  return [
    h('code', {}, now.value),
    change !== undefined && h('span', { class: 'mark' }, change),
    h('span', { class: 'also' }, attributesText(now, words)),
  ];
}

/** What a cookie is kept with, as `Set-Cookie` writes it. */
export function attributesText(cookie: KeptCookie, words: FlowStrings): string {
  const { path, secure, httpOnly, sameSite, expiresAt } = cookie;
  return [
    `Path=${path}`,
    ...(sameSite ? [`SameSite=${sameSite}`] : []),
    ...(secure ? ['Secure'] : []),
    ...(httpOnly ? ['HttpOnly'] : []),
    expiresAt === undefined
      ? words.cookieSessionOnly
      : filled(words.cookieUntil, expiresAt.replace('T', ' ').slice(0, 19)),
  ].join(' · ');
}

function journalDetails(journal: readonly JournalEntry[], words: FlowStrings, refusal?: string): Child[] {
  const causes = journal.flatMap((entry) => entry.causes);
  const changes = journal.flatMap((entry) => entry.changes);
  const items = causes.map(({ rule, message }) =>
    h(
      'li',
      { class: rule === refusal ? 'deciding' : undefined },
      rule === refusal && icon('warning'),
      h('code', {}, rule),
      ' ',
      message,
    ),
  );
  const changed = changes.map(({ kind, id, change, detail }) =>
    h('li', {}, h('code', {}, `${kind} ${change}`), ` ${id}`, detail !== undefined && ` – ${detail}`),
  );
  return [
    items.length > 0 && h('section', {}, h('h3', {}, words.causes), h('ol', { class: 'causes' }, ...items)),
    changed.length > 0 && h('section', {}, h('h3', {}, words.changes), h('ul', { class: 'causes' }, ...changed)),
  ];
}

function keyOf({ name, domain, path }: KeptCookie): string {
  return `${name};${domain};${path}`;
}
