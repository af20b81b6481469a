import assert from 'node:assert/strict';
import path from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

const root = path.resolve(__dirname, '../../..');
const ENTRY = 'src/extension.ts';
/** In bytes, as it ships. */
const MOST = 150_000;
const LISTED = 20;
const COMPILED = 'compiled-schema';

/** Schemas that esbuild.js compiles are large. Here it only matters who needs them. */
const compiledSchemas: Plugin = {
  name: COMPILED,
  setup(building) {
    building.onResolve({ filter: /\/compiled\w+$/ }, ({ path: file }) => ({ path: file, namespace: COMPILED }));
    building.onLoad({ filter: /.*/, namespace: COMPILED }, () => ({
      contents: 'module.exports = Object.assign(() => true, { paths: [], codeTimes: [], places: [] });',
    }));
  },
};

describe('the start of the extension', () => {
  let outputs: Metafile['outputs'];
  let atStart: Metafile['outputs'][string][];

  before(async () => {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: [ENTRY],
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      mainFields: ['module', 'main'],
      minify: true,
      metafile: true,
      write: false,
      outdir: 'dist',
      external: ['vscode'],
      plugins: [compiledSchemas],
      logLevel: 'silent',
    });
    ({ outputs } = metafile);
    atStart = neededAtStart(outputs);
  });

  it('the activation reads less than 150 KB, as everything else is loaded when it is first used', () => {
    const bytes = atStart.reduce((sum, part) => sum + part.bytes, 0);
    const parts = largestIn(atStart).map(([file, size]) => `${String(size).padStart(7)} ${file}`);
    assert.ok(
      bytes < MOST,
      `The activation reads ${bytes} bytes. Load what the first view does not need with import(). The largest:\n${parts.join('\n')}`,
    );
  });

  it('no compiled schema is read at the activation, as only what is opened or started later needs one', () => {
    const schemas = atStart.flatMap(({ inputs }) => Object.keys(inputs).filter((file) => file.startsWith(COMPILED)));
    assert.deepEqual(schemas, []);
    const anywhere = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
    assert.ok(anywhere.some((file) => file.startsWith(COMPILED)));
  });
});

/** The part with the entry, the parts that it imports, and those that these import. */
function neededAtStart(outputs: Metafile['outputs']): Metafile['outputs'][string][] {
  const entry = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === ENTRY);
  assert.ok(entry);
  const files = new Set([entry]);
  for (const file of files) {
    for (const { path: imported, kind, external } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && !external) files.add(imported);
  }
  return [...files].flatMap((file) => outputs[file] ?? []);
}

function largestIn(parts: readonly Metafile['outputs'][string][]): [string, number][] {
  const inputs = parts.flatMap((part) => Object.entries(part.inputs));
  const sizes = inputs.map(([file, { bytesInOutput }]): [string, number] => [file, bytesInOutput]);
  return sizes.sort(([, a], [, b]) => b - a).slice(0, LISTED);
}
