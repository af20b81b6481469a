import { agentTools } from '../../src/agent/agentTools';

/** What a tool is called in each place: in the code, over the Model Context Protocol, and in the editor. */
const FORMS: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  (name) => `sessionWorkbench_${name}`,
];

/** The names in a text, in any form, of tools that a list has not. */
export function foreignToolNames(text: string, listed: readonly string[]): string[] {
  const all = new Set(agentTools().flatMap(({ name }) => FORMS.map((form) => form(name))));
  const words = text.match(/\b[A-Za-z]\w*\b/g) ?? [];
  return words.filter((word) => all.has(word) && !listed.includes(word));
}

/** All texts of a value, and its keys. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsIn(each)]);
}
