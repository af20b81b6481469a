import { type FlowStrings, filled } from './flowWords';

/**
 * The title of a request that a device sends by itself, in the user's language: it is the program's own, and among the
 * texts of its system under the English text itself. One that a scenario has written stays as it is.
 */
export function sentTitle(title: string, words: FlowStrings): string {
  for (const own of Object.values(words.ofSystems)) {
    const said = Object.hasOwn(own, title) ? own[title] : undefined;
    if (said !== undefined) return said;
    for (const [template, text] of Object.entries(own)) {
      const [before = '', after, ...more] = template.split('{0}');
      if (after === undefined || more.length > 0 || !title.startsWith(before) || !title.endsWith(after)) continue;
      if (title.length > before.length + after.length)
        return filled(text, title.slice(before.length, title.length - after.length));
    }
  }
  return title;
}
