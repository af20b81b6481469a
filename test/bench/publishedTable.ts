import fs from 'node:fs';
import path from 'node:path';

const BEGIN = '<!-- bench: npm run bench -- --readme writes what is here -->';
const END = '<!-- end of bench -->';
const root = path.resolve(__dirname, '../../..');
const readme = path.join(root, 'README.md');

/** A text with other content between the marks of the bench. */
export function withTable(text: string, content: string): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`README.md has no place between ${BEGIN} and ${END}.`);
  return `${text.slice(0, begin + BEGIN.length)}\n\n${content.trim()}\n\n${text.slice(end)}`;
}

/** Writes the table and what it was made with into README.md. */
export function writeReadme(table: string, machine: string): void {
  const text = withTable(fs.readFileSync(readme, 'utf8'), `${table}\nMeasured ${machine}.`);
  fs.writeFileSync(readme, text);
}
