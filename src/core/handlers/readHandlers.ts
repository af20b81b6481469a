import { type Phrase, phrase, shortened } from '../compliance/phrase';
import { syntaxPhrase } from '../compliance/syntaxPhrase';
import { type JsonNode, type JsonReading, nodeAt, readJson } from '../json/jsonText';
import { parseJson } from '../json/parseJson';
import { pointerOf } from '../json/pointer';
import { Lines } from '../json/position';
import { PatternLimit } from '../pattern/patternLimit';
import { tooLargePhrase } from '../pattern/tooLarge';
import { OWN_PATHS } from '../server/ownPaths';
import { HandlerCovers } from './handlerCovers';
import { type HandlerEntry, verbList } from './handlerEntry';
import { type HandlerCode, type HandlerFinding, handlerFinding } from './handlerFinding';
import { IcuFault } from './icuFault';
import { bare, compilePattern, javaScriptOfPattern, plainBeginning, type UrlPattern } from './urlPattern';

export interface HandlersReading {
  /** The entries without errors, in the order of the file. */
  readonly entries: readonly HandlerEntry[];
  /** In the order of the text. */
  readonly findings: readonly HandlerFinding[];
}

const PROPERTIES = ['class', 'method', 'pattern', 'regexPattern', 'verbs', 'comment'] as const;

