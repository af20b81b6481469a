import type { BoundedPattern } from '../pattern/boundedPattern';
import { budgetOf } from '../pattern/boundedPattern';
import { type CoverBudget, PatternCover, type TextSpace } from '../pattern/patternCover';
import { PatternLimit } from '../pattern/patternLimit';
import { PatternStates } from '../pattern/patternStates';
import {
  bare,
  compilePattern,
  covers,
  literalOf,
  type PatternAnchor,
  type PatternReach,
  reachOf,
  type UrlPattern,
} from './urlPattern';

/** What a path can consist of as it is sent: no space, no `?` and no `#`. Other bytes may be sent as they are. */
const LETTERS = Array.from({ length: 256 }, (_, code) => code).filter(
  (code) => (code > 0x20 && code < 0x7f && code !== 0x3f && code !== 0x23) || code >= 0x80,
);
const SLASH = 0x2f;
/** A path begins with one slash: several count as one. */
const PATHS: TextSpace = [[SLASH], LETTERS.filter((code) => code !== SLASH), LETTERS];

const ANCHORS: readonly PatternAnchor[] = ['anywhere', 'start'];

/** Steps for all comparisons in one file: some tens of milliseconds. What is not decided by then is not reported. */
const STEPS_A_FILE = 300_000;
/** Steps to match one example of a pattern. */
const STEPS_AN_EXAMPLE = 10_000;

/** A pattern, bound to one place, that is compared with many others. */
interface Compared {
  readonly pattern: BoundedPattern;
  /** Undefined when it is no automaton. */
  readonly states: PatternStates | undefined;
  /** A path that the pattern matches. Undefined when it matches none, or nobody can say. */
  readonly example: string | undefined;
}

/** Decides which patterns of one HTTPHandlers.json take all paths of others. It reports only what is certain. */
export class HandlerCovers {
  private readonly budget: CoverBudget = { left: STEPS_A_FILE };
  /** Of each pattern one for each anchor. If the anchor makes no difference, there is one. */
  private readonly compared = new Map<UrlPattern, readonly Compared[]>();
  private readonly reaches = new Map<UrlPattern, PatternReach | undefined>();
  /** It matches no path, as each begins with a slash. */
  private nothing: PatternStates | undefined;

  /** Whether `first` takes every path that `second` takes, wherever patterns are anchored. */
  covers(first: UrlPattern, second: UrlPattern): boolean {
    const reach = (pattern: UrlPattern) => this.reach(pattern);
    if (covers(first, second, reach)) return true;
    // Of two plain prefixes this was all that there is to say.
    if (isPlainPrefix(first) && isPlainPrefix(second)) return false;
    const [wide, narrow] = [this.comparedOf(first), this.comparedOf(second)];
    return ANCHORS.every((_, index) => this.coversAt(wide[index] ?? wide[0], narrow[index] ?? narrow[0]));
  }

  private coversAt(wide: Compared | undefined, narrow: Compared | undefined): boolean {
    if (!wide?.states || !narrow?.states || narrow.example === undefined) return false;
    // Most patterns differ at once.
    if (!matches(wide.pattern, narrow.example)) return false;
    return new PatternCover(wide.states, narrow.states, PATHS, this.budget).uncovered() === 'none';
  }

  private comparedOf(pattern: UrlPattern): readonly Compared[] {
    const known = this.compared.get(pattern);
    if (known) return known;
    const isBound = pattern.kind === 'prefix' || /^\^[^|]*$/.test(pattern.text);
    const made = (isBound ? ANCHORS.slice(0, 1) : ANCHORS).map((anchor) => {
      const compiled = compilePattern(pattern, anchor);
      const states = PatternStates.isKnown(compiled.program) ? new PatternStates(compiled.program) : undefined;
      return { pattern: compiled, states, example: states && this.exampleOf(pattern, compiled, states) };
    });
    this.compared.set(pattern, made);
    return made;
  }

  private exampleOf({ text }: UrlPattern, pattern: BoundedPattern, states: PatternStates): string | undefined {
    // Most patterns are a plain text.
    const guess = `/${bare(text.replace(/^\^/, ''))}/`;
    if (isPath(guess) && matches(pattern, guess)) return guess;
    this.nothing ??= new PatternStates(compilePattern({ kind: 'regex', text: '^[^/]' }, 'anywhere').program);
    const found = new PatternCover(this.nothing, states, PATHS, this.budget).uncovered();
    return typeof found === 'string' ? undefined : found.text;
  }

  private reach(pattern: UrlPattern): PatternReach | undefined {
    if (!this.reaches.has(pattern)) this.reaches.set(pattern, reachOf(pattern));
    return this.reaches.get(pattern);
  }
}

function isPlainPrefix({ kind, text }: UrlPattern): boolean {
  return kind === 'prefix' && literalOf(bare(text)) !== undefined;
}

/** Whether a text can be sent as a path. */
function isPath(text: string): boolean {
  return !text.startsWith('//') && Array.from(text).every((letter) => LETTERS.includes(letter.charCodeAt(0)));
}

function matches(pattern: BoundedPattern, path: string): boolean {
  try {
    return pattern.test(path, budgetOf(STEPS_AN_EXAMPLE));
  } catch (error) {
    if (error instanceof PatternLimit) return false;
    throw error;
  }
}
