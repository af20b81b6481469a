import { shortened } from '../../../core/compliance/phrase';

/** How many characters of a thrown object are told. */
const LONGEST_OBJECT = 1000;

/**
 * The message of what a developer's code threw, and the first place of the code in its stack. For a syntax error, Node puts the
 * place before the message. The code may have thrown anything, also what fails when it is read.
 * @param own absolute path of a folder of this program: what it throws at code has its place where the code called it
 */
export function thrownText(thrown: unknown, own?: string): string {
  try {
    if (!(thrown instanceof Error))
      return typeof thrown === 'object' && thrown !== null ? objectText(thrown) : String(thrown);
    const stack = String(thrown.stack ?? '');
    const frames = [...stack.matchAll(/^ +at (?!.*\(?node:)(.*)$/gm)].map(([, frame = '']) => frame);
    const ofCode =
      own === undefined ? frames : frames.filter((frame) => /:\d+\)?$/.test(frame) && !frame.includes(own));
    const place = /^(\S.*:\d+)\r?\n/.exec(stack)?.[1] ?? ofCode[0] ?? frames[0];
    return `${thrown.name}: ${thrown.message}${place === undefined ? '' : ` (at ${place})`}`;
  } catch {
    return 'The code threw something that fails when it is read.';
  }
}

/** An object that is no error, as some code throws it: its message, or what it has. */
function objectText(thrown: object): string {
  const { message } = thrown as { message?: unknown };
  if (typeof message === 'string' && message !== '') return message;
  const own = String(thrown);
  if (own !== '[object Object]') return own;
  return `The code threw an object that is no Error: ${shortened(JSON.stringify(thrown) ?? own, LONGEST_OBJECT)}`;
}
