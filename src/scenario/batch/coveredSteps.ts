import { REDACTED } from '../../core/protocol/redacted';
import type { SecretShapes } from '../../core/protocol/secretShapes';
import { withoutLooseSecrets } from '../../core/redaction/looseSecrets';
import type { ShownStep, StepFailure, StepResult } from '../../core/scenario/runEvents';
import { secretsInUrl } from '../../core/scenario/runSecrets';
import type { SecretTexts } from '../../core/scenario/secretTexts';
import { coveredSentence } from './coveredSentence';
import type { SentWords } from './sentWords';

/** A word or a few, such as the password of an example. Reports are kept, but nobody could read them without such words. */
const WORDS = /^[A-Za-z]{1,15}(?:[-_. ][A-Za-z]{1,15})*$/;
const LONGEST_WORDS = 24;
/** What may be a token, with its parts. */
const PARTS = /[\w-]+(?:\.[\w-]+)*/g;
/** A part with so many random characters opens something. The id of a session is shorter. */
const LONG_PART = /(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{40,}/;

/** Whether a report covers this secret that went over the wire wherever it stands. */
export function isCovered(secret: string): boolean {
  return secret.length > LONGEST_WORDS || !WORDS.test(secret);
}

/** Covers the secrets of a run in its texts. */
export interface RunCover {
  /** Those that are to be covered wherever they stand. */
  readonly secrets: SecretTexts;
  /** Those that are covered only where they stand alone. */
  readonly words: SentWords;
  /** What secrets look like. */
  readonly shapes: SecretShapes;
}

/**
 * Covers secrets in titles and in what failed: those that went over the wire, and those that were expected instead. Reports are kept
 * by others, and a token in them may still be good.
 */
export function coveredSteps(steps: readonly StepResult[], cover: RunCover): StepResult[] {
  return steps.map((result) => ({
    ...result,
    step: withNamesCovered(result.step, cover),
    failures: result.failures.map((failure) => coveredFailure(failure, cover)),
  }));
}

/** The names of actors are texts of the scenario, as titles are. */
function withNamesCovered(step: ShownStep, cover: RunCover): ShownStep {
  const { title, from, to, over } = step;
  return {
    ...step,
    title: shownTitle(title, cover),
    ...(from !== undefined && { from: shownTitle(from, cover) }),
    ...(to !== undefined && { to: shownTitle(to, cover) }),
    ...(over && { over: over.map((each) => shownTitle(each, cover)) }),
  };
}

/**
 * The title of a step or a message, without secrets. A step without a title is told by its request, which may have been skipped. Then no
 * secret of it is found elsewhere.
 */
export function shownTitle(title: string, { secrets, words }: RunCover): string {
  return coveredSentence(words.covered(secrets.covered(title, secretsInUrl(title))));
}

function coveredFailure(failure: StepFailure, { secrets, words, shapes }: RunCover): StepFailure {
  const cover = (text: string) =>
    withoutLooseSecrets(
      shapes.covered(
        words.covered(secrets.covered(text)).replace(PARTS, (part) => (LONG_PART.test(part) ? REDACTED : part)),
      ),
    );
  const { message, expected, actual, compared, ...rest } = failure;
  const [wanted, got] = [expected, actual].map((text) => (text === undefined ? undefined : cover(text)));
  // Two secrets look the same when both are covered, and the reader must see that they differ.
  const isSame = got !== undefined && got === wanted && actual !== expected;
  const other = `another one: ${got}`;
  const both = ` ${got}, expected ${wanted}`;
  const told = cover(message);
  return {
    ...rest,
    message: isSame && told.endsWith(both) ? `${told.slice(0, -both.length)} ${other}, expected ${wanted}` : told,
    ...(wanted !== undefined && { expected: wanted }),
    ...(got !== undefined && { actual: isSame ? other : got }),
    ...(compared && !isSame && { compared: { expected: cover(compared.expected), actual: cover(compared.actual) } }),
  };
}
