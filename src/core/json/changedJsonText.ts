import { parseJson } from './parseJson';

/** What becomes of the parts of a JSON text. */
export interface JsonTextChange {
  /** @param name as it is meant, without escapes */
  key(name: string): string;
  /** @param name of the member that has the text, or the list with it */
  text(text: string, name: string | undefined): string;
  /** @param written the number, as it is written. What is given is put there as it is */
  number(written: string, name: string | undefined): string;
  /** The name that the members of an object have, for the member that has the object. */
  inside?(name: string, outer: string | undefined): string;
}

const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[{}[\],:]|[^"{}[\],:\s]+|\s+|"/g;

/**
 * The same JSON text with other names, texts and numbers. All else stays as it is written: spaces, order, members that come twice,
 * numbers that JavaScript cannot hold. It calls itself for no level, and reads what is broken as far as it goes.
 * @param isShort whether it has no spaces, and all texts as JavaScript writes them
 */
export function changedJsonText(json: string, change: JsonTextChange, isShort = false): string {
  const open: { readonly isObject: boolean; readonly outer: string | undefined }[] = [];
  let name: string | undefined;
  let isKeyNext = false;
  let changed = '';
  for (const [token] of json.matchAll(TOKEN)) {
    const top = open.at(-1);
    if (token === '{' || token === '[') {
      open.push({ isObject: token === '{', outer: name });
      isKeyNext = token === '{';
    } else if (token === '}' || token === ']') {
      open.pop();
      isKeyNext = false;
    } else if (token === ',') {
      isKeyNext = top?.isObject === true;
      if (!isKeyNext) name = top?.outer;
    } else if (token.startsWith('"')) {
      const text = textIn(token);
      const isKey = isKeyNext;
      isKeyNext = false;
      if (isKey) name = text === undefined ? undefined : (change.inside?.(text, top?.outer) ?? text);
      const now = text === undefined ? undefined : isKey ? change.key(text) : change.text(text, name);
      // An escape of an ASCII character may hide what is looked for later.
      const isPlain = !isShort && !token.includes('\\u00');
      changed += now === undefined || (now === text && isPlain) ? token : JSON.stringify(now);
      continue;
    } else if (/^-?\d/.test(token)) {
      changed += change.number(token, name);
      continue;
    }
    if (!isShort || token.trim() !== '') changed += token;
  }
  return changed;
}

/** Undefined for what is no text: a quote that nothing closes, or an escape that JSON does not have. */
function textIn(token: string): string | undefined {
  try {
    return parseJson(token) as string;
  } catch {
    return undefined;
  }
}
