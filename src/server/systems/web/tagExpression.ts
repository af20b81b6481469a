/** What the expression of a tag asks for. */
export type TagExpression =
  | { readonly kind: 'path'; readonly root: 'Session' | 'Storage'; readonly members: readonly string[] }
  | { readonly kind: 'call'; readonly member: 'isGuest' | 'getPrivileges' }
  /** The project method of this name, without parameters. */
  | { readonly kind: 'method'; readonly name: string };

const CALLS = ['isGuest', 'getPrivileges'] as const;

/**
 * Reads the expression of a tag: a path of `Session` or `Storage`, one of two functions of `Session`, or the name of a
 * project method. Nothing else is an expression here, and nothing is evaluated.
 * @returns undefined for any other text
 */
export function tagExpression(text: string): TagExpression | undefined {
  const [root = ''] = /^[\p{L}_][\p{L}\p{N}_ ]*/u.exec(text) ?? [];
  const name = root.trim();
  if (name === '') return undefined;
  const rest = text.slice(root.length);
  const known = /^session$/i.test(name) ? 'Session' : /^storage$/i.test(name) ? 'Storage' : undefined;
  if (known === undefined) return rest === '' || rest === '()' ? { kind: 'method', name } : undefined;
  const call = CALLS.find((each) => rest === `.${each}()`);
  if (known === 'Session' && call) return { kind: 'call', member: call };
  const members = membersIn(rest);
  return members && members.length > 0 ? { kind: 'path', root: known, members } : undefined;
}

function membersIn(text: string): string[] | undefined {
  const members: string[] = [];
  const member = /\.([\p{L}_$][\p{L}\p{N}_$]*)|\["([^"\]]*)"\]|\[(\d{1,9})\]/uy;
  while (member.lastIndex < text.length) {
    const found = member.exec(text);
    if (!found) return undefined;
    members.push(found[1] ?? found[2] ?? found[3] ?? '');
  }
  return members;
}

/** The own value at a path. Undefined when there is none. */
export function valueAt(value: unknown, members: readonly string[]): unknown {
  let at: unknown = value;
  for (const member of members) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, member)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[member];
  }
  return at;
}

/** A value as 4D shows it in a page: nothing for none, True and False, and JSON for objects and collections. */
export function shownValue(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
