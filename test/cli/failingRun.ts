import assert from 'node:assert/strict';
import fs from 'node:fs';
import { RUN_FORMATS } from '../../src/cli/run/runFormat';
import { run, type Scratch } from './commandLine';

const FILES = RUN_FORMATS.filter((name) => name !== 'pretty');

/** What a failing run of all scenarios in a folder tells: in each format, by its name, and in its `report`. */
export async function failingRun(scratch: Scratch): Promise<Readonly<Record<string, string>>> {
  const outputs = FILES.flatMap((each) => ['--format', `${each}=out/${each}`]);
  const args = ['run', '.', '--format', 'pretty', ...outputs, '--report', 'report'];
  const { code, stdout, stderr } = await run(args, { cwd: scratch.root });
  assert.equal(code, 1, stdout + stderr);
  const read = (name: string) => fs.readFileSync(scratch.path(name), 'utf8');
  const files = Object.fromEntries(FILES.map((each) => [each, read(`out/${each}`)]));
  return { pretty: stdout + stderr, ...files, report: read('report/index.html') };
}
