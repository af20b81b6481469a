import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import esbuild from 'esbuild';
import type { ProductionBuild } from './benchRun';

const root = path.resolve(__dirname, '../../..');
/** What the programs read beside their folder. */
const BESIDE = ['package.json', 'media', 'schemas'];

/** Builds the programs as they ship into a folder, and the parts of the bench that use the code itself beside them. */
export function makeProductionBuild(folder: string): ProductionBuild {
  const dist = path.join(folder, 'dist');
  execFileSync(process.execPath, [path.join(root, 'esbuild.js'), '--production', `--output=${dist}`], { cwd: root });
  for (const name of BESIDE) fs.symlinkSync(path.join(root, name), path.join(folder, name));
  esbuild.buildSync({
    entryPoints: [path.join(__dirname, 'engineChild.js')],
    outdir: dist,
    bundle: true,
    platform: 'node',
    target: 'node20',
    minify: true,
    logLevel: 'error',
  });
  return { program: (name) => path.join(dist, name) };
}
