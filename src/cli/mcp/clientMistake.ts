import { inOneLine } from '../../core/base/fullStop';
import { shortened } from '../../core/compliance/phrase';

/** A client may put anything in what the SDK repeats. */
const LONGEST = 200;

/** What is wrong with what a client sent, as the end of a sentence. The SDK prints the whole work of its validator. */
export function clientMistake({ name, message }: Error): string {
  if (name === 'SyntaxError') return 'a line is no JSON; each message is one line of JSON';
  if (name.endsWith('ZodError')) return 'a line is JSON, but no message of JSON-RPC 2.0';
  if (isTooLong({ message }))
    return 'a message is longer than may be read, and the conversation ends; send less at once';
  return shortened(inOneLine(message), LONGEST);
}

/** The SDK ends the conversation then. */
export function isTooLong({ message }: Pick<Error, 'message'>): boolean {
  return message.startsWith('ReadBuffer exceeded');
}
