import type { JsonError } from '../compliance/jsonErrorText';

/**
 * Says where a message between a page and the extension is not as its schema has it, without its
 * values, which may be secrets. Undefined when it is as it must be.
 * @param validate of one direction. The page has only its own, which keeps it small
 * @param words say what is wrong. The page has only short ones, because nobody writes what it gets
 */
export function messageProblem(
  validate: { (message: unknown): boolean; errors?: readonly JsonError[] | null },
  message: unknown,
  words: (errors: readonly JsonError[]) => string = shortWords,
): string | undefined {
  return validate(message) ? undefined : words(validate.errors ?? []);
}

function shortWords([error]: readonly JsonError[]): string {
  // The errors of the branches come before the one that says that they do not fit.
  const { instancePath = '', message = 'is invalid', params = {} } = error ?? {};
  const { additionalProperty: extra } = params;
  return `${instancePath === '' ? 'it' : instancePath} ${message}${extra === undefined ? '' : `: ${JSON.stringify(extra)}`}`;
}
