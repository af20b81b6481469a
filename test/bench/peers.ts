import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Another tool that checks JSON files against a schema. */
export interface Peer {
  readonly id: string;
  /** What a reader of the table sees, with the version. */
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Record<string, string>;
  /** The files that its output says are at fault, by path from the folder. */
  readonly named: (output: string, folder: string) => string[];
}

/** The tools that could be had, and for each other one why not. */
export interface Peers {
  readonly there: readonly Peer[];
  readonly missing: ReadonlyMap<string, string>;
}

export interface PeerPlace {
  /** Where tools are installed. */
  readonly folder: string;
  readonly schema: string;
  /** The files that are checked; their names end with `.json`. */
  readonly tree: string;
}

const manifests = path.resolve(__dirname, '../../../test/bench/peers');
const INSTALLED = ['ajv', 'languageService', 'sourcemeta', 'sourcemetaFast'];

/** Installs tools as a user would. Nothing is thrown where that does not work. */
export function installPeers(place: PeerPlace): Peers {
  const missing = new Map<string, string>();
  const attempt = (ids: readonly string[], make: () => Peer[]): Peer[] => {
    try {
      return make();
    } catch (error) {
      for (const id of ids) missing.set(id, firstLine(error));
      return [];
    }
  };
  const there = [
    ...attempt(INSTALLED, () => fromNpm(place)),
    ...attempt(['python'], () => [fromPip(place)]),
    ...attempt(['jq'], () => [jq(place)]),
  ];
  return { there, missing };
}

function fromNpm({ folder, schema, tree }: PeerPlace): Peer[] {
  for (const name of ['package.json', 'languageService.mjs'])
    fs.copyFileSync(path.join(manifests, name), path.join(folder, name));
  call('npm', ['install', '--no-audit', '--no-fund', '--silent', '--prefix', folder]);
  const versions = JSON.parse(fs.readFileSync(path.join(manifests, 'package.json'), 'utf8')).dependencies;
  const program = (name: string) => path.join(folder, 'node_modules', name);
  const sourcemeta = [program('@sourcemeta/jsonschema/npm/cli.js'), 'validate', schema, tree, '--continue'];
  return [
    {
      id: 'ajv',
      name: `ajv-cli ${versions['ajv-cli']}`,
      command: node(
        program('ajv-cli/dist/index.js'),
        ...['validate', '-s', schema, '-d', `${tree}/**/*.json`, '--strict=false', '--errors=no'],
      ),
      named: (output, from) => namedBy(output, /^(.+) invalid$/gm, from),
    },
    {
      id: 'languageService',
      name: `vscode-json-languageservice ${versions['vscode-json-languageservice']} in a loop`,
      command: node(path.join(folder, 'languageService.mjs'), schema, tree),
      named: lines,
    },
    ...(['sourcemeta', 'sourcemetaFast'] as const).map((id) => ({
      id,
      name: `sourcemeta ${versions['@sourcemeta/jsonschema']}${id === 'sourcemeta' ? ' exhaustive' : ' --fast'}`,
      command: node(...sourcemeta, ...(id === 'sourcemeta' ? [] : ['--fast'])),
      named: (output: string, from: string) => namedBy(output, /^fail: (.+)$/gm, from),
    })),
  ];
}

function fromPip({ folder, schema, tree }: PeerPlace): Peer {
  const target = path.join(folder, 'python');
  const requirements = path.join(manifests, 'requirements.txt');
  call('python3', ['-m', 'pip', 'install', '-q', '--only-binary', ':all:', '--target', target, '-r', requirements]);
  const versions = fs.readFileSync(requirements, 'utf8').trim().replaceAll('==', ' ').split('\n').join(' and ');
  // The program itself: a launcher that chooses between versions would be counted too.
  const python = call('python3', ['-c', 'import sys; print(sys.executable)']).trim();
  return {
    id: 'python',
    name: `Python's ${versions}`,
    command: [python, path.join(manifests, 'pythonValidator.py'), schema, tree],
    env: { PYTHONPATH: target, PYTHONDONTWRITEBYTECODE: '1' },
    named: lines,
  };
}

function jq({ tree }: PeerPlace): Peer {
  const version = call('jq', ['--version']).trim().replace('-', ' ');
  const find = 'find "$1" -type f -print0 | xargs -0 jq -r -f "$2"';
  return {
    id: 'jq',
    name: `${version} with find and xargs, a part of the schema`,
    command: ['sh', '-c', find, 'sh', tree, path.join(manifests, 'required.jq')],
    named: (output, from) => namedBy(output, /^(.+)$/gm, from),
  };
}

function node(...args: string[]): [string, ...string[]] {
  return [process.execPath, ...args];
}

function call(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 });
}

function lines(output: string): string[] {
  return output.split('\n').filter((line) => line !== '');
}

function namedBy(output: string, pattern: RegExp, folder: string): string[] {
  return [...output.matchAll(pattern)].map(([, file = '']) => path.relative(folder, file));
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] as string;
}
