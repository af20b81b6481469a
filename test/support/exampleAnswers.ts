import fs from 'node:fs';
import path from 'node:path';

const EXAMPLES = path.resolve(__dirname, '../../../media/mobile-examples');

/** The folders of recorded answers that ship. */
export function exampleAnswers(): string[] {
  return fs.readdirSync(EXAMPLES).map((name) => path.join(EXAMPLES, name, 'answers'));
}
