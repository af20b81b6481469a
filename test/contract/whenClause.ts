/**
 * A reader of `when` clauses, by the grammar of VS Code's own (src/vs/platform/contextkey/common/contextkey.ts), which is in
 * no package. It is stricter: what VS Code would mend or pass over is refused.
 */

/** One word of a clause, and where it stands. */
export interface ClauseWord {
  readonly role: 'key' | 'value' | 'pattern' | 'list' | 'constant' | 'operator';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Clause =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'not'; readonly of: Clause }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Clause[] }
  | { readonly kind: 'compare'; readonly key: string; readonly operator: string; readonly value: string }
  | { readonly kind: 'match'; readonly key: string; readonly pattern: string; readonly flags: string }
  | { readonly kind: 'in'; readonly key: string; readonly list: string };

export interface ReadClause {
  readonly clause: Clause;
  readonly words: readonly ClauseWord[];
}

const SPACE = /\s+/y;
const SYMBOL = /&&|\|\||===|!==|==|!=|=~|<=|>=|[<>!()]/y;
const QUOTED = /'[^']*'/y;
const NAME = /[\p{L}0-9_.\-:$@#,;*?+[\]^"%/\\]+/uy;
const PATTERN = /\/(?:[^/\\\n]|\\.)+\/[a-z]*/y;
const COMPARISONS = ['==', '===', '!=', '!==', '<', '<=', '>', '>='];

/** Reads clauses, each once. */
export class ClauseReader {
  private readonly known = new Map<string, ReadClause>();

  /** @throws SyntaxError where it is no clause */
  read(text: string): ReadClause {
    const known = this.known.get(text) ?? new OneClause(text).read();
    this.known.set(text, known);
    return known;
  }
}

class OneClause {
  private readonly words: ClauseWord[] = [];
  private at = 0;

  constructor(private readonly text: string) {}

  read(): ReadClause {
    const clause = this.either();
    if (this.peek() !== '') throw this.unexpected('the end');
    return { clause, words: this.words };
  }

  private either(): Clause {
    return this.joined('||', 'or', () => this.both());
  }

  private both(): Clause {
    return this.joined('&&', 'and', () => this.term());
  }

  private joined(symbol: string, kind: 'and' | 'or', part: () => Clause): Clause {
    const first = part();
    const of = [first];
    while (this.took(symbol)) of.push(part());
    return of.length === 1 ? first : { kind, of };
  }

  private term(): Clause {
    if (this.took('!')) return { kind: 'not', of: this.term() };
    if (this.took('(')) {
      const inner = this.either();
      if (!this.took(')')) throw this.unexpected('a )');
      return inner;
    }
    return this.primary();
  }

  private primary(): Clause {
    const name = this.take(NAME, 'key', 'a context key');
    if (name === 'true' || name === 'false') {
      this.words.push({ ...(this.words.pop() as ClauseWord), role: 'constant' });
      return { kind: 'constant', value: name === 'true' };
    }
    if (this.took('=~')) return this.match(name);
    const operator = COMPARISONS.find((each) => each === this.peek());
    if (operator !== undefined && this.took(operator)) {
      return { kind: 'compare', key: name, operator, value: this.value() };
    }
    if (this.took('in')) return { kind: 'in', key: name, list: this.take(NAME, 'list', 'a list') };
    if (this.took('not')) {
      if (!this.took('in')) throw this.unexpected('in');
      return { kind: 'not', of: { kind: 'in', key: name, list: this.take(NAME, 'list', 'a list') } };
    }
    return { kind: 'key', key: name };
  }

  private match(key: string): Clause {
    const text = this.take(PATTERN, 'pattern', 'a pattern');
    const end = text.lastIndexOf('/');
    const [pattern, flags] = [text.slice(1, end), text.slice(end + 1)];
    try {
      new RegExp(pattern, flags);
    } catch {
      throw this.unexpected('another pattern');
    }
    return { kind: 'match', key, pattern, flags };
  }

  private value(): string {
    this.skip();
    if (this.text[this.at] !== "'") return this.take(NAME, 'value', 'a value');
    return this.take(QUOTED, 'value', 'a value').slice(1, -1);
  }

  /** The next symbol or name, which stays. */
  private peek(): string {
    this.skip();
    for (const pattern of [SYMBOL, NAME]) {
      pattern.lastIndex = this.at;
      const [found] = pattern.exec(this.text) ?? [];
      if (found !== undefined) return found;
    }
    return this.text.slice(this.at);
  }

  private took(symbol: string): boolean {
    if (this.peek() !== symbol) return false;
    this.push('operator', symbol);
    return true;
  }

  private take(pattern: RegExp, role: ClauseWord['role'], wanted: string): string {
    this.skip();
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    if (found === undefined) throw this.unexpected(wanted);
    this.push(role, found);
    return found;
  }

  private push(role: ClauseWord['role'], text: string): void {
    this.words.push({ role, text, start: this.at, end: this.at + text.length });
    this.at += text.length;
  }

  private skip(): void {
    SPACE.lastIndex = this.at;
    if (SPACE.test(this.text)) this.at = SPACE.lastIndex;
  }

  private unexpected(wanted: string): SyntaxError {
    return new SyntaxError(`${this.text}: ${wanted} is expected at ${this.at}.`);
  }
}
