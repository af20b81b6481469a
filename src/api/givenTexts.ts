import { SessionWorkbenchError } from './sessionWorkbenchError';

/**
 * The paths that a function was called with. JavaScript calls it with anything.
 * @throws SessionWorkbenchError
 */
export function textsOf(called: string, given: unknown): readonly string[] {
  const texts: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (texts.length > 0 && texts.every((each) => typeof each === 'string' && each !== '' && !each.includes('\0'))) {
    return texts as readonly string[];
  }
  throw new SessionWorkbenchError('options', `${called} takes a path, or a list of some`);
}
