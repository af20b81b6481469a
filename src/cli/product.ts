import fs from 'node:fs';
import path from 'node:path';

export const PRODUCT = 'session-workbench';

/** The version in package.json, which is beside dist/ in every installation. */
export function productVersion(): string {
  const manifest = fs.readFileSync(path.join(__dirname, '../package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** The folder of the flows that ship, which is beside dist/ too. */
export function shippedFlows(): string {
  return path.join(__dirname, '../media/scenarios');
}
