import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readMarkdown } from '../../contract/markdown';

const root = path.resolve(__dirname, '../../../..');
const guide = readMarkdown(fs.readFileSync(path.join(root, 'docs/mendix.md'), 'utf8'));
const section = guide.section('drive-it') ?? '';
const commands = readMarkdown(section)
  .fences.filter(({ language }) => language === 'sh')
  .map(({ text }) => text);

describe('the section Drive it of docs/mendix.md', () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drive-it-'));
    const options = guide.fences.find(({ language }) => language === 'json')?.text ?? '';
    fs.writeFileSync(path.join(folder, 'session-workbench.json'), options);
    const program = `#!/bin/sh\nexec '${process.execPath}' '${path.join(root, 'dist/cli.js')}' "$@"\n`;
    fs.writeFileSync(path.join(folder, 'session-workbench'), program, { mode: 0o755 });
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** Runs all commands in one shell, as if they were pasted one after the other. */
  const pasted = async () => {
    const { SESSION_WORKBENCH_URL: _1, SESSION_WORKBENCH_CONTROL_URL: _2, ...inherited } = process.env;
    const env = { ...inherited, PATH: `${folder}${path.delimiter}${process.env.PATH}` };
    const marked = commands.map((text, at) => `printf '\\n== ${at}\\n'\n${text}`).join('\n');
    // Whatever fails, the server ends with the shell.
    const script = `set -euo pipefail\ntrap 'kill $(jobs -p) 2> /dev/null || true' EXIT\n${marked}\nwait || true`;
    const shell = spawn('bash', ['-c', script], { cwd: folder, env });
    const [out, err]: [string[], string[]] = [[], []];
    shell.stdout.on('data', (text) => out.push(String(text)));
    shell.stderr.on('data', (text) => err.push(String(text)));
    const [code] = await once(shell, 'close');
    // The server has a line for each answer there.
    const complaints = err
      .join('')
      .replace(
        /^\d{4}-\d\d-\d\dT\S+Z [A-Z]+ \/.* \d{3} mendix\..*\n|^\d{4}-\d\d-\d\dT\S+Z [A-Z]+ \/_workbench\/.* 20\d control\..*\n/gm,
        '',
      );
    assert.deepEqual([code, complaints], [0, ''], out.join(''));
    return out
      .join('')
      .split(/^== \d+\n/m)
      .slice(1);
  };

  it('the commands of Drive it run when they are pasted, and do what the text says', async function () {
    if (process.platform === 'win32') this.skip();
    assert.ok(commands.length > 3);
    const said = await pasted();
    assert.equal(said.length, commands.length);
    const all = said.join('');
    assert.match(all, /"state":"expired, not yet swept"/);
    assert.match(all, /"removed":\["[^"]+"\]/);
    assert.match(all, /"blocked":true/);
    const [last = ''] = all
      .trim()
      .split(/(?<=\])(?=\[)/)
      .slice(-1);
    assert.match(last, /"name":"demo".*"tokens":\[\]/);
    // Their options have a password, and the calls another one. Neither is told.
    assert.doesNotMatch(all, /another|"example"/);
  });

  it('the commands of Drive it have every call of its table', () => {
    const calls = [...section.matchAll(/^\| `([A-Z]+) (\/mendix\/\S+)` \|/gm)];
    assert.ok(calls.length > 6);
    const missing = calls.filter(([, method, route = '']) => {
      const url = `control "?${route.replace(/\{\w+\}/g, '[^ /"]+')}"?`;
      const pattern = method === 'GET' ? `${url}(?! -X)(\\s|\\))` : `${url} -X ${method}\\b`;
      return !commands.some((text) => new RegExp(pattern).test(text));
    });
    assert.deepEqual(
      missing.map(([row]) => row),
      [],
    );
  });
});
