import { counted } from '../base/counted';
import { parseJson } from '../json/parseJson';
import type { JournalEntry } from './journal';
import { REDACTED } from './redacted';

/** Headers that curl sets itself, or that would make its output unreadable. */
const LEFT_OUT = new Set(['host', 'content-length', 'connection', 'transfer-encoding', 'accept-encoding', 'expect']);

/** The file with the body, if the journal does not have all of it. */
const BODY_FILE = 'request-body';

/**
 * A command for sh, in one line, that sends the request of a journal entry again. The journal hides secrets, so shell
 * variables stand for them, such as `"$TOKEN"`, `"$COOKIE"` or `"$PASSWORD"`. A body that is missing or cut off in the
 * journal is read from a file. A comment before the command says so then.
 * @param base origin of the server without a slash at the end; a shell variable if undefined
 */
export function curlOf(entry: JournalEntry, base: string | undefined): string {
  const { method, request } = entry;
  const origin = base === undefined ? '"$SESSION_WORKBENCH_URL"' : shellQuote(base);
  const parts = ['curl', ...trustOf(base ?? '')];
  const body = bodyOf(entry);
  // curl would read [ and { in a URL as patterns.
  if (/[[\]{}]/.test(entry.url.replaceAll(REDACTED, ''))) parts.push('--globoff');
  if (method === 'HEAD') parts.push('--head');
  else if (method !== (body === undefined ? 'GET' : 'POST')) parts.push('-X', shellQuote(method));
  for (const [name, value] of Object.entries(request.headers)) {
    if (LEFT_OUT.has(name)) continue;
    // curl sends a header without a value only if its name ends with a semicolon.
    parts.push('-H', value === '' ? shellQuote(`${name};`) : withVariables(`${name}: ${wholeSecret(name, value)}`));
  }
  if (body !== undefined) {
    // Otherwise curl would send the content type of a form.
    if (!('content-type' in request.headers)) parts.push('-H', "'content-type:'");
    parts.push(...body.arguments);
  }
  parts.push(origin + withVariables(entry.url));
  const line = parts.join(' ');
  return body?.comment === undefined ? line : `${body.comment}\n${line}`;
}

/** Options that make curl accept the self-signed certificate of a dev server on this machine. */
export function trustOf(url: string): string[] {
  return /^https:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)/i.test(url) ? ['--insecure'] : [];
}

/** Quotes any text as one word for sh. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function bodyOf({ request }: JournalEntry): { arguments: string[]; comment?: string } | undefined {
  const { body, bodyBytes } = request;
  if (bodyBytes === 0) return undefined;
  // Redaction changes the length, so a redacted body is recognized as cut off by its end only.
  const isWhole = body !== undefined && (body.includes(REDACTED) ? !isCut(body) : utf8Length(body) >= bodyBytes);
  if (isWhole && !body.includes('\0')) return { arguments: ['--data-raw', withVariables(body)] };
  return {
    arguments: ['--data-binary', `@${BODY_FILE}`],
    comment: `# The journal does not have the whole body of ${counted(bodyBytes, 'byte')}: put it into the file ${BODY_FILE} first.`,
  };
}

/** The journal shows the last characters of a long credential. The variable contains them too, so they are removed. */
function wholeSecret(name: string, value: string): string {
  const at = value.indexOf(REDACTED);
  return name === 'authorization' && at >= 0 ? value.slice(0, at + REDACTED.length) : value;
}

/** The journal marks cut text with `…`. A JSON text without its end was cut too. */
function isCut(body: string): boolean {
  if (body.endsWith('…')) return true;
  if (!/^\s*[{[]/.test(body)) return false;
  try {
    parseJson(body);
    return false;
  } catch {
    return true;
  }
}

/** Quotes a text as one word for sh: in single quotes, with a variable in double quotes for each secret. */
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

/** Characters in which the key before a secret is searched. */
const LONGEST_KEY = 200;

/** The name of the variable for a secret, taken from the key, the parameter or the header before it. */
function variableFor(before: string): string {
  if (/^authorization:/i.test(before)) return 'TOKEN';
  if (/^(set-)?cookie:/i.test(before)) return 'COOKIE';
  const key = /([\w-]+)["']?\s*[:=]\s*["']?$/.exec(before.slice(-LONGEST_KEY))?.[1];
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
