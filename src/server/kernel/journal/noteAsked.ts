import { shortened } from '../../../core/compliance/phrase';
import type { Trace } from './trace';

const LONGEST = 100;

/**
 * Tells the journal by which name somebody wants to log in. It is not told if it is the password, which a person may type
 * in the place of the name.
 */
export function noteAsked(trace: Trace, name: string, password: string): void {
  if (name !== '' && name !== password) trace.who({ asked: shortened(name, LONGEST) });
}
