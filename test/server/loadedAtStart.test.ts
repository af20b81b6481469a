import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { Ajv } from 'ajv';
import { DevServer } from '../../src/server/devServer';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { temporaryFolder } from '../disk/temporaryFolder';
import { fullOptions } from '../systems/systemTests';

const DIST = path.resolve(__dirname, '../../../dist');

/** What few servers or few requests need. Of ajv and fast-json-stringify, small parts are in what is always needed. */
const LATE = [
  'ajv/dist/ajv.js',
  'fast-json-stringify/index.js',
  'light-my-request',
  'pino',
  'selfsigned',
  'undici',
  '@remix-run/multipart-parser',
];

/** Writes which files the process has loaded when it ends. */
const HOOK = `process.on('exit', () => {
  require('node:fs').writeFileSync(process.env.LOADED_FILES, JSON.stringify(Object.keys(require.cache)));
});
process.once('SIGTERM', () => process.exit());`;

describe('What a server loads at its start', () => {
  const folder = temporaryFolder();
  const NEEDED: Readonly<Record<string, { readonly options: () => ServerOptions; readonly files: readonly string[] }>> =
    {
      mobile: {
        options: () => ({ mobileApps: path.join(folder(), 'MobileApps') }),
        files: ['mobile/mobileFace.ts', 'mobile/memoryMobileState.ts'],
      },
      web: { options: () => ({ web: {} }), files: ['web/webFace.ts', 'web/webSystem.ts'] },
      mendix: { options: () => ({ mendix: {} }), files: ['mendix/xasFace.ts', 'mendix/mendixRuntime.ts'] },
      tokens: { options: () => ({ tokens: {} }), files: ['tokens/appFace.ts', 'tokens/oauth/oauthFace.ts'] },
    };
  const systems = Object.keys(NEEDED);

  /** The sources of all that a server has loaded when it tells its address. */
  async function loadedWith(options: ServerOptions): Promise<ReadonlySet<string>> {
    const [hook, list] = [path.join(folder(), 'hook.cjs'), path.join(folder(), 'loaded.json')];
    fs.writeFileSync(hook, HOOK);
    const loaded = await endedServer(hook, list, options);
    return new Set(loaded.filter((file) => file.startsWith(DIST)).flatMap(sourcesOf));
  }

  /** What the hook has written when a server had told its address and ended. */
  async function endedServer(hook: string, list: string, options: ServerOptions): Promise<readonly string[]> {
    const child = spawn(process.execPath, ['--require', hook, path.join(DIST, 'server.js')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, LOADED_FILES: list },
    });
    const ended = once(child, 'exit');
    child.stdin.end(JSON.stringify(options));
    const [line] = (await once(readline.createInterface({ input: child.stdout }), 'line')) as [string];
    child.kill();
    await ended;
    assert.equal(JSON.parse(line).kind, 'ready', line);
    return JSON.parse(fs.readFileSync(list, 'utf8')) as string[];
  }

  for (const [what, options, parts] of [
    ['without TLS has loaded no part of Node for it', {}, []],
    ['with TLS has loaded the parts of Node for it', { https: true }, ['https', 'tls']],
  ] as const) {
    it(`a server ${what}, and none for HTTP/2`, async () => {
      const [hook, list] = [path.join(folder(), 'hook.cjs'), path.join(folder(), 'loaded.json')];
      fs.writeFileSync(hook, HOOK.replace('Object.keys(require.cache)', 'process.moduleLoadList'));
      const loaded = await endedServer(hook, list, options);
      assert.deepEqual(
        ['http2', 'https', 'tls'].filter((part) => loaded.includes(`NativeModule ${part}`)),
        parts,
      );
    });
  }

  for (const on of [undefined, ...systems]) {
    it(`${on ? `a server with ${on} loads` : 'a server without a system loads'} no other system, and nothing that few requests need`, async () => {
      const sources = await loadedWith(on === undefined ? {} : (NEEDED[on]?.options() ?? {}));
      assert.ok(sources.has('src/server/main.ts'), [...sources].join('\n'));
      const late = LATE.filter((name) => [...sources].some((each) => `${each}/`.includes(`node_modules/${name}/`)));
      assert.deepEqual(late, []);
      for (const [name, { files }] of Object.entries(NEEDED)) {
        const found = files.filter((file) => sources.has(`src/server/systems/${file}`));
        assert.deepEqual(found, name === on ? files : [], name);
      }
    });
  }

  // It is compiled when a request comes, so that the start of a server does not find its mistakes.
  it('the schema of every route can be compiled', async () => {
    const server = await DevServer.start(fullOptions(folder()), { log: () => {} });
    try {
      const ajv = new Ajv({ verbose: true });
      const parts = server.routes.flatMap(({ schema }) => Object.values((schema ?? {}) as Record<string, object>));
      assert.ok(parts.length > 10, `${parts.length} schemas`);
      for (const part of parts) ajv.compile(part);
    } finally {
      await server.close();
    }
  });
});

/** The sources of a bundle, from the root of the repository, as the build tells. */
function sourcesOf(file: string): readonly string[] {
  const sources = JSON.parse(fs.readFileSync(path.join(DIST, 'sources.json'), 'utf8')) as Record<string, string[]>;
  return (sources[path.basename(file)] ?? []).map((source) => source.replaceAll('\\', '/'));
}
