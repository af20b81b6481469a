import type { HandlerEntry } from '../../handlers/handlerEntry';
import { bare } from '../../handlers/urlPattern';

/** An entry of HTTPHandlers.json, as 4D's web server tells of it. */
export interface ToldHandler {
  readonly class: string;
  readonly method: string;
  readonly pattern?: string;
  readonly regexPattern?: string;
  readonly verbs?: string;
}

export function toldHandler({ className, method, pattern: { kind, text }, verbs }: HandlerEntry): ToldHandler {
  return {
    class: className,
    method,
    ...(kind === 'prefix' ? { pattern: text } : { regexPattern: text }),
    ...(verbs && { verbs: verbs.join(', ') }),
  };
}

/** What an entry may be called by that takes all verbs. */
const USUAL_VERBS = 'GET, POST';
/** What is no plain text in an expression, and what comes after it. */
const EXPRESSION = /[\\^$.|?*+()[\]{}].*$/s;

/** Routes that an entry takes, each once. What an expression has in the place of plain text is to be written. */
export function handlerRoutes({ pattern, regexPattern = '', verbs = USUAL_VERBS }: ToldHandler): string[] {
  const path = pattern === undefined ? plainPath(regexPattern) : `/${bare(pattern)}/`;
  return verbs.split(',').map((verb) => `${verb.trim()} ${path}`);
}

function plainPath(expression: string): string {
  const path = expression.replace(/^\^/, '').replace(/\$$/, '');
  const plain = path.replace(EXPRESSION, '{path}');
  return plain.startsWith('/') ? plain : `/${plain}`;
}
