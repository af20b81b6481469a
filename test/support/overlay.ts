import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const repository = path.resolve(__dirname, '../../..');

/** The output limit in bytes. The import graph of all files is some megabytes of JSON. */
const MOST_OUTPUT = 256 * 1024 * 1024;

/** The files and folders that are needed to compile, bundle and lint. */
const COPIED = [
  'src',
  'schemas',
  'lint',
  'media/examples',
  'package.json',
  'tsconfig.json',
  'esbuild.js',
  'notices.js',
  'typings.js',
];

/** What the shared tests read besides. */
const FOR_TESTS = [
  ...['test', 'docs', 'media', 'package.nls.json', 'package.nls.fr.json', 'package.nls.ja.json'],
  ...['package-lock.json', 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'SUPPORT.md', 'LICENSE'],
  ...['.github', '.ci', 'action.yml', '.pre-commit-hooks.yaml'],
];

/** The report of dependency-cruiser. */
export interface Cruised {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly { readonly module: string }[];
  }[];
  readonly folders: readonly { readonly name: string; readonly dependencies?: readonly { readonly name: string }[] }[];
  readonly violations: readonly {
    readonly rule: { readonly name: string };
    readonly from: string;
    readonly to: string;
  }[];
}

/** A copy of the code that a test may change. Installed packages are not copied but linked. */
export class Overlay {
  readonly root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-rooms-')));

  /** Files that did not exist in the copy before. */
  private readonly written: string[] = [];

  /** @param withTests whether the copy has the tests, and all that they read */
  constructor({ withTests = false } = {}) {
    for (const name of withTests ? [...COPIED, ...FOR_TESTS] : COPIED)
      fs.cpSync(path.join(repository, name), this.path(name), { recursive: true });
    fs.symlinkSync(path.join(repository, 'node_modules'), this.path('node_modules'), 'junction');
  }

  path(...names: string[]): string {
    return path.join(this.root, ...names);
  }

  has(file: string): boolean {
    return fs.existsSync(this.path(file));
  }

  read(file: string): string {
    return fs.readFileSync(this.path(file), 'utf8');
  }

  write(file: string, text: string): void {
    fs.mkdirSync(path.dirname(this.path(file)), { recursive: true });
    if (!fs.existsSync(this.path(file))) this.written.push(file);
    fs.writeFileSync(this.path(file), text);
  }

  /** Runs a script in the copy, with the Node that runs this test. */
  run(args: string[]): { output: string; status: number | null } {
    const { stdout, stderr, status, error } = spawnSync(process.execPath, args, {
      cwd: this.root,
      encoding: 'utf8',
      maxBuffer: MOST_OUTPUT,
    });
    if (error) throw error;
    return { output: stdout + stderr, status };
  }

  /** Compiles some of the projects. */
  compile(projects: readonly string[]): { output: string; status: number | null } {
    const compiler = path.join(repository, 'node_modules/typescript/bin/tsc');
    return this.run([compiler, '-b', '--pretty', 'false', ...projects]);
  }

  /** Runs dependency-cruiser: which folder uses which, and which of these imports are forbidden. */
  cruise(): Cruised {
    const cruiser = path.join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const { output } = this.run([cruiser, '--config', 'lint/dependencies.cjs', '--output-type', 'json', 'src']);
    const { modules, folders, summary } = JSON.parse(output) as Omit<Cruised, 'violations'> & { summary: Cruised };
    return { modules, folders, violations: summary.violations };
  }

  /** Runs `run`, then deletes the new files that were written meanwhile. */
  add(run: () => void): void {
    const before = this.written.length;
    try {
      run();
    } finally {
      for (const file of this.written.splice(before)) fs.rmSync(this.path(file));
    }
  }

  dispose(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}
