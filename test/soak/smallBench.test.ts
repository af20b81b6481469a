import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { FIGURES } from '../bench/figures';

/** As little as each part takes. Nothing is installed. */
const LITTLE = '--no-peers --large 200 --small 60 --million 200 --web-sessions 50 --rounds 1 --seconds 1 --scenarios 1';

describe('A small run of the bench', () => {
  let output: string;

  beforeEach(() => {
    output = fs.mkdtempSync(path.join(os.tmpdir(), 'small-bench-'));
  });
  afterEach(() => fs.rmSync(output, { recursive: true, force: true }));

  it('every figure that needs no other tool is measured, without a wrong verdict', async () => {
    const program = path.join(__dirname, '../bench/main.js');
    const args = [program, ...LITTLE.split(' '), '--text', '2000', '--output', output];
    await promisify(execFile)(process.execPath, args);
    const report = JSON.parse(fs.readFileSync(path.join(output, 'bench.json'), 'utf8'));
    const told = new Map<string, { value?: number; missing?: string; detail?: string }>();
    for (const figure of report.figures) told.set(figure.id, figure);
    const others = ['ajv', 'languageService', 'sourcemeta', 'sourcemetaFast', 'jq', 'python'];
    for (const { id } of FIGURES) {
      const figure = told.get(id);
      if (others.includes(id.split('.')[1] as string)) assert.equal(figure?.value, undefined, id);
      else assert.ok((figure?.value ?? 0) > 0 || figure?.missing !== undefined, id);
    }
    const verdicts = [...told.values()].flatMap(({ detail }) => /wrong verdicts: (\d+)/.exec(detail ?? '')?.[1] ?? []);
    assert.ok(verdicts.length >= 8);
    assert.deepEqual([...new Set(verdicts)], ['0']);
    assert.ok(report.machine.cores > 0 && report.machine.node === process.version);
    assert.equal(report.sizes.large, 200);
    const table = fs.readFileSync(path.join(output, 'bench.markdown'), 'utf8');
    assert.match(table, /^This run measured less than the rows say: large 200, /m);
    assert.match(table, /^\| What \| Figure \| Target \| Reached \| Medians \|$/m);
  });
});
