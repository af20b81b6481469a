import { decodeToken } from './connectionToken';

/** What may stand around a token, or be done to it, and is passed over. */
export const FORGIVEN = [
  'whiteSpace',
  'lineWraps',
  'quotes',
  'urlEncoding',
  'propertyName',
  'authorizationHeader',
  'cookie',
  'curl',
  'url',
  'logLine',
] as const;

export type Forgiven = (typeof FORGIVEN)[number];

/** The only token in a text. */
export interface TokenInText {
  readonly token: string;
  /** In the order of `FORGIVEN`. */
  readonly forgiven: readonly Forgiven[];
}

/** A text has several tokens, so that nobody knows which is meant. */
export class SeveralTokensError extends Error {
  constructor(readonly count: number) {
    super(`${count} tokens`);
  }
}

/** Base64 of a text that begins as a JSON object does, as connection tokens and the parts of a JWT are. Also where it is encoded for a URL. */
const RUN = /(?<![A-Za-z0-9+_])e(?:y[AIJ]|w[0ko]|30)(?:[A-Za-z0-9+/_.=-]|%[0-9A-Fa-f]{2})*/g;
/** Shorter ones are words. */
const SHORTEST = 12;
/** How a token goes on in the next line: of the command of a shell, too. */
const WRAP = /^(?:[ \t]*\\?\r?\n[ \t]*|[ \t]+)([A-Za-z0-9+/_=-]+)/;
/** What may be around a token that somebody meant to give alone. */
const EDGES = /^[\s"'`“”„«»‘’\\,;]+|[\s"'`“”„«»‘’\\,;]+$/g;

/**
 * Finds the token in a text that was copied from somewhere: a request, a log, the call of a tool.
 * @throws SeveralTokensError for a text with more than one
 */
export function tokenInText(text: string): TokenInText {
  const found = [...text.matchAll(RUN)]
    .map(({ 0: run, index }) => wrapped(text, index, run))
    .filter(({ run }) => run.length >= SHORTEST);
  const tokens = new Set(found.map(({ run }) => plain(run)));
  if (tokens.size > 1) throw new SeveralTokensError(tokens.size);
  const [first] = found;
  if (!first) return alone(text);
  const kinds = new Set(kindsAround(text.slice(0, first.start), text.slice(first.end)));
  if (first.isWrapped) kinds.add('lineWraps');
  if (first.run.includes('%')) kinds.add('urlEncoding');
  return { token: plain(first.run), forgiven: FORGIVEN.filter((kind) => kinds.has(kind)) };
}

interface Run {
  readonly run: string;
  readonly start: number;
  readonly end: number;
  readonly isWrapped: boolean;
}

/** A token as it is, with the lines that it goes on in, if it decodes only with them. */
function wrapped(text: string, start: number, run: string): Run {
  const end = start + run.length;
  const whole = { run: run.replace(/\.+$/, ''), start, end, isWrapped: false };
  if (decodes(run) || isJwt(whole.run)) return whole;
  let joined = run;
  for (let at = end; ; ) {
    const next = WRAP.exec(text.slice(at, at + 100_000));
    if (!next) return whole;
    joined += next[1];
    at += next[0].length;
    if (decodes(joined)) return { run: joined, start, end: at, isWrapped: true };
  }
}

function decodes(run: string): boolean {
  return decodeToken(plain(run)).ok;
}

/** Whether a token has the three parts of one that is signed, or the five of one that is encrypted. */
export function isJwt(token: string): boolean {
  return /^[\w-]+\.[\w-]*(?:\.[\w-]*|\.[\w-]*\.[\w-]*\.[\w-]*)$/.test(token) && token.startsWith('e');
}

/** Without the escapes of a URL. What is encoded twice is decoded twice. */
function plain(run: string): string {
  let text = run;
  for (let times = 0; times < 3 && /%[0-9A-Fa-f]{2}/.test(text); times++) {
    try {
      text = decodeURIComponent(text);
    } catch {
      return text;
    }
  }
  return text.replace(/\.+$/, '');
}

/** A text in which nothing looks like a token: it is taken to be one, without what is known to stand before and around it. */
function alone(text: string): TokenInText {
  const kinds: Forgiven[] = [];
  let token = text.trim();
  const header = /^(?:authorization\s*:\s*)?(?:bearer\s+)|^authorization\s*:\s*/i.exec(token);
  if (header) {
    kinds.push('authorizationHeader');
    token = token.slice(header[0].length);
  }
  const bare = token.replace(EDGES, '');
  if (bare !== token.trim()) kinds.push('quotes');
  return { token: bare, forgiven: FORGIVEN.filter((kind) => kinds.includes(kind)) };
}

function kindsAround(before: string, after: string): Forgiven[] {
  const kinds: Forgiven[] = [];
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const quote = /\\*["'`“„«‘]\s*$/.exec(line)?.[0] ?? '';
  const unquoted = line.slice(0, line.length - quote.length);
  if (quote !== '' || /^\\*["'`”»’]/.test(after)) kinds.push('quotes');
  const isHeader = /(?:^|[\s"'`])(?:proxy-)?authorization["'`]?\s*[:=]\s*["'`]?(?:bearer\s+)?$/i.test(unquoted);
  if (isHeader || /(?:^|[\s"'`:=])bearer\s+$/i.test(unquoted)) kinds.push('authorizationHeader');
  const isCookie = /(?:^|[\s"'`{,])(?:set-)?cookie2?["'`]?\s*[:=]\s*["'`]?(?:[^;\n]*;\s*)*[^=;\s]*=?["'`]?$/i.test(
    unquoted,
  );
  const isUrl = /[A-Za-z][\w+.-]*:\/\/[^\s"'<>]*$|[?&][\w.[\]-]+=$/.test(unquoted);
  if (isCookie) kinds.push('cookie');
  if (isUrl) kinds.push('url');
  if (!isHeader && !isCookie && !isUrl && /[\w$-]["'`\\]*\s*(?:=>|:=|[:=])\s*$/.test(unquoted))
    kinds.push('propertyName');
  const all = before + after;
  if (/(?:^|[\s;|&"'`$(])curl(?:\.exe)?\s/.test(before)) kinds.push('curl');
  // One line end is what a program writes behind a token.
  if (kinds.length === 0 && all.trim() === '' && !/^\r?\n?$/.test(all)) kinds.push('whiteSpace');
  if (!kinds.includes('curl') && isRest(before, after, kinds)) kinds.push('logLine');
  return kinds;
}

/** Whether more stands around a token than belongs to it. */
function isRest(before: string, after: string, kinds: readonly Forgiven[]): boolean {
  const own = before.replace(/^\s*(?:export|set|setx|let|const|var|env)\s+/, '');
  const rest = after.replace(/^[\s"'`“”»’\\,;)\]}]+/, '');
  if (kinds.includes('url')) return /\s\S/.test(before.trim()) && !/^["'`]/.test(before.trim());
  if (kinds.includes('cookie') || kinds.includes('authorizationHeader')) {
    return !/^\s*["'`]?(?:-H\s*["'`]?)?(?:proxy-|set-)?(?:authorization|cookie2?|bearer)\b/i.test(before);
  }
  if (kinds.includes('propertyName'))
    return rest !== '' || /\S\s+\S/.test(own.replace(/["'`\\]*\s*(?:=>|:=|[:=])\s*["'`]?$/, '').trim());
  return rest !== '' || before.replace(EDGES, '') !== '';
}
