/**
 * The message of what a developer's code threw, and the first place of the code in its stack. For a syntax error, Node puts the
 * place before the message. The code may have thrown anything, also what fails when it is read.
 */
export function thrownText(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error)) return String(thrown);
    const stack = String(thrown.stack ?? '');
    const place = /^(\S.*:\d+)\r?\n/.exec(stack)?.[1] ?? /^ +at (?!.*\(?node:)(.*)$/m.exec(stack)?.[1];
    return `${thrown.name}: ${thrown.message}${place === undefined ? '' : ` (at ${place})`}`;
  } catch {
    return 'The code threw something that fails when it is read.';
  }
}
