import fs from 'node:fs';
import path from 'node:path';
import { SYSTEMS } from '../../src/server/systems';

const root = path.resolve(__dirname, '../../..');

/** The pages that some systems have of their own in `docs`, named as the system. The guides describe the other systems. */
export const SYSTEM_PAGES: readonly string[] = SYSTEMS.map(({ name }) => `docs/${name}.md`).filter((file) =>
  fs.existsSync(path.join(root, file)),
);

/** The text of a guide, and of the pages of all systems. */
export function guideText(guide: string): string {
  return [guide, ...SYSTEM_PAGES].map((file) => fs.readFileSync(path.join(root, file), 'utf8')).join('\n');
}
