import path from 'node:path';
import type { ContractPart } from '../../src/vscode/contract/part';
import { filesIn } from './filesIn';

const root = path.resolve(__dirname, '../../..');

/** A file of the contract, as a path from the root of the repository, and its exports by name. */
export interface ContractFile {
  readonly file: string;
  readonly exported: Readonly<Record<string, unknown>>;
}

/** All files in which a feature or an emulated system declares what the manifest and the code have in common. */
export const CONTRACT_FILES: readonly ContractFile[] = filesIn('src/vscode', /Contract\.ts$/).map((file) => ({
  file,
  exported: require(path.join(root, 'out', file.replace(/\.ts$/, '.js'))),
}));

/** The parts of the contract that a file exports. */
export function partsIn({ exported }: ContractFile): ContractPart[] {
  return Object.entries(exported).flatMap(([name, part]) => (name.endsWith('_CONTRACT') ? [part as ContractPart] : []));
}

/** The whole contract between manifest and code. test/contract compares it with package.json. */
export const WHOLE_CONTRACT: readonly ContractPart[] = CONTRACT_FILES.flatMap(partsIn);
