/** What `Content-Disposition` says of a part of a form. */
export interface PartDisposition {
  /** Absent if the header has none. */
  readonly name?: string;
  readonly fileName?: string;
}

/** A character that ends the value of a parameter without quotes. */
const ENDS_VALUE = ';';

/** A value with a character set in front of it (RFC 8187). Node's own clients and some apps send it. */
const EXTENDED = /^(utf-8|iso-8859-1)'[^']*'(.*)$/is;

/**
 * Reads `Content-Disposition` of a part as browsers write it: a name in quotes is kept character by character, blanks and
 * backslashes too. Only `%22`, `%0D` and `%0A` stand for the quote and for line ends, and every other `%` for itself
 * (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data). Other clients, such as old
 * versions of curl, write a backslash before a quote. That is read too. `filename*` goes before `filename` (RFC 6266).
 */
export function partDisposition(header: string): PartDisposition {
  const values = parametersIn(header);
  const name = plain(values.get('name'));
  const fileName = extended(values.get('filename*')) ?? plain(values.get('filename'));
  return { ...(name !== undefined && { name }), ...(fileName !== undefined && { fileName }) };
}

/** The parameters by their names in lower case, as they stand there. The first one of a name counts. */
function parametersIn(header: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let at = header.indexOf(ENDS_VALUE);
  while (at >= 0 && at < header.length) {
    const start = at + 1;
    const equals = header.indexOf('=', start);
    if (equals < 0) break;
    const next = header.indexOf(ENDS_VALUE, start);
    if (next >= 0 && next < equals) {
      at = next;
      continue;
    }
    const name = header.slice(start, equals).trim().toLowerCase();
    let from = equals + 1;
    while (header[from] === ' ' || header[from] === '\t') from++;
    let value: string;
    if (header[from] === '"') {
      const end = quoteEnd(header, from + 1);
      value = header.slice(from + 1, end).replace(/\\"/g, '"');
      at = header.indexOf(ENDS_VALUE, end);
    } else {
      const end = header.indexOf(ENDS_VALUE, from);
      value = header.slice(from, end < 0 ? undefined : end).trimEnd();
      at = end;
    }
    if (!found.has(name)) found.set(name, value);
  }
  return found;
}

/**
 * Where a text in quotes ends. A browser never writes a quote inside it, and does not escape a backslash: a quote after a
 * backslash is the end if nothing or the next parameter follows.
 */
function quoteEnd(header: string, from: number): number {
  for (let at = header.indexOf('"', from); at >= 0; at = header.indexOf('"', at + 1)) {
    const isEscaped = header[at - 1] === '\\' && at > from;
    if (!isEscaped || /^[\t ]*(?:$|;[\t ]*[\w*-]+=)/.test(header.slice(at + 1, at + 40))) return at;
  }
  return header.length;
}

function plain(value: string | undefined): string | undefined {
  return value?.replace(/%(?:22|0D|0A)/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}

/** Undefined if there is no value, or if it is not well-formed. */
function extended(value: string | undefined): string | undefined {
  const [, charset = '', text] = EXTENDED.exec(value ?? '') ?? [];
  if (text === undefined || /%(?![\da-f]{2})/i.test(text)) return undefined;
  const bytes = text.replace(/%([\da-f]{2})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const encoding = charset.toLowerCase() === 'utf-8' ? 'utf8' : 'latin1';
  return Buffer.from(bytes, 'latin1').toString(encoding);
}
