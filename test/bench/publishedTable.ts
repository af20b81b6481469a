import fs from 'node:fs';
import path from 'node:path';

const BEGIN = '<!-- bench: npm run bench -- --publish writes what is here -->';
const END = '<!-- end of bench -->';
const root = path.resolve(__dirname, '../../..');
const page = path.join(root, 'docs/speed.md');

/** A text with other content between the marks of the bench. */
export function withTable(text: string, content: string): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`docs/speed.md has no place between ${BEGIN} and ${END}.`);
  return `${text.slice(0, begin + BEGIN.length)}\n\n${content.trim()}\n\n${text.slice(end)}`;
}

/** Writes the table and what it was made with into docs/speed.md. */
export function publishTable(table: string, machine: string): void {
  const text = withTable(fs.readFileSync(page, 'utf8'), `${table}\nMeasured ${machine}.`);
  fs.writeFileSync(page, text);
}
