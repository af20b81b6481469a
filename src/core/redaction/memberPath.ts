import { isValueBeside } from './valueBeside';

/**
 * The name that counts in the name of a parameter with brackets: `token` of `token[0][v]` and of `user[token]`, but `count` of
 * `token[count]`. Undefined for a name without brackets.
 */
export function ownerInBrackets(name: string): string | undefined {
  if (!name.includes('[')) return undefined;
  const parts = name.split(/[[\]]+/).filter((part) => part !== '' && !/^\d+$/.test(part));
  while (parts.length > 1 && isValueBeside(parts.at(-1) ?? '')) parts.pop();
  return parts.at(-1);
}
