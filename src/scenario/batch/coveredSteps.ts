import { REDACTED } from '../../core/protocol/redacted';
import type { StepFailure, StepResult } from '../../core/scenario/runEvents';
import { secretsInUrl } from '../../core/scenario/runSecrets';
import type { SecretTexts } from '../../core/scenario/secretTexts';
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

/**
 * Covers secrets that went over the wire in titles and in what failed. Reports are kept by others, and a token in them may still be good.
 * @param secrets those of the run that are to be covered
 * @param words those that are covered only where they stand alone
 */
export function coveredSteps(steps: readonly StepResult[], secrets: SecretTexts, words: SentWords): StepResult[] {
  return steps.map((result) => ({
    ...result,
    step: { ...result.step, title: shownTitle(result.step.title, secrets, words) },
    failures: result.failures.map((failure) => coveredFailure(failure, secrets, words)),
  }));
}

/** The title of a step or a message, without secrets. */
export function shownTitle(title: string, secrets: SecretTexts, words: SentWords): string {
  return words.covered(coveredTitle(title, secrets));
}

/** A step without a title is told by its request, which may have been skipped. Then no secret of it is found elsewhere. */
function coveredTitle(title: string, secrets: SecretTexts): string {
  return secrets.covered(title, secretsInUrl(title));
}

function coveredFailure(failure: StepFailure, secrets: SecretTexts, words: SentWords): StepFailure {
  const cover = (text: string) =>
    words.covered(secrets.covered(text)).replace(PARTS, (part) => (LONG_PART.test(part) ? REDACTED : part));
  const { message, expected, actual, compared, ...rest } = failure;
  const [wanted, got] = [expected, actual].map((text) => (text === undefined ? undefined : cover(text)));
  // Two secrets look the same when both are covered, and the reader must see that they differ.
  const isSame = got !== undefined && got === wanted && actual !== expected;
  return {
    ...rest,
    message: cover(message),
    ...(wanted !== undefined && { expected: wanted }),
    ...(got !== undefined && { actual: isSame ? `another one: ${got}` : got }),
    ...(compared && !isSame && { compared: { expected: cover(compared.expected), actual: cover(compared.actual) } }),
  };
}
