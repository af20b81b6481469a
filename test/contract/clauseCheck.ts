import type { Declared } from './declared';
import type { Clause, ClauseReader } from './whenClause';

/** What a clause may ask a key for. */
interface KeyFacts {
  /** `text` may be the left of an `in`, and asked for whether it is there. */
  readonly kind: 'flag' | 'choice' | 'text';
  readonly values?: readonly string[];
  /** The places that VS Code sets it in; everywhere unless given. */
  readonly places?: RegExp;
  /** Whether it says where something is: only asked for with `==`. */
  readonly isPlace?: true;
}

const ONE_TOKEN = /^\\b(\w+)\\b$/;
const SOME_TOKENS = /^\\b\((\w+(?:\|\w+)+)\)\\b$/;
const SOME_VALUES = /^\^\((\w+(?:\|\w+)+)\)\$$/;

/**
 * Checks that clauses ask for what is declared alone, and in the few ways that can be checked. Other patterns are refused:
 * of them nobody could say which words they are about.
 */
export class ClauseCheck {
  readonly problems: string[] = [];
  /** What was asked for: context keys, `key=value`, `view/token`. */
  readonly asked = new Set<string>();
  private readonly known: ReadonlyMap<string, KeyFacts>;

  constructor(
    private readonly declared: Declared,
    private readonly clauses: ClauseReader,
  ) {
    const views = declared.views.map(({ id }) => id);
    const ofVSCode: Readonly<Record<string, KeyFacts>> = {
      isWorkspaceTrusted: { kind: 'flag' },
      isWeb: { kind: 'flag' },
      remoteName: { kind: 'text' },
      inputFocus: { kind: 'flag', places: /^key/ },
      listMultiSelection: { kind: 'flag', places: /^menu view\/item/ },
      editorHasSelection: { kind: 'flag', places: /^menu editor\/context/ },
      view: { kind: 'choice', values: views, places: /^menu view\//, isPlace: true },
      focusedView: { kind: 'choice', values: views, places: /^key/, isPlace: true },
      explorerResourceIsFolder: { kind: 'flag', places: /^menu explorer\// },
      resourceFilename: { kind: 'choice', values: ['MobileApps'], places: /^menu explorer\//, isPlace: true },
      controllerId: { kind: 'choice', values: declared.testControllers, places: /^menu testing\//, isPlace: true },
      testId: { kind: 'choice', values: declared.testItems, places: /^menu testing\// },
      editorLangId: { kind: 'choice', values: declared.languages, places: /^menu (editor|commandPalette)/ },
      resourceLangId: { kind: 'choice', values: declared.languages, places: /^menu (editor|commandPalette)/ },
      resourcePath: { kind: 'text', places: /^menu (editor|commandPalette)/ },
      resourceScheme: {
        kind: 'choice',
        values: ['file', ...declared.schemes],
        places: /^menu (editor|commandPalette)/,
      },
    };
    const own = declared.contextKeys
      .filter(({ kind }) => kind !== 'list')
      .map(({ id, kind, asked }) => [id, { kind, values: asked }] as [string, KeyFacts]);
    this.known = new Map([...Object.entries(ofVSCode), ...own]);
  }

  /** @param place where the clause stands: `menu view/title`, `key`, `welcome` */
  check(place: string, text: string): void {
    try {
      this.look(place, this.clauses.read(text).clause, undefined);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.problems.push(error.message);
    }
  }

  /** @param view that the clause is about, when it says so */
  private look(place: string, clause: Clause, view: string | undefined): void {
    switch (clause.kind) {
      case 'constant':
        return;
      case 'not':
        this.look(place, clause.of, view);
        return;
      case 'or':
        for (const each of clause.of) this.look(place, each, view);
        return;
      case 'and': {
        const named = clause.of.find(
          (each) => each.kind === 'compare' && each.key === 'view' && each.operator === '==',
        );
        const own = named?.kind === 'compare' ? named.value : view;
        for (const each of clause.of) this.look(place, each, own);
        return;
      }
      case 'in':
        this.lookIn(place, clause.key, clause.list);
        return;
      default:
        if (clause.key === 'viewItem') this.lookAtRow(place, clause, view);
        else this.lookAtKey(place, clause);
    }
  }

  private lookIn(place: string, key: string, list: string): void {
    if (this.facts(place, key)?.kind !== 'text') this.problems.push(`${place}: ${key} is not looked for in a list.`);
    const isList = this.declared.contextKeys.some(({ id, kind }) => id === list && kind === 'list');
    if (isList) this.asked.add(list);
    else this.problems.push(`${place}: ${list} is no list.`);
  }

  private lookAtKey(place: string, clause: Extract<Clause, { key: string }>): void {
    const facts = this.facts(place, clause.key);
    if (!facts) return;
    this.asked.add(clause.key);
    if (clause.kind === 'key') {
      if (facts.kind === 'choice') this.problems.push(`${place}: ${clause.key} is never true alone: it has values.`);
      return;
    }
    const values = facts.isPlace && !isEqual(clause) ? undefined : valuesOf(clause);
    if (!values) this.problems.push(`${place}: ${clause.key} is asked for in a way that cannot be checked.`);
    for (const value of values ?? []) {
      if (facts.values?.includes(value)) this.asked.add(`${clause.key}=${value}`);
      else this.problems.push(`${place}: ${clause.key} is never ${value}, or is not declared to be asked for it.`);
    }
  }

  private lookAtRow(place: string, clause: Extract<Clause, { key: string }>, view: string | undefined): void {
    if (place !== 'menu view/item/context') this.problems.push(`${place}: there is no viewItem here.`);
    if (view === undefined) {
      this.problems.push(`${place}: viewItem without the view that it is of.`);
      return;
    }
    const tokens = tokensOf(clause);
    if (!tokens) this.problems.push(`${place}: viewItem is asked for in a way that cannot be checked.`);
    for (const token of tokens ?? []) {
      const isKnown = this.declared.askedTokens(view).has(token);
      const isWhole = clause.kind !== 'compare' || this.declared.standsAlone(view, token);
      if (isKnown && isWhole) this.asked.add(`${view}/${token}`);
      else this.problems.push(`${place}: no row of ${view} is ${token}, or it is not declared to be asked for.`);
    }
  }

  private facts(place: string, key: string): KeyFacts | undefined {
    const facts = this.known.get(key);
    if (!facts) this.problems.push(`${place}: the context key ${key} is not declared.`);
    else if (facts.places && !facts.places.test(place)) this.problems.push(`${place}: there is no ${key} here.`);
    return facts;
  }
}

function isEqual(clause: Extract<Clause, { key: string }>): boolean {
  return clause.kind === 'compare' && clause.operator === '==';
}

function valuesOf(clause: Extract<Clause, { key: string }>): readonly string[] | undefined {
  if (clause.kind === 'compare' && ['==', '!='].includes(clause.operator)) return [clause.value];
  if (clause.kind !== 'match' || clause.flags !== '') return undefined;
  return SOME_VALUES.exec(clause.pattern)?.[1]?.split('|');
}

function tokensOf(clause: Extract<Clause, { key: string }>): readonly string[] | undefined {
  if (clause.kind === 'compare' && clause.operator === '==') return [clause.value];
  if (clause.kind !== 'match' || clause.flags !== '') return undefined;
  const found = ONE_TOKEN.exec(clause.pattern) ?? SOME_TOKENS.exec(clause.pattern);
  return found?.[1]?.split('|');
}
