import { type Phrase, phrase } from '../compliance/phrase';
import { JSON_DEPTH, tooDeepAt } from '../json/jsonDepth';
import { firstMark, JSON_MARKS } from '../json/jsonMarks';
import { Lines } from '../json/position';
import { isRecord } from '../session/sessionFields';
import { type ScenarioFinding, scenarioFinding } from './scenarioFinding';

/** How many of something a scenario may have, and the name by which a refusal calls the limit. */
export interface CountLimit {
  readonly count: number;
  readonly name: string;
}

/** Steps of a scenario with those of the files that it includes. */
export const STEP_LIMIT: CountLimit = { count: 10_000, name: 'STEP_LIMIT' };

/** Values in one scenario file. A value may take two bytes of the file, but much more memory and time. */
export const VALUE_LIMIT: CountLimit = { count: 200_000, name: 'VALUE_LIMIT' };

/** Files that a scenario includes, directly and through others. */
export const INCLUDE_LIMIT: CountLimit = { count: 100, name: 'INCLUDE_LIMIT' };

/** Files on the way from a scenario to a file that it includes through others. */
export const INCLUDE_DEPTH: CountLimit = { count: 20, name: 'INCLUDE_DEPTH' };

/** Requests that are sent at the same moment. Each has a connection of its own. */
export const ALONGSIDE_LIMIT: CountLimit = { count: 256, name: 'ALONGSIDE_LIMIT' };

/** Parts of all regular expressions of a scenario and its includes together, with their repetitions written out. */
export const PATTERN_PARTS: CountLimit = { count: 2_000_000, name: 'PATTERN_PARTS' };

/** Nobody reads more findings of one file: errors and hints each. */
export const MOST_FINDINGS: CountLimit = { count: 100, name: 'MOST_FINDINGS' };

/** Why the text of a scenario file is not even parsed. Undefined when it can be. */
export function sizeFinding(text: string): ScenarioFinding | undefined {
  const found = tooDeep(text) ?? tooManyValues(text);
  if (!found) return undefined;
  const range = new Lines(text).rangeAt(found.at, found.at + 1);
  return scenarioFinding('scenario/json', found.words, '', range);
}

export function tooManySteps(): Phrase {
  const { count, name } = STEP_LIMIT;
  return phrase(
    'With included ones, the number of steps is above {0} ({1}); make several scenarios.',
    `${count}`,
    name,
  );
}

export function tooManyAlongside(): Phrase {
  const { count, name } = ALONGSIDE_LIMIT;
  return phrase(
    'The number of requests that are sent at the same moment is above {0} ({1}); send some of them later.',
    `${count}`,
    name,
  );
}

export function tooManyParts(): Phrase {
  const { count, name } = PATTERN_PARTS;
  return phrase(
    'With this regular expression, the number of parts in those of the scenario is above {0} ({1}); repeat less.',
    `${count}`,
    name,
  );
}

export function moreFindings(others: number): Phrase {
  const { count, name } = MOST_FINDINGS;
  return phrase('Number of others, at least: {0}. Only the first are told: {1} ({2}).', `${others}`, `${count}`, name);
}

/** How many steps stand in a file, which may be wrong in any way. */
export function stepCountOf(value: unknown): number {
  const steps = isRecord(value) ? value.steps : undefined;
  return Array.isArray(steps) ? steps.length : 0;
}

function tooDeep(text: string): { at: number; words: Phrase } | undefined {
  const at = tooDeepAt(text);
  if (at === undefined) return undefined;
  const { levels, name } = JSON_DEPTH;
  return { at, words: phrase('This is nested deeper than {0} ({1}); make it flatter.', `${levels}`, name) };
}

function tooManyValues(text: string): { at: number; words: Phrase } | undefined {
  const { comma, openBracket, openBrace } = JSON_MARKS;
  const { count, name } = VALUE_LIMIT;
  let values = 1;
  const at = firstMark(text, (code) => {
    if (code === comma || code === openBracket || code === openBrace) values++;
    return values > count;
  });
  if (at === undefined) return undefined;
  return {
    at,
    words: phrase('The number of values in the file is above {0} ({1}); make several files.', `${count}`, name),
  };
}
