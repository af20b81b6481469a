import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { Overlay } from '../support/overlay';
import { Fixture } from './fixture';
import { aSession } from './sampleSession';

const CTRL_C = '\x03';
const READY = 'Ctrl-C ends it.';
const APPLICATION = { team: '', application: 'com.example.fieldservice', name: 'Field Service' };

describe('npm start in a terminal', () => {
  let terminal: ChildProcess | undefined;
  let copy: Overlay;
  const mark = `SESSION_WORKBENCH_START_TEST=${randomUUID()}`;

  before(() => {
    // It builds the bundles anew, and other tests use those of this repository meanwhile.
    copy = new Overlay({ withTests: true });
    // VS Code is there already.
    fs.symlinkSync(path.resolve(__dirname, '../../../.vscode-test'), copy.path('.vscode-test'));
  });
  after(() => copy.dispose());

  afterEach(() => {
    for (const pid of processesWith(mark)) process.kill(pid, 'SIGKILL');
  });

  it('npm start ends at Ctrl-C without a word of failure, and leaves no process', async () => {
    // It builds and packages the extension, as for a user.
    const [name, value] = mark.split('=') as [string, string];
    const { DISPLAY: _1, WAYLAND_DISPLAY: _2, ...env } = process.env;
    // A terminal of its own, in which Ctrl-C goes to npm and all that runs in the foreground.
    terminal = spawn('script', ['--quiet', '--return', '--command', 'npm start', '/dev/null'], {
      cwd: copy.root,
      env: { ...env, [name]: value },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const { stdin, stdout } = terminal;
    assert.ok(stdin && stdout);
    let said = '';
    const ended = once(terminal, 'close');
    const ready = new Promise<void>((resolve) => {
      stdout.on('data', (chunk: Buffer) => {
        said += chunk;
        if (said.includes(READY)) resolve();
      });
    });
    await Promise.race([ready, ended.then(() => assert.fail(`npm start ended by itself:\n${said}`))]);
    assert.ok(processesWith(mark).length > 1);
    stdin.write(CTRL_C);
    const [code] = (await ended) as [number | null];
    assert.match(said.slice(said.indexOf(READY) + READY.length), /^\s*(\^C)?\s*$/);
    assert.ok(code === 0 || code === 130, `exit code ${code}`);
    assert.deepEqual(processesWith(mark), []);
  });
});

describe('the window that npm start opens', () => {
  const fixture = new Fixture();

  after(() => fixture.close());

  it('the window that npm start opens shows the first session at fault: its row, and its file at the finding', async () => {
    const good = aSession({ ...APPLICATION, device: 'iPad', deviceId: 'A', email: 'anna@example.com' });
    const bad = aSession({
      ...APPLICATION,
      device: 'iPhone',
      deviceId: 'B',
      email: 'jane@example.com',
      status: 'acepted',
    });
    for (const { id, text } of [good, bad]) fixture.write(APPLICATION.application, id, text);
    const workbench = await fixture.open({ env: { SESSION_WORKBENCH_SHOW_FIRST_FINDING: '1' } });
    await workbench.squiggles('error').first().waitFor();
    await workbench
      .rowSpoken(/jane@example\.com/)
      .and(workbench.page.locator('[aria-selected="true"]'))
      .waitFor();
    await workbench.statusBarItem(/^Ln 2\d, Col/).waitFor();
  });
});

/** Processes that have this variable in their environment, which all children inherit. */
function processesWith(variable: string): number[] {
  return fs.readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return fs.readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(variable) ? [Number(name)] : [];
    } catch {
      // It is gone, or somebody else's.
      return [];
    }
  });
}
