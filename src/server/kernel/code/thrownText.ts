import { shortened } from '../../../core/compliance/phrase';

/** How many characters of a thrown object are told. */
const LONGEST_OBJECT = 1000;

/**
 * The message of what a developer's code threw, and the first place of the code in its stack. For a syntax error, Node puts the
 * place before the message. The code may have thrown anything, also what fails when it is read.
 * @param own absolute path of a folder of this program: what it throws at code has its place where the code called it
 * @param file absolute path of the module that was called, which is told when what was thrown has no place
 */
export function thrownText(thrown: unknown, own?: string, file?: string): string {
  try {
    if (!(thrown instanceof Error)) return `${textOf(thrown)}${file ? ` (in ${file})` : ''}`;
    const stack = String(thrown.stack ?? '');
    const frames = [...stack.matchAll(/^ +at (?!.*\(?node:)(.*)$/gm)].map(([, frame = '']) => frame);
    const others = own === undefined ? frames : frames.filter((frame) => !frame.includes(own));
    const ofCode = own === undefined ? others : others.filter((frame) => /:\d+\)?$/.test(frame));
    const place = /^(\S.*:\d+)\r?\n/.exec(stack)?.[1] ?? ofCode[0] ?? others[0];
    return `${thrown.name}: ${thrown.message}${place === undefined ? '' : ` (at ${place})`}`;
  } catch {
    return 'The code threw something that fails when it is read.';
  }
}

/** What has no stack. */
function textOf(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null) return objectText(thrown);
  const [kind, shown] = typeof thrown === 'string' ? ['a text', `: ${thrown}`] : [String(thrown), ''];
  return `The code threw ${kind}, which is no Error and has no line${shown}`;
}

/** An object that is no error, as some code throws it: its message, or what it has. */
function objectText(thrown: object): string {
  const { message } = thrown as { message?: unknown };
  if (typeof message === 'string' && message !== '') return message;
  const own = String(thrown);
  if (!Array.isArray(thrown) && own !== '[object Object]') return own;
  return `The code threw an object that is no Error: ${shortened(JSON.stringify(thrown) ?? own, LONGEST_OBJECT)}`;
}
