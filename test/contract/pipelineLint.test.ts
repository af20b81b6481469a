import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { validate as validateDockerfile } from 'dockerfile-utils';
import { build } from 'esbuild';
import { filesIn } from '../support/filesIn';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

interface Diagnostic {
  readonly message: string | { readonly value: string };
  readonly range: { readonly start: { readonly line: number } };
}

/** GitHub's own checker of workflows and actions, which editors ask. It is made for a bundler: it imports JSON. */
async function loadChecker(folder: string): Promise<(file: string, text: string) => Promise<string[]>> {
  const contents = `
    import { registerLogger } from '@actions/languageservice/log';
    import { validate } from '@actions/languageservice/validate';
    import { TextDocument } from 'vscode-languageserver-textdocument';
    const troubles = [];
    const keep = (message) => troubles.push({ message, range: { start: { line: 0 } } });
    // What it cannot do itself it tells only there.
    registerLogger({ log() {}, info() {}, warn: keep, error: keep });
    let count = 0;
    // What it has read is kept by its address, so each text has one of its own.
    export async function check(file, text) {
      const document = TextDocument.create('file:///' + (count += 1) + '/' + file, 'yaml', 1, text);
      return [...(await validate(document)), ...troubles.splice(0)];
    }`;
  const outfile = path.join(folder, 'checker.cjs');
  await build({ stdin: { contents, resolveDir: root }, bundle: true, platform: 'node', outfile });
  const { check } = require(outfile) as { check(file: string, text: string): Promise<Diagnostic[]> };
  return async (file, text) => (await check(file, text)).map(shown);
}

function shown({ message, range }: Diagnostic): string {
  return `${range.start.line + 1}: ${typeof message === 'string' ? message : message.value}`;
}

describe('what is linted of pipelines', () => {
  let folder: string;
  let check: Awaited<ReturnType<typeof loadChecker>>;
  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pipeline-lint-'));
    check = await loadChecker(folder);
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  for (const file of ['action.yml', ...filesIn('.github/workflows', /\.yml$/)]) {
    it(`the checker of GitHub finds nothing wrong in ${file}`, async () => {
      assert.deepEqual(await check(file, read(file)), []);
    });
  }

  for (const [file, right, wrong] of [
    ['.github/workflows/ci.yml', 'runs-on:', 'run-on:'],
    ['.github/workflows/ci.yml', 'matrix.os }}', 'matrix.oss }}'],
    ['.github/workflows/release.yml', 'github.ref_name', 'github.refname'],
    ['action.yml', 'using: composite', 'using: composit'],
    ['action.yml', 'shell: bash', 'shel: bash'],
  ] as const) {
    it(`the checker of GitHub finds ${wrong} in ${file}`, async () => {
      const text = read(file);
      assert.ok(text.includes(right));
      assert.notDeepEqual(await check(file, text.replace(right, wrong)), []);
    });
  }

  it('the checker of Dockerfiles finds nothing wrong in ours', () => {
    assert.deepEqual(validateDockerfile(read('Dockerfile')).map(shown), []);
  });

  for (const [right, wrong] of [
    ['RUN npm ci', 'RUNN npm ci'],
    ['USER node', 'USER'],
    ['COPY . .', 'COPY .'],
    ['ENTRYPOINT', 'Entrypoint'],
    ['ENTRYPOINT ["session-workbench"]', "ENTRYPOINT ['session-workbench']"],
  ] as const) {
    it(`the checker of Dockerfiles finds ${wrong}`, () => {
      const text = read('Dockerfile');
      assert.ok(text.includes(right));
      assert.notDeepEqual(validateDockerfile(text.replace(right, wrong)), []);
    });
  }
});
