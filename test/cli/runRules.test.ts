import assert from 'node:assert/strict';
import fs from 'node:fs';
import { run, Scratch } from './commandLine';

const ACTORS = { App: { role: 'app' }, Server: { role: 'server' } };

describe('What run lets a scenario do', () => {
  let scratch: Scratch;

  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  const write = (name: string, more: object, url = '/mobileapp/') =>
    scratch.file(
      name,
      JSON.stringify({ name, actors: ACTORS, steps: [{ from: 'App', to: 'Server', request: { url } }], ...more }),
    );

  it('run names the flag that allows a host, and the flag does', async () => {
    write('a.scenario.json', {}, 'http://evil.invalid/');
    const refused = await run(['run', 'a.scenario.json'], { cwd: scratch.root });
    assert.equal(refused.code, 1);
    assert.match(refused.stdout, /Nothing was sent to evil\.invalid, .*; allow it with --allow-host evil\.invalid\./);
    const args = ['run', 'a.scenario.json', '--allow-host', '*.other.invalid', '--allow-host', 'evil.invalid'];
    const allowed = await run(args, { cwd: scratch.root });
    assert.doesNotMatch(allowed.stdout, /Nothing was sent/);
    const { code, stderr } = await run(['run', 'a.scenario.json', '--allow-host', '*'], { cwd: scratch.root });
    assert.equal(code, 2);
    assert.match(stderr, /“--allow-host” has “\*”, which names no host/);
  });

  it('run gives a scenario the variables that --env names, and no other', async () => {
    const take = (env: string) => ({ variables: { pass: { env } }, steps: [{ note: '{{pass}}', over: ['App'] }] });
    for (const env of ['SECRET_OF_MINE', 'constructor', '__proto__', 'PATH']) {
      write('a.scenario.json', take(env));
      const { code, stderr } = await run(['run', 'a.scenario.json', '--env', 'OTHER'], {
        cwd: scratch.root,
        env: { SECRET_OF_MINE: 'xyzzy', OTHER: 'other' },
      });
      assert.equal(code, 2, env);
      assert.ok(stderr.includes(`only with --env ${env}; give that, or --env ${env}=VALUE.`), stderr);
      assert.doesNotMatch(stderr, /xyzzy/);
    }
    write('a.scenario.json', take('SECRET_OF_MINE'));
    for (const given of ['SECRET_OF_MINE', 'SECRET_OF_MINE=a=b']) {
      const { code } = await run(['run', 'a.scenario.json', '--env', given], {
        cwd: scratch.root,
        env: { SECRET_OF_MINE: 'xyzzy' },
      });
      assert.equal(code, 0, given);
    }
    const unset = await run(['run', 'a.scenario.json', '--env', 'SECRET_OF_MINE'], { cwd: scratch.root });
    assert.match(unset.stderr, /SECRET_OF_MINE is not set; set it, or give --env SECRET_OF_MINE=VALUE\./);
  });

  it('the code of a scenario gets nothing of the environment of run', async () => {
    scratch.file(
      'auth.js',
      'module.exports = () => ({ success: false, statusText: String(process.env.SECRET_OF_MINE) });',
    );
    const login = {
      application: { id: 'com.example.app', name: 'Example', version: '1.0.0' },
      device: { id: 'device-1', description: 'iPhone X' },
      language: { id: 'en_US', code: 'en', region: 'US' },
      email: 'ada@example.com',
    };
    write('a.scenario.json', {
      server: { mobile: { authenticationModule: 'auth.js' } },
      steps: [
        {
          from: 'App',
          to: 'Server',
          request: { url: '/mobileapp/$authenticate', json: login },
          expect: { body: { contains: 'undefined', lacks: 'xyzzy' } },
        },
      ],
    });
    const { code, stdout } = await run(['run', 'a.scenario.json'], {
      cwd: scratch.root,
      env: { SECRET_OF_MINE: 'xyzzy' },
    });
    assert.equal(code, 0, stdout);
  });

  it('the paths of a scenario stay in the folder that is run, unless --root names a wider one', async () => {
    scratch.folder('outside', 'WebFolder');
    scratch.file('outside/auth.js', 'module.exports = () => ({ success: true });');
    scratch.folder('inside');
    fs.symlinkSync('../outside', scratch.path('inside', 'link'));
    const outside = scratch.path('outside');
    const options: [option: string, server: object][] = [
      ['mobileApps', { mobileApps: '../outside' }],
      ['mobileApps', { mobileApps: outside }],
      ['mobileApps', { mobileApps: 'link' }],
      ['mobileApps', { mobileApps: '/etc' }],
      ['web.project', { web: { project: '../outside' } }],
      ['web.project', { web: { project: 'link/none/../' } }],
      ['mobile.authenticationModule', { mobile: { authenticationModule: '../outside/auth.js' } }],
      ['mobile.authenticationModule', { mobile: { authenticationModule: 'link/auth.js' } }],
      ['https.cert', { https: { cert: '/etc/passwd', key: 'k.pem' } }],
    ];
    for (const [at, [, server]] of options.entries()) write(`inside/${at}.scenario.json`, { server });
    const { code, stderr } = await run(['run', 'inside'], { cwd: scratch.root });
    assert.equal(code, 2);
    const lines = stderr.trim().split('\n');
    assert.equal(lines.length, options.length, stderr);
    for (const [at, [option]] of options.entries()) {
      const line = lines.find((each) => each.includes(`${at}.scenario.json: `));
      assert.ok(line?.includes(`“server.${option}” leads to `), `${option}: ${line}`);
      assert.ok(line?.includes('or give a folder that holds both with --root.'), line);
    }
    const wide = await run(['run', 'inside/0.scenario.json', 'inside/6.scenario.json', '--root', '.'], {
      cwd: scratch.root,
    });
    assert.equal(wide.code, 0, wide.stdout + wide.stderr);
  });

  for (const link of ['roles.json', 'HTTPHandlers.json', 'deep/m.js']) {
    it(`the link ${link} below a project of a scenario may not lead out of the folder that is run`, async () => {
      scratch.file('foreign.txt', 'hunter2 of somebody else');
      scratch.folder('inside/y/Project/Sources/deep');
      fs.symlinkSync(scratch.path('foreign.txt'), scratch.path('inside', 'y', 'Project', 'Sources', link));
      write('inside/a.scenario.json', { server: { web: { project: 'y' } } });
      const { code, stdout, stderr } = await run(['run', 'inside'], { cwd: scratch.root });
      assert.equal(code, 2);
      assert.match(stderr, /“server\.web\.project” has the link .*, which leads out of /);
      assert.ok(!`${stdout}${stderr}`.includes('hunter2'));
    });
  }

  it('a scenario may use the Git repository that it is in', async () => {
    scratch.folder('.git');
    scratch.folder('outside');
    write('inside/a.scenario.json', { server: { mobileApps: '../outside' } });
    const { code, stderr } = await run(['run', 'inside'], { cwd: scratch.root });
    assert.equal(code, 0, stderr);
  });

  it('the help of run says that to run is to run code, and which flags allow more', async () => {
    const { stdout } = await run(['run', '--help']);
    assert.match(stdout, /To run a scenario is to run code of whoever wrote it/);
    for (const flag of ['--allow-host', '--env', '--root', '--timeout', '--answer-limit', '--disk-limit'])
      assert.ok(stdout.includes(flag), flag);
  });

  for (const args of [
    ['--timeout', '0'],
    ['--timeout', '1.5'],
    ['--answer-limit', '-1'],
    ['--disk-limit', '0'],
    ['--env', '=x'],
    ['--root', 'none'],
  ]) {
    it(`run refuses ${args.join(' ')} with advice`, async () => {
      write('a.scenario.json', {});
      const { code, stderr } = await run(['run', 'a.scenario.json', ...args], { cwd: scratch.root });
      assert.equal(code, 2);
      assert.match(stderr, /[Gg]ive/);
    });
  }
});
