import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(__dirname, '../../..');
const { packageFolders } = require(path.join(root, 'notices.js')) as {
  packageFolders(sources: Iterable<string>): string[];
};
const execute = promisify(execFile);
/** npm is a .cmd file on Windows, which only a shell can start. */
const shell = process.platform === 'win32';

/** The most files, and the most bytes before and after packing. A build for tests is not made small. */
const MOST = { files: 500, bytes: 12_000_000, packed: 3_500_000 };

const DOCUMENTS = ['README.md', 'docs/testing.md'];

/** How the examples for a runner of tests are run: its package, the file of it that runs, and what it says. */
const RUNNERS: Readonly<
  Record<string, { readonly module: string; readonly args: readonly [string, ...string[]]; readonly passed: RegExp }>
> = {
  playwright: { module: '@playwright/test', args: ['cli.js', 'test', '--reporter=line'], passed: /\b1 passed/ },
  vitest: { module: 'vitest', args: ['vitest.mjs', 'run'], passed: /Tests\s+1 passed/ },
};

/** What a project may know besides the package. */
const KNOWN: Readonly<Record<string, { readonly lib: readonly string[]; readonly types: readonly string[] }>> = {
  'neither Node nor a browser': { lib: ['es2020'], types: [] },
  Node: { lib: ['es2023'], types: ['node'] },
  'a browser': { lib: ['es2023', 'dom', 'esnext.disposable'], types: [] },
};

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

