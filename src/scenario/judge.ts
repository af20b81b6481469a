import { counted } from '../core/base/counted';
import { ownText } from '../core/base/ownText';
import type { Json } from '../core/json/json';
import { PatternLimit } from '../core/pattern/patternLimit';
import { checksIn, fileAsFound } from '../core/scenario/expectations';
import { expectedSecrets } from '../core/scenario/expectedSecrets';
import type { Facts } from '../core/scenario/facts';
import { unmetWords } from '../core/scenario/failureWords';
import type { RunPlace, StepFailure } from '../core/scenario/runEvents';
import type { Step } from '../core/scenario/scenario';
import type { ExpectSource, TakeSource } from '../core/scenario/scenarioSource';
import { taken, takenFrom } from '../core/scenario/takes';
import { FilledLimitError, FillRoom, fillJson } from '../core/scenario/template';
import { judged, type Unmet } from '../core/scenario/unmet';
import { unmetTogether } from '../core/scenario/unmetList';
import { type RunValues, ValuesLimitError } from '../core/scenario/values';
import { EXPECTATIONS } from '../core/systems';
import { FileStepError } from './fileStepError';
import type { StepWork } from './stepWork';

/** How many failures of one step are told. Nobody reads more. */
export const FAILURE_LIMIT = { count: 100, name: 'FAILURE_LIMIT' } as const;

/** An expectation that fails. */
export interface FailedExpectation {
  readonly failure: StepFailure;
  /** Whether it may become true a moment later. */
  readonly settles: boolean;
}

/** Takes the variables of steps, and judges what steps expect. */
export class Judge {
  private readonly wanted = new Set<string>();

  /** @param names further names of secrets, which the options of the server have chosen */
  constructor(
    private readonly values: RunValues,
    private readonly names: () => readonly string[],
  ) {}

  /** What failed expectations have in the place of a secret. */
  get expectedSecrets(): Iterable<string> {
    return this.wanted;
  }

  /**
   * Takes variables.
   * @param told receives what was taken
   */
  async take(
    { source, placeOf }: Step,
    facts: () => Facts,
    work: StepWork,
    told: Record<string, Json>,
  ): Promise<StepFailure[]> {
    const failures: StepFailure[] = [];
    const takes = Object.entries(source.take ?? {});
    if (takes.length === 0) return failures;
    const known = facts();
    for (const [name, take] of takes) {
      await work.pause();
      const place = placeOf(`/take/${name}`);
      const failed = this.takeOne(name, take, place, known, work, told);
      if (failed) failures.push(failed);
      if (work.isOver) break;
      if (failures.length >= FAILURE_LIMIT.count) return [...failures, others(place)];
    }
    return failures;
  }

  /** Expectations that fail. */
  async unmet({ source, placeOf }: Step, facts: () => Facts, work: StepWork): Promise<FailedExpectation[]> {
    if (!source.expect || work.isOver) return [];
    const failed = (failure: StepFailure): FailedExpectation => ({ failure, settles: false });
    let expect: ExpectSource;
    try {
      expect = this.fillExpect(source.expect);
    } catch (error) {
      return [failed({ message: (error as Error).message, place: placeOf('/expect') })];
    }
    const found: Unmet[] = [];
    const { file, ...known } = facts();
    // What is judged is what is covered, also when the server has written the file again.
    const read = readOnce(file);
    const told = () => {
      if (found.length > 0) {
        for (const each of [expect, fileAsFound(expect, read)])
          for (const text of each ? expectedSecrets(each, this.names()) : []) this.wanted.add(text);
      }
      return unmetTogether(found).map((unmet) => failureOf(unmet, placeOf(`/expect${unmet.pointer}`)));
    };
    try {
      for (const check of checksIn(expect, { ...known, file: read }, EXPECTATIONS)) {
        await work.pause();
        const unmet = judged(check, work.budget);
        if (unmet) found.push(unmet);
        if (work.isOver) break;
        if (found.length >= FAILURE_LIMIT.count) return [...told(), failed(others(placeOf('/expect')))];
      }
    } catch (error) {
      if (!(error instanceof FileStepError)) throw error;
      return [failed({ message: error.message, place: placeOf('/expect/file/path') })];
    }
    return told();
  }

  private takeOne(
    name: string,
    source: TakeSource,
    place: RunPlace,
    facts: Facts,
    { budget }: StepWork,
    told: Record<string, Json>,
  ): StepFailure | undefined {
    let value: Json | undefined;
    try {
      value = taken(fillJson(source as Json, this.values.get) as TakeSource, facts, budget);
    } catch (error) {
      if (!(error instanceof PatternLimit || error instanceof FilledLimitError)) throw error;
      return { message: `The variable "${name}" cannot be taken. ${error.message}`, place };
    }
    if (value === undefined) {
      const expected = `a value for "${name}" from ${takenFrom(source)}`;
      return { message: `The variable "${name}" cannot be taken.`, expected, actual: 'nothing', place };
    }
    const kept = typeof value === 'string' ? ownText(value) : value;
    try {
      this.values.set(name, kept);
    } catch (error) {
      if (!(error instanceof ValuesLimitError)) throw error;
      return { message: `The variable "${name}" cannot be taken. ${error.message}`, place };
    }
    told[name] = kept;
    return undefined;
  }

  /** In a pattern, a value of a variable must match literally. */
  private fillExpect(expect: ExpectSource): ExpectSource {
    const escaped = (name: string) => {
      const value = this.values.get(name);
      return typeof value === 'string' ? value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&') : value;
    };
    const room = new FillRoom();
    const fill = (value: Json): Json => {
      const { get } = this.values;
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return fillJson(value, get, room);
      return Object.fromEntries(
        Object.entries(value).map(([key, each]) => [
          fillJson(key, get, room) as string,
          key === 'matches' && typeof each === 'string' ? fillJson(each, escaped, room) : fill(each as Json),
        ]),
      );
    };
    return fill(expect as unknown as Json) as unknown as ExpectSource;
  }
}

function failureOf(unmet: Unmet, place: RunPlace): FailedExpectation {
  const { pointer, expected, actual, compared, isUnjudged } = unmet;
  return {
    failure: { message: unmetWords(unmet), expected, actual, ...(compared && { compared }), place },
    // An answer does not change any more, but the server's state may.
    settles: !isUnjudged && !/^\/(?:status|headers|body|cookies|cause|device)\b/.test(pointer),
  };
}

function others(place: RunPlace): StepFailure {
  return {
    message: `No more of the step is judged after ${counted(FAILURE_LIMIT.count, 'failure')} (${FAILURE_LIMIT.name}).`,
    place,
  };
}

/** Reads each file once. */
function readOnce(read: Facts['file']): Facts['file'] {
  const texts = new Map<string, string | undefined>();
  return (path) => {
    if (!texts.has(path)) texts.set(path, read(path));
    return texts.get(path);
  };
}
