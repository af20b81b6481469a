import { isRefused } from './refusalLook';
import { type Exchange, refusalCause } from './run';

/** By so many characters it is seen that two texts are one. */
const ENOUGH = 40;
/** What is shorter may be in both by chance. */
const LEAST = 12;

/** What an answer says in short, without what the cause of its refusal says beside it. Empty when nothing is left. */
export function besideCause(words: string, exchange: Exchange): string {
  const beginning = refusalCause(exchange)?.message.slice(0, ENOUGH) ?? '';
  if (beginning.length < LEAST || !isRefused(exchange)) return words;
  const at = words.indexOf(beginning);
  return at < 0 ? words : words.slice(0, at).replace(/[\s:–]+$/, '');
}