/** What a verb may consist of (RFC 9110, 9.1 and 5.6.2). */
const VERB = /^[\w!#$%&'*+.^`|~-]+$/;

/** Qodly Studio numbers what it writes, and 4D does not look at it. */
const NUMBER = 'id';

/** Addresses that 4D serves itself: docs/facts/4d-web.md#request-handlers. */
export const FORBIDDEN_PATTERNS = ['/4DACTION', '/rest', '/$lib/renderer', '/$shared'] as const;

/**
 * Reads HTTPHandlers.json: `[{class, method, pattern or regexPattern, verbs?, comment?}]`. The rules are those of 4D's
 * documentation, "HTTP request handlers".
 * @param othersPaths the first path segments that other parts of the dev session server use, in lower case
 */
export function readHandlers(text: string, othersPaths: readonly string[] = OWN_PATHS): HandlersReading {
  return new HandlersReader(text.replace(/^\uFEFF/, ''), othersPaths).read();
}

/** How many parts the expressions of a file may have, with their repetitions written out. The server keeps them all. */
const MOST_PARTS = 100_000;

class HandlersReader {
  private readonly findings: HandlerFinding[] = [];
  private readonly entries: HandlerEntry[] = [];
  private parts = 0;
  private readonly covers = new HandlerCovers();
  private readonly lines: Lines;
  private readonly reading: JsonReading;

  constructor(
    private readonly text: string,
    private readonly othersPaths: readonly string[],
  ) {
    this.lines = new Lines(text);
    this.reading = readJson(text);
  }

  read(): HandlersReading {
    const { stop } = this.reading;
    if (stop) {
      const range = this.lines.rangeAt(stop.offset, stop.end);
      this.findings.push(handlerFinding('handlers/json', syntaxPhrase(stop, this.text), '', range));
      return { entries: [], findings: this.findings };
    }
    const value: unknown = parseJson(this.text);
    this.checkDuplicates();
    if (!Array.isArray(value)) {
      this.find('handlers/array', phrase('HTTPHandlers.json has to be a JSON array of handlers.'), '');
    } else {
      value.forEach((each, index) => {
        this.readEntry(each, index);
      });
    }
    const inOrder = (a: HandlerFinding, b: HandlerFinding) =>
      a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
    return { entries: this.entries, findings: this.findings.sort(inOrder) };
  }

  private readEntry(value: unknown, index: number): void {
    const pointer = pointerOf([index]);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const words = phrase('A handler has to be an object with “class”, “method” and “pattern” or “regexPattern”.');
      this.find('handlers/entry', words, pointer);
      return;
    }
    const entry = value as Readonly<Record<string, unknown>>;
    this.checkProperties(entry, pointer);
    const className = this.required(entry, 'class', pointer);
    const method = this.required(entry, 'method', pointer);
    const pattern = this.pattern(entry, pointer);
    const verbs = this.verbs(entry, pointer);
    if (className === undefined || method === undefined || pattern === undefined || verbs === 'wrong') return;
    const { start, end } = this.node(pointer);
    const range = this.lines.rangeAt(start, end);
    const read: HandlerEntry = { index, className, method, pattern, ...(verbs && { verbs }), range };
    this.checkShadow(read, pointer);
    this.entries.push(read);
  }

  private checkProperties(entry: Readonly<Record<string, unknown>>, pointer: string): void {
    for (const name of Object.keys(entry)) {
      if (name === NUMBER) continue;
      const at = pointer + pointerOf([name]);
      if (!(PROPERTIES as readonly string[]).includes(name)) {
        const key = this.node(at).key ?? this.node(at);
        const words = phrase('4D does not know the property “{0}” of a handler.', shortened(name, 40));
        this.findings.push(handlerFinding('handlers/unknown', words, at, this.lines.rangeAt(key.start, key.end)));
      } else if (typeof entry[name] !== 'string') {
        this.find('handlers/type', phrase('“{0}” has to be a text.', name), at);
      }
    }
  }

  /** Undefined when the value cannot be used. Then a finding was added. */
  private required(entry: Readonly<Record<string, unknown>>, name: 'class' | 'method', pointer: string) {
    const value = entry[name];
    if (value === undefined) {
      this.find('handlers/missing', phrase('This handler has no “{0}”.', name), pointer);
      return undefined;
    }
    if (typeof value !== 'string') return undefined;
    if (value.trim() !== '') return value;
    this.find('handlers/missing', phrase('“{0}” is empty.', name), pointer + pointerOf([name]));
    return undefined;
  }

  private pattern(entry: Readonly<Record<string, unknown>>, pointer: string): UrlPattern | undefined {
    const { pattern, regexPattern } = entry;
    if (pattern === undefined && regexPattern === undefined) {
      this.find('handlers/missing', phrase('This handler has neither “pattern” nor “regexPattern”.'), pointer);
      return undefined;
    }
    if (pattern !== undefined && regexPattern !== undefined) {
      const words = phrase('“pattern” is ignored: “regexPattern” is given too.');
      this.find('handlers/both', words, `${pointer}/pattern`, true);
    }
    const [name, kind] =
      regexPattern === undefined ? (['pattern', 'prefix'] as const) : (['regexPattern', 'regex'] as const);
    const text = entry[name];
    if (typeof text !== 'string') return undefined;
    return this.usable({ kind, text }, `${pointer}/${name}`, name) ? { kind, text } : undefined;
  }

  private usable(pattern: UrlPattern, at: string, name: string): boolean {
    if (pattern.text.trim() === '' || (pattern.kind === 'prefix' && bare(pattern.text) === '')) {
      this.find('handlers/missing', phrase('“{0}” is empty.', name), at);
      return false;
    }
    try {
      // Where it is bound to the beginning, it has a few more parts.
      this.parts += compilePattern(pattern, 'start').size;
      if (this.parts > MOST_PARTS) {
        const words = phrase(
          'The expressions of this file are too large together. Limit: {0} (size with repetitions written out).',
          String(MOST_PARTS),
        );
        this.find('handlers/regex', words, at);
        return false;
      }
    } catch (error) {
      if (error instanceof PatternLimit) {
        this.find('handlers/regex', tooLargePhrase(), at);
        return false;
      }
      if (error instanceof IcuFault) {
        this.find('handlers/regex', error.words, at);
        return false;
      }
      // The message is "Invalid regular expression: /…/: Unterminated group". The reader already sees the expression,
      // so only the end is shown.
      const reason = (error as Error).message.replace(/^.*: /s, '');
      this.find('handlers/regex', phrase('This regular expression does not compile: {0}.', reason), at);
      return false;
    }
    const forbidden = addressOf(pattern, FORBIDDEN_PATTERNS);
    if (forbidden !== undefined) {
      this.find('handlers/forbidden', phrase('4D serves {0} itself: no handler may take it.', forbidden), at);
      return false;
    }
    const taken = addressOf(
      pattern,
      this.othersPaths.map((path) => `/${path}`),
    );
    if (taken !== undefined) {
      const words = phrase('The dev session server serves {0} itself: this handler gets requests in 4D only.', taken);
      this.find('handlers/taken', words, at);
    }
    return true;
  }

  /** Undefined means all verbs. */
  private verbs(entry: Readonly<Record<string, unknown>>, pointer: string): readonly string[] | undefined | 'wrong' {
    const { verbs } = entry;
    if (verbs === undefined) return undefined;
    if (typeof verbs !== 'string') return 'wrong';
    const list = verbList(verbs);
    const wrong = list.find((verb) => !VERB.test(verb));
    if (wrong !== undefined) {
      const told = phrase('No request has the verb “{0}”: verbs are separated by commas.', shortened(wrong, 40));
      this.find('handlers/verbs', told, `${pointer}/verbs`);
    }
    if (list.length > 0) return list;
    const words = phrase('“verbs” is empty: this handler takes all verbs, as without it.');
    this.find('handlers/verbs', words, `${pointer}/verbs`);
    return undefined;
  }

  private checkShadow(entry: HandlerEntry, pointer: string): void {
    const wider = this.entries.filter((earlier) => this.covers.covers(earlier.pattern, entry.pattern));
    const at = `${pointer}/${entry.pattern.kind === 'prefix' ? 'pattern' : 'regexPattern'}`;
    const all = wider.find(({ verbs }) => verbs === undefined);
    if (all) {
      this.find('handlers/shadowed', shadowPhrase([all]), at);
      return;
    }
    // An entry without verbs takes the verbs that other entries leave (docs/facts/4d-web.md#request-handlers).
    if (!entry.verbs) return;
    const takers = new Map(entry.verbs.map((verb) => [verb, wider.find(({ verbs }) => verbs?.includes(verb))]));
    const lost = entry.verbs.filter((verb) => takers.get(verb));
    const found = new Set(lost.flatMap((verb) => takers.get(verb) ?? []));
    const first = [...found].sort((one, other) => one.index - other.index);
    if (first.length === 0) return;
    if (lost.length === entry.verbs.length) this.find('handlers/shadowed', shadowPhrase(first), at);
    else this.find('handlers/shadowed', partlyPhrase(lost.join(', '), first), `${pointer}/verbs`);
  }

  private checkDuplicates(): void {
    for (const { pointer, key, start, end } of this.reading.duplicateKeys) {
      const words = phrase('“{0}” is given twice; the last one counts.', shortened(key, 40));
      this.findings.push(handlerFinding('handlers/duplicate', words, pointer, this.lines.rangeAt(start, end)));
    }
  }

  private find(code: HandlerCode, words: Phrase, pointer: string, withKey = false): void {
    const { start, end, key } = this.node(pointer);
    this.findings.push(
      handlerFinding(code, words, pointer, this.lines.rangeAt(withKey ? (key?.start ?? start) : start, end)),
    );
  }

  private node(pointer: string): JsonNode {
    return nodeAt(this.reading.root, pointer) ?? { kind: 'null', start: 0, end: this.text.length };
  }
}

