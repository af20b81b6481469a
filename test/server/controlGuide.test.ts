import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ServerAddress } from '../../src/core/protocol/address';
import { faultRequestOf } from '../../src/server/kernel/faults/faultRequest';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { readMarkdown } from '../contract/markdown';
import { guideText } from '../contract/systemPages';
import { temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { devServers } from './devServers';

const root = path.resolve(__dirname, '../../..');
const guide = readMarkdown(fs.readFileSync(path.join(root, 'docs/control-api.md'), 'utf8'));
const blocks = (language: string) => guide.fences.filter((each) => each.language === language).map(({ text }) => text);

/** The examples that follow the first block with a function, which each of them uses. */
function examplesIn(language: string, isFunction: RegExp): { readonly before: string; readonly examples: string[] } {
  const all = blocks(language);
  const at = all.findIndex((text) => isFunction.test(text));
  assert.ok(at >= 0, language);
  return { before: String(all[at]), examples: all.slice(at + 1) };
}

describe('the examples of docs/control-api.md', () => {
  const start = devServers();
  const folder = temporaryFolder();
  let address: ServerAddress;

  beforeEach(async () => {
    writeTree(folder(), { [`${SEED_APPLICATION}/${SEED_NAME}`]: SEED_SESSION });
    const [options = ''] = blocks('json');
    const { web, ...rest } = checkedOptions(JSON.parse(options));
    // The example project has a name that the command line and the editor resolve.
    assert.equal(web?.project, 'example:otp');
    const project = path.join(root, 'media/examples/otp');
    address = (await start({ ...rest, mobileApps: folder(), web: { ...web, project } })).address();
    // Something for the journal to tell of.
    await fetch(`${address.url}/mobileapp/`);
  });

  const run = async (command: string, args: readonly string[]): Promise<string> => {
    const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'guide-'));
    const env = {
      ...process.env,
      SESSION_WORKBENCH_URL: address.url,
      SESSION_WORKBENCH_CONTROL_URL: address.controlUrl,
      SESSION_WORKBENCH_CONTROL_TOKEN: address.controlToken,
    };
    try {
      return (await promisify(execFile)(command, [...args], { cwd, env, timeout: 90_000 })).stdout;
    } finally {
      fs.rmSync(cwd, { recursive: true });
    }
  };

  const shell = examplesIn('sh', /^control\(\) \{/m);
  for (const [at, example] of shell.examples.entries()) {
    it(`example ${at + 1} of docs/control-api.md runs in a shell: ${example.split('\n')[0]}`, async function () {
      if (process.platform === 'win32') this.skip();
      const said = await run('bash', ['-euo', 'pipefail', '-c', `${shell.before}\n${example}`]);
      // What goes into a file is not said.
      if (!/> \S+\.json/.test(example)) assert.notEqual(said.trim(), '');
    });
  }

  const script = examplesIn('js', /^async function control\(/m);
  for (const [at, example] of script.examples.entries()) {
    it(`example ${at + 1} of docs/control-api.md runs in Node: ${example.split('\n')[0]}`, async () => {
      const said = await run(process.execPath, ['--input-type=module', '-e', `${script.before}\n${example}`]);
      assert.notEqual(said.trim(), '');
    });
  }

  it('the examples answer what the guide says: a fault strikes once, a link is over, a passcode works once', async function () {
    if (process.platform === 'win32') this.skip();
    const fault = shell.examples.find((each) => each.includes('"times": 1'));
    const codes = await run('bash', ['-euo', 'pipefail', '-c', `${shell.before}\n${fault}`]);
    assert.match(codes, /503\n200\n/);

    const late = script.examples.find((each) => each.includes('link'));
    const link = await run(process.execPath, ['--input-type=module', '-e', `${script.before}\n${late}`]);
    assert.match(link, /^200 .*success: true/s);
    assert.match(link, /\n[45]\d\d\n$/);

    const passcode = script.examples.find((each) => each.includes('$4DSID'));
    const causes = await run(process.execPath, ['--input-type=module', '-e', `${script.before}\n${passcode}`]);
    assert.match(causes, /web\.otp\.used/);
  });

  it('docs/control-api.md and the pages of systems show every call that the server has', () => {
    const { paths } = JSON.parse(fs.readFileSync(path.join(root, 'schemas/openapi.json'), 'utf8')) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const text = guideText('docs/control-api.md');
    const calls = Object.entries(paths).flatMap(([route, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${route.replace('/_workbench/v1', '')}`),
    );
    assert.ok(calls.length > 15);
    const missing = calls.filter((name) => !new RegExp(`${name.replace(/[{}]/g, '\\$&')}(?![\\w/])`).test(text));
    assert.deepEqual(missing, []);
  });

  it('docs/control-api.md and docs/scenarios.md say every status that a fault may have', () => {
    const isTaken = (fault: object): boolean => {
      try {
        return faultRequestOf({ kind: 'status', ...fault }).kind === 'status';
      } catch {
        return false;
      }
    };
    const statuses = Array.from({ length: 500 }, (_, at) => 100 + at);
    const taken = statuses.filter((status) => isTaken({ status }));
    for (const file of ['docs/control-api.md', 'docs/scenarios.md']) {
      const rows = fs.readFileSync(path.join(root, file), 'utf8').match(/^\| `status`.* \|$/gm) ?? [];
      const [, first, second, from, to] = (/(\d+), (\d+) or (\d+) to (\d+)/.exec(rows.join()) ?? []).map(Number);
      const said = statuses.filter(
        (each) => each === first || each === second || (each >= Number(from) && each <= Number(to)),
      );
      assert.deepEqual(said, taken, file);
      const more = statuses.filter((status) => !taken.includes(status) && isTaken({ status, errCode: 1279 }));
      assert.deepEqual(more, rows.join().includes('200') ? [200] : [], file);
    }
  });
});
