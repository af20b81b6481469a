import { readJson } from '../json/jsonText';
import { isScenario, schemaNameIn } from './isScenario';

/** What is wrong with a file that has the name of a scenario and of which nobody can tell whose it is. */
export type ScenarioDamage = 'empty' | 'binary' | 'cutOff' | 'noJson';

/** A text, a comment, or a bracket. As in `isScenario`, comments are allowed, because other tools allow them. */
const TOKENS = /"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"?|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|[{}[\]]/g;
const BEGINS = /^\s*(?:[{["\d/-]|true\b|false\b|null\b)/;

/**
 * Tells a file that was a scenario or should become one, and cannot be read as one: it is empty, cut off, or no text. Whoever runs
 * a folder of scenarios would miss it. Whole files of other tools, and those that name their own schema, have none.
 */
export function scenarioDamage(text: string): ScenarioDamage | undefined {
  const body = text.replace(/^\ufeff/, '');
  if (body.trim() === '') return 'empty';
  if (isScenario(text) || schemaNameIn(text) !== undefined || !readJson(body).stop) return undefined;
  if (/[\0\ufffd]/.test(body)) return 'binary';
  if (!BEGINS.test(body)) return 'noJson';
  return isOpen(body) ? 'cutOff' : undefined;
}

/** Whether a bracket, a text or a comment is not closed. */
function isOpen(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(TOKENS)) {
    if (/^[{[]/.test(token)) depth++;
    else if (/^[}\]]/.test(token)) depth--;
    else if (token.startsWith('"') && !/^".*"$/s.test(token)) return true;
  }
  return depth > 0;
}