/** @param first the entries before it that take its requests, in their order */
function shadowPhrase(first: readonly HandlerEntry[]): Phrase {
  return first.length === 1
    ? phrase(
        'No request ever gets here: handler {0} ({1}, line {2}) takes them all first.',
        ...placeOf(first[0] as HandlerEntry),
      )
    : phrase('No request ever gets here, as all are taken before: {0} (line {1}).', ...placesOf(first));
}

function partlyPhrase(verbs: string, first: readonly HandlerEntry[]): Phrase {
  return first.length === 1
    ? phrase(
        'Requests with {0} never get here: handler {1} ({2}, line {3}) takes them first.',
        verbs,
        ...placeOf(first[0] as HandlerEntry),
      )
    : phrase('Requests with {0} never get here, as they are taken before: {1} (line {2}).', verbs, ...placesOf(first));
}

/** The numbers of several handlers with their functions, and the lines where they begin. */
function placesOf(entries: readonly HandlerEntry[]): [string, string] {
  const places = entries.map(placeOf);
  const named = places.map(([number, name]) => `${number} (${name})`).join(', ');
  return [named, places.map(([, , line]) => line).join(', ')];
}

/** The number of a handler, its function, and the line where it begins. */
function placeOf({ index, className, method, range }: HandlerEntry): [string, string, string] {
  return [String(index + 1), `${className}.${method}`, String(range.start.line + 1)];
}

/** The one of some addresses that a pattern is meant for. 4D ignores the case of its own. */
function addressOf(pattern: UrlPattern, addresses: readonly string[]): string | undefined {
  const { source: written } = javaScriptOfPattern(pattern);
  const source = (pattern.kind === 'prefix' ? `/${written}` : written.replace(/^\^/, '')).toLowerCase();
  // A `$` at the beginning of a name is meant literally, as in `/$shared`.
  const named = source.replace(/(^|\/)\$(?=\w)/g, '$1\\$');
  const { text: beginning, rest } = plainBeginning(named);
  const plain = beginning.replace(/^(?!\/)/, '/');
  // The text after the plain beginning may continue the name, as in `/rest[a-z]+`. Then it is another name.
  const ends = /^($|\$|\\b|\(\/|\(\?:\/)/.test(rest);
  return addresses.find((each) => {
    const own = each.toLowerCase();
    return plain.startsWith(`${own}/`) || (plain === own && ends);
  });
}
