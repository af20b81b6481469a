import fs from 'node:fs';
import path from 'node:path';
import { MADE_DOCUMENTS } from './madeDocuments';

const root = path.resolve(__dirname, '../../..');

for (const [file, make] of Object.entries(MADE_DOCUMENTS)) {
  fs.writeFileSync(path.join(root, file), make());
  process.stdout.write(`${file}\n`);
}
