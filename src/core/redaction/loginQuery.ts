import { fullyDecoded } from '../protocol/canonicalPath';
import { isLoginParameter } from './loginCall';

/** More parameters are not looked at. */
const MOST = 100;
/** Longer values are no names of functions, and no documents that anybody sends in a URL. */
const LONGEST = 16 * 1024;
/** The values of an expression, which stand apart from it. */
const VALUES = /^\$params$/i;
const NAME = /[\p{L}_$][\p{L}\p{N}_$-]*/gu;

/** Whether the query of a URL calls a login: by a document of GraphQL, or by the name of its function. */
export function isLoginQuery(url: string): boolean {
  return parametersOf(url).some(([name, value]) => isLoginParameter(name, value));
}

/** Whether the query of a URL has the values of an expression that compares them with a secret: `$filter=password = :1`. */
export function comparesSecret(url: string, names: { isName(name: string): boolean }): boolean {
  if (!/(?:\$|%24)params/i.test(url)) return false;
  const parameters = parametersOf(url);
  if (!parameters.some(([name]) => VALUES.test(name))) return false;
  return parameters.some(
    ([name, value]) => !VALUES.test(name) && (value.match(NAME) ?? []).some((word) => names.isName(word)),
  );
}

function parametersOf(url: string): (readonly [name: string, value: string])[] {
  const query = /[?#](.*)$/s.exec(url)?.[1];
  if (query === undefined || query.length > LONGEST) return [];
  return query.split(/[?&#]/, MOST).map((parameter) => {
    const end = parameter.indexOf('=');
    if (end < 0) return ['', ''];
    return [fullyDecoded(parameter.slice(0, end)), fullyDecoded(parameter.slice(end + 1).replaceAll('+', ' '))];
  });
}
