import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const MOST_OUTPUT = 256 * 1024 * 1024;

interface Module {
  readonly source: string;
  readonly dependencies: readonly { readonly resolved: string }[];
}

/** One diagram: which folders are boxes in it, and which are omitted. */
interface Picture {
  readonly title: string;
  readonly words: string;
  /** The box that contains a file. Undefined when the file is omitted. */
  readonly boxOf: (file: string) => string | undefined;
}

const PICTURES: readonly Picture[] = [
  {
    title: 'The rooms',
    words: 'A folder of `src` is a room. CONTRIBUTING.md#rooms says which programming interfaces exist inside each.',
    boxOf: (file) => /^src\/([^/]+)(?:\/|\.ts$)/.exec(file)?.[1],
  },
  {
    title: 'Inside the server',
    words:
      'The kernel knows no system by name, and no system knows another. `src/server/systems.ts` lists them for the server. The client starts a server in a process of its own and drives it through its control API.',
    boxOf: (file) => {
      if (!file.startsWith('src/server/')) return undefined;
      const [first = '', second] = file.split('/').slice(2);
      if (first.includes('.')) return 'server';
      return first === 'systems' ? `systems/${second}` : first;
    },
  },
  {
    title: 'Inside the kernel',
    words: 'What every emulated system is built on.',
    boxOf: (file) => /^src\/server\/kernel\/(?:([^/]+)\/)?[^/]+$/.exec(file)?.slice(1)[0] ?? kernelItself(file),
  },
  {
    title: 'Inside the editor',
    words: 'A folder is a feature, and registers itself. `systems` has one folder for what each emulated system shows.',
    boxOf: (file) => /^src\/vscode\/([^/]+)(?:\/|\.ts$)/.exec(file)?.[1],
  },
];

function kernelItself(file: string): string | undefined {
  return file.startsWith('src/server/kernel/') ? 'kernel' : undefined;
}

/** The page with the architecture diagrams, drawn from the imports in the code. */
export function architecturePage(): string {
  const modules = cruised();
  return [
    '# How the code is made up',
    'Each arrow is an import, of values or of types. No two folders use each other; `lint/dependencies.cjs` and the compiler refuse it, and `test/rooms` proves that they do. This page is made from the code: `npm run docs` writes it anew.',
    ...PICTURES.flatMap(({ title, words, boxOf }) => [`## ${title}`, words, mermaid(arrowsOf(modules, boxOf))]),
  ]
    .join('\n\n')
    .concat('\n');
}

/** Every pair of boxes in which the first imports from the second, sorted. */
export function arrowsOf(modules: readonly Module[], boxOf: Picture['boxOf']): (readonly [string, string])[] {
  const arrows = new Map<string, readonly [string, string]>();
  for (const { source, dependencies } of modules) {
    const from = boxOf(source);
    for (const { resolved } of dependencies) {
      const to = boxOf(resolved);
      if (from !== undefined && to !== undefined && from !== to) arrows.set(`${from} ${to}`, [from, to]);
    }
  }
  return [...arrows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, arrow]) => arrow);
}

function mermaid(arrows: readonly (readonly [string, string])[]): string {
  const idOf = (box: string) => box.replace(/\W/g, '_');
  const boxes = [...new Set(arrows.flat())].sort();
  return [
    '```mermaid',
    'flowchart TD',
    ...boxes.map((box) => `  ${idOf(box)}["${box}"]`),
    ...arrows.map(([from, to]) => `  ${idOf(from)} --> ${idOf(to)}`),
    '```',
  ].join('\n');
}

function cruised(): readonly Module[] {
  const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cruiser, '--config', 'lint/dependencies.cjs', '--output-type', 'json', 'src'];
  const { stdout, error } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: MOST_OUTPUT });
  if (error) throw error;
  return (JSON.parse(stdout) as { modules: readonly Module[] }).modules;
}
