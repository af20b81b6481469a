/**
 * The method that a refusal names. An answer to HEAD is as long as that to GET (RFC 9110, 9.3.2), so it has its words.
 * @param allowed the methods that the path of the request is there for
 */
export function toldMethod(method: string, allowed: readonly string[]): string {
  return method === 'HEAD' && !allowed.includes('GET') ? 'GET' : method;
}
