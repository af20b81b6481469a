import fs from 'node:fs';
import path from 'node:path';

const manifest = path.resolve(__dirname, '../../../package.json');

/** The patterns of what is in the package, for VS Code and for npm alike. */
export function shippedPatterns(): readonly string[] {
  return (JSON.parse(fs.readFileSync(manifest, 'utf8')) as { files: string[] }).files;
}
