import { readJson } from '../../../core/json/jsonText';
import { moduleFault } from './moduleFault';
import { moduleSource } from './moduleSource';

/** How Node tells a fault in a JSON file that code has loaded. It names the file, and at most a position in it. */
const IN_JSON = /^SyntaxError: (.+?\.json): /i;
/** The place in the stack, which is that of the call that has loaded the file. */
const PLACE = / \(at .*\)$/;

/** The message with line and column of the fault in the file. Undefined when it is no message of a fault in a JSON file. */
export async function withJsonPlace(message: string): Promise<string | undefined> {
  const file = IN_JSON.exec(message)?.[1];
  // The code can have written the message itself, with the name of anything.
  if (file === undefined || moduleFault(file)) return undefined;
  const text = await moduleSource(file);
  const stop = text === undefined ? undefined : readJson(text).stop;
  if (text === undefined || !stop) return undefined;
  const lines = text.slice(0, stop.offset).split('\n');
  return `${message.replace(PLACE, '')} (at ${file}:${lines.length}:${(lines.at(-1) ?? '').length + 1})`;
}
