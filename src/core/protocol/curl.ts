import { counted } from '../base/counted';
import type { JournalEntry } from './journal';
import { REDACTED } from './redacted';

/** What curl sets itself, or what would make its output unreadable. */
const LEFT_OUT = new Set(['host', 'content-length', 'connection', 'transfer-encoding', 'accept-encoding', 'expect']);

/** Where a body is read from that the journal does not have whole. */
const BODY_FILE = 'request-body';

/**
 * The request of a journal entry as one line for sh that sends it again. Secrets, which the journal does not have, become
 * shell variables called like what they stand for: `"$TOKEN"`, `"$COOKIE"`, `"$PASSWORD"`. A body that the journal has
 * not, or has cut, is read from a file; a comment before the line says so.
 * @param base origin of the server without a slash at the end; a shell variable when it is not known
 */
export function curlOf(entry: JournalEntry, base: string | undefined): string {
  const { method, request } = entry;
  const origin = base === undefined ? '"$SESSION_WORKBENCH_URL"' : shellQuote(base);
  const parts = ['curl', ...trustOf(base ?? '')];
  const body = bodyOf(entry);
  // curl would take [ and { in a URL for a pattern.
  if (/[[\]{}]/.test(entry.url.replaceAll(REDACTED, ''))) parts.push('--globoff');
  if (method === 'HEAD') parts.push('--head');
  else if (method !== (body === undefined ? 'GET' : 'POST')) parts.push('-X', shellQuote(method));
  for (const [name, value] of Object.entries(request.headers)) {
    if (LEFT_OUT.has(name)) continue;
    // curl writes a header without a value only when it is asked so.
    parts.push('-H', value === '' ? shellQuote(`${name};`) : withVariables(`${name}: ${wholeSecret(name, value)}`));
  }
  if (body !== undefined) {
    // Without this curl would say that it is a form.
    if (!('content-type' in request.headers)) parts.push('-H', "'content-type:'");
    parts.push(...body.arguments);
  }
  parts.push(origin + withVariables(entry.url));
  const line = parts.join(' ');
  return body?.comment === undefined ? line : `${body.comment}\n${line}`;
}

/** What makes curl call a dev server on this machine over HTTPS: its certificate is one that nobody has signed. */
export function trustOf(url: string): string[] {
  return /^https:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)/i.test(url) ? ['--insecure'] : [];
}

/** A text as one word of a command line of sh, whatever it holds. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function bodyOf({ request }: JournalEntry): { arguments: string[]; comment?: string } | undefined {
  const { body, bodyBytes } = request;
  if (bodyBytes === 0) return undefined;
  // What is redacted has another length, so only what is plainly shorter without it is known to be cut.
  const isWhole = body !== undefined && (body.includes(REDACTED) ? !isCut(body) : utf8Length(body) >= bodyBytes);
  if (isWhole && !body.includes('\0')) return { arguments: ['--data-raw', withVariables(body)] };
  return {
    arguments: ['--data-binary', `@${BODY_FILE}`],
    comment: `# The journal does not have the whole body of ${counted(bodyBytes, 'byte')}: put it into the file ${BODY_FILE} first.`,
  };
}

/** The journal shows the end of a long credential, to tell one from another: the variable has that too. */
function wholeSecret(name: string, value: string): string {
  const at = value.indexOf(REDACTED);
  return name === 'authorization' && at >= 0 ? value.slice(0, at + REDACTED.length) : value;
}

/** What the journal cuts ends with `…`; a JSON text that does not end was cut too. */
function isCut(body: string): boolean {
  if (body.endsWith('…')) return true;
  if (!/^\s*[{[]/.test(body)) return false;
  try {
    JSON.parse(body);
    return false;
  } catch {
    return true;
  }
}

/** One word of sh: the text in single quotes, with a variable in double quotes for each secret. */
function withVariables(text: string): string {
  const pieces = text.split(REDACTED);
  let before = '';
  return pieces
    .map((piece, at) => {
      before += piece;
      const quoted = piece === '' && pieces.length > 1 ? '' : shellQuote(piece);
      return at === pieces.length - 1 ? quoted : `${quoted}"$${variableFor(before)}"`;
    })
    .join('');
}

/** Named like the key, the parameter or the header that the secret is the value of. */
function variableFor(before: string): string {
  if (/^authorization:/i.test(before)) return 'TOKEN';
  if (/^(set-)?cookie:/i.test(before)) return 'COOKIE';
  const key = /([\w-]+)["']?\s*[:=]\s*["']?$/.exec(before)?.[1];
  const name = key?.toUpperCase().replaceAll('-', '_') ?? 'SECRET';
  return /^\d/.test(name) ? `_${name}` : name;
}

function utf8Length(text: string): number {
  let length = 0;
  for (const each of text) {
    const code = each.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