describe('the package for npm', () => {
  /** An empty folder with nothing but the package installed. */
  let folder: string;
  let packed: Packed;
  let names: readonly string[];

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-tarball-'));
    // dist/ is what other tests use at the same time, so nothing is built anew.
    const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
    const { stdout } = await execute('npm', args, { cwd: root, shell, maxBuffer: 64_000_000 });
    [packed] = JSON.parse(stdout) as [Packed];
    names = packed.files.map(({ path: name }) => name);
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
    const install = ['install', '--offline', '--no-audit', '--no-fund', `./${packed.filename}`];
    await execute('npm', install, { cwd: folder, shell });
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  it('the package for npm is small, and has neither sources, maps, tests nor what the editor alone loads', () => {
    assert.ok(names.length <= MOST.files, String(names.length));
    const odd = names.filter((name) =>
      /^(?:src|test|out|docs|node_modules)\/|\.map$|^dist\/(?:extension|sources)/.test(name),
    );
    assert.deepEqual(odd, []);
    const isSmall = !fs.readFileSync(path.join(root, 'dist/cli.js'), 'utf8').includes('//# sourceMappingURL=');
    if (!isSmall) return;
    assert.ok(packed.unpackedSize <= MOST.bytes, String(packed.unpackedSize));
    assert.ok(packed.size <= MOST.packed, String(packed.size));
  });

  it('the package for npm installs nothing besides itself', () => {
    const installed = fs.readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
    assert.deepEqual(installed, ['session-workbench']);
  });

  it('what npm shows of the package is words, and no place of a text that only VS Code looks up', () => {
    const shown = JSON.parse(fs.readFileSync(path.join(folder, 'node_modules/session-workbench/package.json'), 'utf8'));
    assert.match(shown.description, /^[A-Z][^%]+\.$/);
    assert.doesNotMatch(JSON.stringify([shown.name, shown.keywords, shown.homepage, shown.license]), /%/);
  });

  it('each file that package.json tells others to load is in the package', () => {
    const { bin, types, exports } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    const told = [...Object.values(bin), types, ...textsIn(exports['.'])] as string[];
    assert.ok(told.length > 4);
    for (const file of told) assert.ok(names.includes(path.posix.normalize(file)), file);
  });

  it('each declaration that the types name is in the package', () => {
    const types = names.filter((name) => /\.d\.m?ts$/.test(name) && name.startsWith('dist/'));
    assert.ok(types.length > 10);
    for (const name of types) {
      const text = fs.readFileSync(path.join(root, name), 'utf8');
      for (const [, named = ''] of text.matchAll(/\b(?:from|import|module)\s*\(?\s*['"](\.[^'"]+)['"]/g)) {
        const file = path.posix.join(path.posix.dirname(name), `${named.replace(/\.js$/, '')}.d.ts`);
        assert.ok(names.includes(file), `${name} names ${named}`);
      }
    }
  });

  it('npx runs the command line of the package', async () => {
    const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    const { stdout } = await execute('npx', ['--no-install', 'session-workbench', '--version'], { cwd: folder, shell });
    assert.equal(stdout.trim(), version);
  });

  for (const document of DOCUMENTS) {
    for (const [runner, { module, args, passed }] of Object.entries(RUNNERS)) {
      const examples = examplesIn(document, `js ${runner}`);

      it(`${document} has an example for ${runner}`, () => assert.ok(examples.length > 0));

      for (const [number, { code }] of examples.entries()) {
        it(`example ${number + 1} of ${document} for ${runner} passes in a folder with the package and ${runner}`, async () => {
          const project = fs.mkdtempSync(path.join(folder, `${runner}-`));
          // What the example imports besides: the packages of this repository, which need not be had from elsewhere.
          const link = path.join(folder, 'node_modules', module);
          fs.mkdirSync(path.dirname(link), { recursive: true });
          const isLinked = fs.existsSync(link);
          if (!isLinked) fs.symlinkSync(path.join(root, 'node_modules', module), link, 'junction');
          fs.writeFileSync(path.join(project, 'example.test.mjs'), code);
          const program = path.join(root, 'node_modules', module, args[0]);
          const { stdout } = await execute(process.execPath, [program, ...args.slice(1)], {
            cwd: project,
            env: { ...process.env, NO_COLOR: '1' },
          }).catch((error) => {
            throw new Error(`${error.stdout}${error.stderr}`);
          });
          assert.match(stdout, passed);
        });
      }
    }
  }

  it('the example of README.md that starts a server runs to its end', async () => {
    const [example] = examplesIn('README.md', 'js');
    const file = path.join(folder, 'readme.mjs');
    fs.writeFileSync(file, String(example?.code));
    await execute(process.execPath, [file], { cwd: folder });
  });

  it('publint finds nothing in the package but what VS Code wants of it', async () => {
    const { publint } = await import('publint');
    const { messages } = await publint({ pkgDir: path.join(folder, 'node_modules/session-workbench'), pack: false });
    // Without a type, Node finds out for each example of handlers which kind of module it is.
    const grave = messages.filter(({ code }) => code !== 'USE_TYPE');
    // VS Code loads what `main` names, which only the VSIX has. Programs load what `exports` names.
    assert.deepEqual(
      grave.map(({ code, path: at }) => `${code} ${at.join('.')}`),
      ['FILE_DOES_NOT_EXIST main'],
    );
  });

  it('every way to resolve modules finds the types that belong to what it loads', async () => {
    const { checkPackage, createPackageFromTarballData } = await import('@arethetypeswrong/core');
    const tarball = new Uint8Array(fs.readFileSync(path.join(folder, packed.filename)));
    const analysis = await checkPackage(createPackageFromTarballData(tarball));
    assert.ok('problems' in analysis);
    assert.deepEqual(analysis.problems, []);
  });

  for (const [number, { kind, code }] of examplesIn('docs/testing.md', 'js|cjs').entries()) {
    it(`example ${number + 1} of docs/testing.md passes with node --test in an empty folder`, async () => {
      const file = path.join(folder, `example${number}.test.${kind === 'cjs' ? 'cjs' : 'mjs'}`);
      fs.writeFileSync(file, code);
      const { NODE_TEST_CONTEXT: _, ...env } = process.env;
      const { stdout } = await execute(process.execPath, ['--test', file], { cwd: folder, env }).catch((error) => {
        throw new Error(`${error.stdout}${error.stderr}`);
      });
      assert.match(stdout, /^# pass [1-9]|^ℹ pass [1-9]/m);
    });
  }

  it('an error that nobody catches is a few lines, with the name of its class', async () => {
    for (const call of ['startServer({ token: {} })', 'connectServer()', "check('nowhere')", "run('nowhere')"]) {
      const program = `require('session-workbench').${call}`;
      const ended = await execute(process.execPath, ['-e', program], { cwd: folder }).catch((error) => error);
      assert.match(ended.stderr, /^SessionWorkbenchError: /m, call);
      assert.ok(ended.stderr.length < 3000, `${call}: ${ended.stderr.length}`);
    }
  });

  it('npx session-workbench exec -- node --test passes the example of the guide in an empty folder', async () => {
    const [example] = examplesIn('docs/testing.md', 'mjs');
    const project = path.join(folder, 'project');
    fs.mkdirSync(project);
    fs.writeFileSync(path.join(project, 'login.test.mjs'), String(example?.code));
    fs.writeFileSync(path.join(project, 'session-workbench.json'), '{ "tokens": {} }');
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const args = ['--no-install', 'session-workbench', 'exec', '--', 'node', '--test'];
    const { stdout } = await execute('npx', args, { cwd: project, env, shell }).catch((error) => {
      throw new Error(`${error.stdout}${error.stderr}`);
    });
    assert.match(stdout, /^(?:#|ℹ) pass 1$/m);
  });

  for (const [moduleResolution, endings] of Object.entries({
    node16: ['mts'],
    nodenext: ['mts', 'cts'],
    bundler: ['ts'],
  })) {
    for (const ending of endings) {
      for (const [known, { lib, types }] of Object.entries(KNOWN)) {
        it(`TypeScript knows the types of the package in a file .${ending} of a project that knows ${known}, with the module resolution ${moduleResolution}`, async () => {
          const project = fs.mkdtempSync(path.join(folder, 'types-'));
          fs.writeFileSync(path.join(project, `use.${ending}`), USE);
          const config = {
            compilerOptions: {
              module: moduleResolution === 'bundler' ? 'esnext' : moduleResolution,
              moduleResolution,
              target: 'es2020',
              lib,
              types,
              typeRoots: [path.join(root, 'node_modules/@types')],
              strict: true,
              skipLibCheck: false,
              noEmit: true,
            },
            files: [`use.${ending}`],
          };
          fs.writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify(config));
          const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
          const { stdout } = await execute(process.execPath, [compiler, '-p', project], { cwd: project }).catch(
            (error) => error,
          );
          assert.equal(stdout, '');
        });
      }
    }
  }
});

/** Uses what the package has, as a program in TypeScript does. */
const USE = `
  import { check, run, startServer, SessionWorkbenchError, type DevServerControl } from 'session-workbench';
  export async function use(): Promise<string> {
    const server = await startServer({ tokens: { preset: 'fintech' }, mobile: { acceptLocalhost: true }, port: 0 });
    const control: DevServerControl = server.control;
    const sessions = await control.tokens.sessions();
    const first: string | undefined = sessions[0]?.user;
    const { summary, ok } = await check('.', { failOn: 'hint' });
    const isOk: boolean = ok;
    const ran = await run('.', { baseUrl: server, grep: 'login', bail: true, jobs: 2 });
    const invalid: number = summary.invalid + ran.summary.failed + (ran.scenarios[0]?.steps[0]?.messages?.length ?? 0);
    await server.stop();
    return \`\${first}\${invalid}\${isOk}\${new SessionWorkbenchError('options', 'x').code}\`;
  }
  // @ts-expect-error: there is no such option.
  export const wrong = () => startServer({ ports: 1 });
  // @ts-expect-error: there is no such option.
  export const misspelt = () => run('.', { grepp: 'a' });
  // @ts-expect-error: without failOn, nothing is judged.
  export const unjudged = async () => (await check('.')).ok;
`;

describe('the notices of third parties', () => {
  const notices = fs.readFileSync(path.join(root, 'ThirdPartyNotices.txt'), 'utf8');
  const sources = JSON.parse(fs.readFileSync(path.join(root, 'dist/sources.json'), 'utf8')) as Record<string, string[]>;
  const folders = packageFolders(Object.values(sources).flat());

  it('every package in the bundles has a notice with its version and the text of its licence', () => {
    assert.ok(folders.length > 80, String(folders.length));
    const parts = notices.split(/^={80}$/m);
    for (const place of folders) {
      const { name, version, license } = JSON.parse(fs.readFileSync(path.join(root, place, 'package.json'), 'utf8'));
      const at = parts.findIndex((part) => part.trim().startsWith(`${name} ${version}\n${license}`));
      assert.ok(at > 0, `${name} ${version}`);
      assert.ok((parts[at + 1] ?? '').trim().length > 400, `${name} has no text`);
    }
  });

  it('no notice is of a package that is not in the bundles', () => {
    const named = [...notices.matchAll(/^={80}\n(\S+ \S+)\n/gm)].map(([, name]) => name);
    const bundled = folders.map((place) => {
      const { name, version } = JSON.parse(fs.readFileSync(path.join(root, place, 'package.json'), 'utf8'));
      return `${name} ${version}`;
    });
    assert.deepEqual(named, [...new Set(bundled)].sort());
  });
});

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.values(value as object).flatMap(textsIn);
}

function examplesIn(document: string, kinds: string): { kind: string; code: string }[] {
  const text = fs.readFileSync(path.join(root, document), 'utf8');
  const blocks = new RegExp(`^\`\`\`(${kinds})\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...text.matchAll(blocks)].map(([, kind = '', code = '']) => ({ kind, code }));
}
