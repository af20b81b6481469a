import type { StepFailure } from '../core/scenario/runEvents';
import type { Step } from '../core/scenario/scenario';
import { FilledLimitError, UnknownVariableError } from '../core/scenario/template';
import { ActorError } from './actorError';
import { AddressError } from './addressError';
import { ServerCallError } from './controlCalls';
import { FileStepError } from './fileStepError';
import { RefusedHostError } from './refusedHost';

/**
 * What is told of an error in a step.
 * @throws the error, if it is not one of the step
 */
export function failureOf(error: unknown, step: Step): StepFailure {
  const isTold =
    error instanceof UnknownVariableError ||
    error instanceof FilledLimitError ||
    error instanceof ServerCallError ||
    error instanceof FileStepError ||
    error instanceof AddressError ||
    error instanceof ActorError ||
    error instanceof RefusedHostError;
  if (!isTold) throw error;
  return { message: error.message, place: step.place };
}

/** In the order of the file. */
export function byPlace(failures: readonly StepFailure[]): StepFailure[] {
  return failures.toSorted(
    ({ place: { range: a } }, { place: { range: b } }) =>
      a.start.line - b.start.line || a.start.character - b.start.character,
  );
}
