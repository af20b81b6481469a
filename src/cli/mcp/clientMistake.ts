import { inOneLine } from '../../core/base/fullStop';
import { shortened } from '../../core/compliance/phrase';

/** A client may put anything in what the SDK repeats. */
const LONGEST = 200;

/** What the SDK repeats of a message. */
const CONTENT = /[:,]?\s*[{["'`][\s\S]*$/;
/** What the SDK says of messages that belong to no request, with all that is in them. */
const UNASKED: readonly (readonly [start: string, words: string])[] = [
  ['Received a response for an unknown', 'a response has the id of no request of this program'],
  ['Received a progress notification for an unknown', 'a note of progress is about no request of this program'],
  ['Unknown message type', 'a message is neither a request, nor a response, nor a note'],
];

/**
 * What is wrong with what a client sent, as the end of a sentence. The SDK prints the whole work of its validator,
 * and what was sent, which may have secrets in it.
 */
export function clientMistake({ name, message }: Error): string {
  if (name === 'SyntaxError') return 'a line is no JSON; each message is one line of JSON';
  if (name.endsWith('ZodError')) return 'a line is JSON, but no message of JSON-RPC 2.0';
  if (isTooLong({ message }))
    return 'a message is longer than may be read, and the conversation ends; send less at once';
  const unasked = UNASKED.find(([start]) => message.startsWith(start));
  return unasked ? unasked[1] : shortened(inOneLine(message.replace(CONTENT, '')), LONGEST);
}

/** The SDK ends the conversation then. */
export function isTooLong({ message }: Pick<Error, 'message'>): boolean {
  return message.startsWith('ReadBuffer exceeded');
}
