import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { FLOWS_VIEW } from '../../src/vscode/flows/flowContract';
import { SESSIONS_VIEW } from '../../src/vscode/mobileApps/mobileAppsContract';
import { SERVER_VIEW } from '../../src/vscode/server/serverContract';
import { temporaryFolder } from '../disk/temporaryFolder';
import { SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { StartedExtension } from '../support/startedExtension';

const root = path.resolve(__dirname, '../../..');
const ENTRY = 'src/extension.ts';
/** In bytes, as it ships. */
const MOST = 158_000;
/**
 * In bytes, with what `import()` loads although nobody asks: without a view, with the view Mobile Sessions, and with all views while no
 * server runs, no flow is open and no scenario is edited.
 */
const MOST_BY_ITSELF = { none: 214_000, sessions: 266_000, all: 400_000 };
/** What is read first of what searches folders, and of the rows of each view. */
const OF_VIEWS = [
  'src/vscode/mobileApps/folderTools.ts',
  'src/vscode/sessions/openSessions.ts',
  'src/vscode/server/openServer.ts',
  'src/vscode/flows/openFlows.ts',
];
/** What judges globs and patterns, makes QR codes, runs scenarios, and talks to a server. */
const USED_LATER = /\/(picomatch|regexpp|qrcode-generator|tough-cookie)\/|^src\/scenario\/runner|\/controlClient\.ts$/;
const LISTED = 20;
const COMPILED = 'compiled-schema';

/** Schemas that esbuild.js compiles are large. Here it only matters who needs them. */
const compiledSchemas: Plugin = {
  name: COMPILED,
  setup(building) {
    building.onResolve({ filter: /\/compiled\w+$/ }, ({ path: file }) => ({ path: file, namespace: COMPILED }));
    building.onLoad({ filter: /.*/, namespace: COMPILED }, () => ({
      contents: 'module.exports = Object.assign(() => true, { paths: [], codeTimes: [], places: [] });',
    }));
  },
};

const OPTIONS = {
  entryPoints: [ENTRY],
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  minify: true,
  plugins: [compiledSchemas],
  logLevel: 'silent',
  metafile: true,
} as const satisfies BuildOptions;

describe('the start of the extension', () => {
  let outputs: Metafile['outputs'];
  let atStart: Metafile['outputs'][string][];

  before(async () => {
    const { metafile } = await build({
      ...OPTIONS,
      absWorkingDir: root,
      write: false,
      external: ['vscode'],
      outdir: 'dist',
    });
    ({ outputs } = metafile);
    atStart = neededAtStart(outputs);
  });

  it('the activation reads less than 158 KB, as everything else is loaded when it is first used', () => {
    const bytes = atStart.reduce((sum, part) => sum + part.bytes, 0);
    const parts = largestIn(atStart).map(([file, size]) => `${String(size).padStart(7)} ${file}`);
    assert.ok(
      bytes < MOST,
      `The activation reads ${bytes} bytes. Load what the first view does not need with import(). The largest:\n${parts.join('\n')}`,
    );
  });

  it('no compiled schema is read at the activation, as only what is opened or started later needs one', () => {
    const schemas = atStart.flatMap(({ inputs }) => Object.keys(inputs).filter((file) => file.startsWith(COMPILED)));
    assert.deepEqual(schemas, []);
    const anywhere = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
    assert.ok(anywhere.some((file) => file.startsWith(COMPILED)));
  });
});

describe('what the extension reads of itself while nothing is asked of it', () => {
  const temporary = temporaryFolder();

  it('a window reads what searches and checks its folders, and each view that is shown what its rows need', async () => {
    const workspace = temporary();
    const application = path.join(workspace, 'Data/MobileApps/T.com.example.app');
    fs.mkdirSync(application, { recursive: true });
    fs.writeFileSync(
      path.join(application, SEED_NAME),
      SEED_SESSION.replace('"status":"accepted"', '"status":"other"'),
    );
    const extension = new StartedExtension(root, workspace);
    try {
      await extension.start(OPTIONS);
      const none = extension.parts();
      await extension.show(SESSIONS_VIEW.id);
      const sessions = extension.parts();
      await extension.show(SERVER_VIEW.id);
      await extension.show(FLOWS_VIEW.id);
      const all = extension.parts();
      // What is read later is seen, so what is not seen was not read.
      const news = [none.files, sessions.files, all.files].map((files) =>
        OF_VIEWS.filter((each) => files.includes(each)),
      );
      assert.deepEqual(news, [OF_VIEWS.slice(0, 1), OF_VIEWS.slice(0, 2), OF_VIEWS]);
      for (const [when, { bytes }] of Object.entries({ none, sessions, all })) {
        const most = MOST_BY_ITSELF[when as keyof typeof MOST_BY_ITSELF];
        assert.ok(bytes < most, `${bytes} bytes are read with these views: ${when}. At most ${most} may be.`);
      }
      const late = all.files.filter((file) => file.startsWith(COMPILED) || USED_LATER.test(file));
      assert.deepEqual(late, []);
    } finally {
      await extension.dispose();
    }
  });
});

/** The part with the entry, the parts that it imports, and those that these import. */
function neededAtStart(outputs: Metafile['outputs']): Metafile['outputs'][string][] {
  const entry = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === ENTRY);
  assert.ok(entry);
  const files = new Set([entry]);
  for (const file of files) {
    for (const { path: imported, kind, external } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && !external) files.add(imported);
  }
  return [...files].flatMap((file) => outputs[file] ?? []);
}

function largestIn(parts: readonly Metafile['outputs'][string][]): [string, number][] {
  const inputs = parts.flatMap((part) => Object.entries(part.inputs));
  const sizes = inputs.map(([file, { bytesInOutput }]): [string, number] => [file, bytesInOutput]);
  return sizes.sort(([, a], [, b]) => b - a).slice(0, LISTED);
}
