import type validateFromPage from './compiledFromPage';

/**
 * Says where a message between the page of the flow simulator and the extension is not as its schema has it, without its
 * values, which may be secrets. Undefined when it is as it must be.
 * @param validate of one direction. The page has only its own, which keeps it small
 */
export function messageProblem(validate: typeof validateFromPage, message: unknown): string | undefined {
  if (validate(message)) return undefined;
  // The errors of the branches come before the one that says that they do not fit.
  const { instancePath = '', message: words = 'is invalid' } = validate.errors?.[0] ?? {};
  return `${instancePath === '' ? 'it' : instancePath} ${words}`;
}
