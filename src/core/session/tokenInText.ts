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
const RUN =
  /(?<![A-Za-z0-9+_])e(?:y[AIJ]|w[0ko]|30)(?:[A-Za-z0-9+/_.=-]|%[0-9A-Fa-f]{2}|\\\/|\\u00(?:2[BbFf]|3[Dd]))*/g;
/** Shorter ones are words. */
const SHORTEST = 12;
/** What is neither of a token nor beside one. A token with that is none. */
const STUCK = /[^\s"'`“”„«»‘’\\,;:()[\]{}<>|&#?=/.…–—-]/;
const STUCK_BEHIND = /^[^\s"'`“”„«»‘’\\,;:()[\]{}<>|&#?=/.…–—-][^\s"'`,;)\]}<>]*/;
/** How a token goes on in the next line: of the command of a shell, too. */
const WRAP = /^(?:[ \t]*\\?\r?\n[ \t]*|[ \t]+)([A-Za-z0-9+/_=-]+)/;
/** What may be around a token that somebody meant to give alone. */
/** How a JSON Web Token goes on: in the next line, or behind the dot at which it was folded. */
const FOLD = /^[ \t]*\\?\r?\n[ \t]*([A-Za-z0-9_.-]+)/;
/** Longer tokens are not folded into more lines. */
const MOST_FOLDS = 1000;
const EDGES = /^[\s"'`“”„«»‘’\\,;]+|[\s"'`“”„«»‘’\\,;]+$/g;

/**
 * Finds the token in a text that was copied from somewhere: a request, a log, the call of a tool.
 * @throws SeveralTokensError for a text with more than one
 */
export function tokenInText(text: string): TokenInText {
  const found: Run[] = [];
  for (const { 0: run, index } of text.matchAll(RUN)) {
    // What a token goes on with in another line may begin as a token does.
    if (index < (found.at(-1)?.end ?? 0)) continue;
    const whole = withStuck(text, wrapped(text, index, run));
    if (whole.run.length >= SHORTEST) found.push(whole);
  }
  const tokens = new Set(found.map(({ run }) => plain(run)));
  if (tokens.size > 1) throw new SeveralTokensError(tokens.size);
  const [first] = found;
  if (!first) return alone(text);
  const kinds = new Set(kindsAround(text.slice(0, first.start), text.slice(first.end)));
  if (first.isWrapped) kinds.add('lineWraps');
  if (first.run.includes('%')) kinds.add('urlEncoding');
  if (first.run.includes('\\')) kinds.add('quotes');
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
  const folded = foldedJwt(text, start, run);
  if (folded) return folded;
  const whole = { run: withoutDots(run), start, end, isWrapped: false };
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

/** A JSON Web Token in several lines. Its header alone would decode, too. */
function foldedJwt(text: string, start: number, run: string): Run | undefined {
  let joined = run;
  let end = start + run.length;
  let isFound = false;
  for (let folds = 0; folds < MOST_FOLDS; folds++) {
    const next = FOLD.exec(text.slice(end, end + 10_000));
    const more = joined + (next?.[1] ?? '');
    // Behind a whole one, only what nothing else follows is more of its signature.
    const isOfSignature = isFound && /^\s*["'`]?\s*$|^[ \t]*\\?\r?\n/.test(text.slice(end + (next?.[0].length ?? 0)));
    if (!next || (isFound && (!isOfSignature || next[1]?.includes('.')))) break;
    joined = more;
    end += next[0].length;
    isFound ||= isWholeJwt(joined);
  }
  return isFound ? { run: joined, start, end, isWrapped: true } : undefined;
}

/** Whether header and claims can be read. */
function isWholeJwt(run: string): boolean {
  const [header = '', claims = '', ...others] = run.split('.');
  return others.length === 1 && decodes(header) && decodes(claims);
}

/** With what stands against it and makes none of it. */
function withStuck(text: string, whole: Run): Run {
  const before = STUCK.test(text[whole.start - 1] ?? '') ? (text[whole.start - 1] as string) : '';
  const behind = STUCK_BEHIND.exec(text.slice(whole.end, whole.end + 1000))?.[0] ?? '';
  if (before === '' && behind === '') return whole;
  return {
    ...whole,
    run: before + whole.run + behind,
    start: whole.start - before.length,
    end: whole.end + behind.length,
  };
}

/** Without the dots that end a sentence. One behind two parts stands for the signature that an unsecured JSON Web Token has not. */
function withoutDots(run: string): string {
  const [, unsecured] = /^([\w-]+\.[\w-]+\.)\.*$/.exec(run) ?? [];
  if (unsecured !== undefined && isWholeJwt(unsecured)) return unsecured;
  return run.replace(/\.+$/, '');
}

function decodes(run: string): boolean {
  return decodeToken(plain(run)).ok;
}

/** Whether a token has the three parts of one that is signed, or the five of one that is encrypted. */
export function isJwt(token: string): boolean {
  return /^[\w-]+\.[\w-]*(?:\.[\w-]*|\.[\w-]*\.[\w-]*\.[\w-]*)$/.test(token) && token.startsWith('e');
}

/** Without the escapes of JSON and of a URL. What is encoded twice is decoded twice. */
function plain(run: string): string {
  let text = run
    .replaceAll('\\/', '/')
    .replace(/\\u00([23][0-9A-Fa-f])/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  for (let times = 0; times < 3 && /%[0-9A-Fa-f]{2}/.test(text); times++) {
    try {
      text = decodeURIComponent(text);
    } catch {
      return text;
    }
  }
  return withoutDots(text);
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
