import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { filesIn } from './filesIn';

const READ = 'sessionWorkbenchRead';
const VSCODE = 'sessionWorkbenchVscode';
/** The first thing that each part does is to say that it is read. */
const BANNER = [
  `globalThis.${READ}?.push(import.meta.url);`,
  "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);",
].join('');

/** What the extension has read of itself. */
export interface ReadParts {
  readonly files: readonly string[];
  readonly bytes: number;
}

/** The extension, which runs in this process without an editor: VS Code is an object that answers to everything. */
export class StartedExtension {
  private readonly rows = new Map<string, { getChildren(): unknown }>();
  private readonly folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'started-')));
  private outputs: Metafile['outputs'] = {};
  private stop: () => Promise<void> = async () => {};
  private readonly read: string[] = [];
  private tell: () => void = () => {};
  private readonly told = new Promise<void>((resolve) => {
    this.tell = resolve;
  });

  /**
   * @param root of the repository, with a build in `dist`
   * @param workspace absolute path of the folder that is open
   */
  constructor(
    private readonly root: string,
    private readonly workspace: string,
  ) {}

  /** Resolves when the workspace is searched and checked: when the first session at fault is told. So there must be one. */
  async start(options: BuildOptions): Promise<void> {
    const { metafile } = await build({
      ...options,
      absWorkingDir: this.root,
      write: true,
      metafile: true,
      outdir: this.folder,
      outExtension: { '.js': '.mjs' },
      banner: { js: BANNER },
      define: {
        __dirname: JSON.stringify(path.join(this.root, 'dist')),
        __filename: JSON.stringify(path.join(this.root, 'dist/extension.js')),
      },
      external: [],
      plugins: [
        {
          name: 'vscode',
          setup(building) {
            building.onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: VSCODE }));
            building.onLoad({ filter: /.*/, namespace: VSCODE }, () => ({
              contents: `module.exports = globalThis.${VSCODE};`,
            }));
          },
        },
        ...(options.plugins ?? []),
      ],
    });
    this.outputs = metafile.outputs;
    Object.assign(globalThis, { [READ]: this.read, [VSCODE]: this.vscode() });
    const extension = await import(pathToFileURL(path.join(this.folder, 'extension.mjs')).href);
    this.stop = () => extension.deactivate();
    extension.activate(this.context());
    await this.told;
  }

  /** Asks for the rows of a view, as VS Code does when it is shown. */
  async show(view: string): Promise<void> {
    const rows = this.rows.get(view);
    if (!rows) throw new Error(`There is no view ${view}.`);
    await rows.getChildren();
  }

  parts(): ReadParts {
    const names = [...new Set(this.read)].map((url) => path.basename(url));
    const found = Object.entries(this.outputs).filter(([file]) => names.includes(path.basename(file)));
    const bytes = found.reduce((sum, [, output]) => sum + output.bytes - BANNER.length - 1, 0);
    return { files: found.flatMap(([, { inputs }]) => Object.keys(inputs)), bytes };
  }

  async dispose(): Promise<void> {
    await this.stop();
    Object.assign(globalThis, { [READ]: undefined, [VSCODE]: undefined });
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  private context(): unknown {
    const memento = { get: (_key: string, fallback: unknown) => fallback, update: async () => {}, keys: () => [] };
    return {
      subscriptions: [],
      extensionUri: uri(this.root),
      globalStorageUri: uri(path.join(this.folder, 'storage')),
      globalState: memento,
      workspaceState: memento,
      secrets: anything(),
      extension: { packageJSON: { version: '0.0.0' } },
    };
  }

  private vscode(): Record<string, unknown> {
    const names = new Set<string>();
    for (const file of filesIn('src/vscode', /\.ts$/)) {
      for (const [, name = ''] of fs.readFileSync(path.join(this.root, file), 'utf8').matchAll(/\bvscode\.(\w+)/g))
        names.add(name);
    }
    const configuration = { get: () => undefined, inspect: () => undefined, update: async () => {} };
    return {
      ...Object.fromEntries([...names].map((name) => [name, anything()])),
      Uri: anything({
        file: uri,
        joinPath: (base: { fsPath: string }, ...rest: string[]) => uri(path.join(base.fsPath, ...rest)),
      }),
      l10n: { t: (text: string) => text },
      env: anything({ language: 'en' }),
      lm: anything(),
      workspace: anything({
        isTrusted: true,
        workspaceFolders: [{ uri: uri(this.workspace), name: 'workspace', index: 0 }],
        textDocuments: [],
        getConfiguration: () => configuration,
        asRelativePath: (place: string) => place,
      }),
      window: anything({
        visibleTextEditors: [],
        activeTextEditor: undefined,
        createTreeView: (id: string, { treeDataProvider }: { treeDataProvider: { getChildren(): unknown } }) => {
          this.rows.set(id, treeDataProvider);
          const { tell } = this;
          return {
            selection: [],
            visible: false,
            onDidChangeVisibility: anything(),
            onDidChangeSelection: anything(),
            onDidExpandElement: anything(),
            onDidCollapseElement: anything(),
            dispose: () => {},
            set badge(badge: unknown) {
              if (badge !== undefined) tell();
            },
          };
        },
      }),
    };
  }
}

function uri(file: string): { scheme: string; fsPath: string; path: string } {
  return { scheme: 'file', fsPath: file, path: file, toString: () => pathToFileURL(file).href } as never;
}

/** Can be called, made, read and iterated, and always answers with another such object, but for what is given. */
function anything(given: Readonly<Record<string, unknown>> = {}): unknown {
  const known = new Map<PropertyKey, unknown>(Object.entries(given));
  return new Proxy(function none() {}, {
    get(_target, key) {
      if (known.has(key)) return known.get(key);
      if (key === 'then') return undefined;
      if (key === Symbol.iterator) return () => [][Symbol.iterator]();
      if (key === Symbol.toPrimitive) return () => '';
      const made = anything();
      known.set(key, made);
      return made;
    },
    set(_target, key, value) {
      known.set(key, value);
      return true;
    },
    apply: () => anything(),
    construct: () => anything() as object,
  });
}
