import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const repository = path.resolve(__dirname, '../../..');

/** CONTRIBUTING.md#rooms: which rooms a room may use. Nothing points back. */
const ARROWS: Record<string, readonly string[]> = {
  core: [],
  disk: ['core'],
  server: ['core', 'disk'],
  scenario: ['core'],
  webview: ['core'],
  cli: ['core', 'disk', 'server', 'scenario'],
  vscode: ['core', 'disk', 'server', 'scenario'],
};
const MAY_USE_NODE = ['disk', 'server', 'scenario', 'cli', 'vscode'];
const MAY_USE_VSCODE = ['vscode'];
const MAY_USE_THE_PAGE = ['webview'];

const rooms = fs
  .readdirSync(path.join(repository, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

interface Probe {
  readonly room: string;
  readonly what: string;
  readonly source: string;
  /** What the compiler refuses it with; undefined when it is allowed. */
  readonly refusal: string | undefined;
}

const probes: Probe[] = rooms.flatMap((room) => {
  const probe = (what: string, source: string, allowed: boolean, refusal: string): Probe => ({
    room,
    what,
    source,
    refusal: allowed ? undefined : refusal,
  });
  const toRooms = rooms.flatMap((other) => {
    const allowed = other === room || (ARROWS[room] ?? []).includes(other);
    return [
      probe(
        `a value of ${other}`,
        `import { value } from '../${other}/roomValue';\nexport default value;`,
        allowed,
        'TS6307',
      ),
      probe(
        `a type of ${other}`,
        `import type { Type } from '../${other}/roomType';\nexport type T = Type;`,
        allowed,
        'TS6307',
      ),
    ];
  });
  const node = MAY_USE_NODE.includes(room);
  const vscode = MAY_USE_VSCODE.includes(room);
  const page = MAY_USE_THE_PAGE.includes(room);
  return [
    ...toRooms,
    probe('a module of Node', `import fs from 'node:fs';\nexport default fs.readFileSync;`, node, 'TS2591'),
    probe('a type of Node', `import type { Stats } from 'node:fs';\nexport type T = Stats;`, node, 'TS2591'),
    probe('a global of Node', 'export default process.env;', node, 'TS2591'),
    probe('require', `export default require('fs');`, node, 'TS2591'),
    probe('a value of VS Code', `import * as vscode from 'vscode';\nexport default vscode.window;`, vscode, 'TS2339'),
    probe('a named value of VS Code', `import { window } from 'vscode';\nexport default window;`, vscode, 'TS2305'),
    probe('a type of VS Code', `import type { Uri } from 'vscode';\nexport type T = Uri;`, vscode, 'TS2305'),
    probe('the page', 'export default document.body;', page, 'TS2584'),
  ];
});

describe('The rooms', () => {
  let overlay: string;

  /** A copy of what is compiled and bundled; what is installed is used in place. */
  before(() => {
    overlay = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-rooms-')));
    for (const name of ['src', 'schemas', 'package.json', 'tsconfig.json', 'esbuild.js']) {
      fs.cpSync(path.join(repository, name), path.join(overlay, name), { recursive: true });
    }
    fs.symlinkSync(path.join(repository, 'node_modules'), path.join(overlay, 'node_modules'), 'junction');
  });
  after(() => fs.rmSync(overlay, { recursive: true, force: true }));

  it('the rooms are those that CONTRIBUTING.md draws', () => {
    assert.deepEqual(
      rooms.filter((room) => !(room in ARROWS)),
      [],
    );
  });

  describe('the compiler', () => {
    /** Codes of the diagnostics, by the file they are in. */
    const codes = new Map<string, string[]>();

    before(function () {
      this.timeout(60_000);
      for (const room of rooms) {
        // Two files: the compiler names a file that a room may not use only where it is first used.
        fs.writeFileSync(path.join(overlay, 'src', room, 'roomValue.ts'), 'export const value = 1;\n');
        fs.writeFileSync(path.join(overlay, 'src', room, 'roomType.ts'), 'export type Type = string;\n');
      }
      for (const [i, { source }] of probes.entries()) fs.writeFileSync(path.join(overlay, fileOf(i)), `${source}\n`);
      const compiler = path.join(repository, 'node_modules/typescript/bin/tsc');
      const configs = rooms.map((room) => path.join('src', room));
      const output = run([compiler, '-b', '--pretty', 'false', ...configs]).output;
      for (const [, file, code] of output.matchAll(/^(\S.*?)\(\d+,\d+\): error (TS\d+)/gm)) {
        const name = path.posix.normalize((file as string).replaceAll('\\', '/'));
        codes.set(name, [...(codes.get(name) ?? []), code as string]);
      }
    });

    for (const [i, { room, what, refusal }] of probes.entries()) {
      it(`the room ${room} may ${refusal ? 'not ' : ''}use ${what}`, () => {
        const found = codes.get(fileOf(i)) ?? [];
        if (refusal === undefined) assert.deepEqual(found, []);
        else assert.ok(found.includes(refusal), `${refusal} expected, found: ${found}`);
      });
    }

    function fileOf(i: number): string {
      return `src/${probes[i]?.room}/roomProbe${i}.ts`;
    }
  });

  describe('the bundler', () => {
    const REFUSED = 'Could not resolve "vscode"';
    const uses: [what: string, source: string][] = [
      ['an import', `import * as vscode from 'vscode';\nexport default vscode;`],
      ['a require', `export default require('vscode');`],
      ['an import on demand', `export default () => import('vscode');`],
    ];

    /** Bundles with one file replaced, and puts it back. */
    function bundleWith(file: string, source: string): { output: string; status: number | null } {
      const target = path.join(overlay, file);
      const original = fs.readFileSync(target);
      fs.writeFileSync(target, source);
      try {
        return run(['esbuild.js']);
      } finally {
        fs.writeFileSync(target, original);
      }
    }

    for (const [what, source] of uses) {
      it(`the command line cannot be built with ${what} of vscode`, () => {
        const { output, status } = bundleWith('src/cli/main.ts', source);
        assert.notEqual(status, 0);
        assert.ok(output.includes(REFUSED) && output.includes('src/cli/main.ts'), output);
      });
    }

    it('no part of the command line can be built with vscode, nor the worker', () => {
      const { output, status } = bundleWith('src/core/json/pointer.ts', uses[0]?.[1] as string);
      assert.notEqual(status, 0);
      assert.ok(output.includes(REFUSED) && output.includes('src/core/json/pointer.ts'), output);
    });

    it('the extension can be built with vscode', () => {
      const { output } = bundleWith('src/extension.ts', uses[0]?.[1] as string);
      assert.ok(!output.includes('src/extension.ts'), output);
      assert.match(fs.readFileSync(path.join(overlay, 'dist/extension.js'), 'utf8'), /require\("vscode"\)/);
    });
  });

  function run(args: string[]): { output: string; status: number | null } {
    const { stdout, stderr, status, error } = spawnSync(process.execPath, args, { cwd: overlay, encoding: 'utf8' });
    if (error) throw error;
    return { output: stdout + stderr, status };
  }
});
