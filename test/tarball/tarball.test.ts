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

  for (const moduleResolution of ['nodenext', 'bundler'] as const) {
    for (const ending of moduleResolution === 'nodenext' ? ['mts', 'cts'] : ['ts']) {
      it(`TypeScript knows the types of the package in a file .${ending} with the module resolution ${moduleResolution}`, async () => {
        const code = `
          import { check, run, startServer, SessionWorkbenchError, type DevServerControl } from 'session-workbench';
          export async function use(): Promise<string> {
            const server = await startServer({ tokens: { preset: 'fintech' }, mobile: { acceptLocalhost: true }, port: 0 });
            const control: DevServerControl = server.control;
            const sessions = await control.tokens.sessions();
            const first: string | undefined = sessions[0]?.user;
            const { summary } = await check('.');
            const invalid: number = summary.invalid + (await run('.')).summary.failed;
            await server.stop();
            return \`\${first}\${invalid}\${new SessionWorkbenchError('options', 'x').code}\`;
          }
          // @ts-expect-error: there is no such option.
          export const wrong = () => startServer({ ports: 1 });
        `;
        const file = path.join(folder, `types.${ending}`);
        fs.writeFileSync(file, code);
        const module = moduleResolution === 'nodenext' ? 'nodenext' : 'esnext';
        const config = {
          compilerOptions: {
            module,
            moduleResolution,
            target: 'es2022',
            lib: ['es2023', 'dom'],
            strict: true,
            noEmit: true,
            types: ['node'],
            typeRoots: [path.join(root, 'node_modules/@types')],
          },
          files: [file],
        };
        const project = path.join(folder, `tsconfig.${ending}.json`);
        fs.writeFileSync(project, JSON.stringify(config));
        const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
        const { stdout } = await execute(process.execPath, [compiler, '-p', project], { cwd: folder }).catch(
          (error) => error,
        );
        assert.equal(stdout, '');
      });
    }
  }
});

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
