import assert from 'node:assert/strict';
import { declareReasons } from '../../src/core/server/declareReasons';
import { DevServer } from '../../src/server/devServer';
import type { Face } from '../../src/server/kernel/answer/face';
import { ServerStartError } from '../../src/server/kernel/start/startErrors';
import type { SystemPlugin } from '../../src/server/kernel/system/emulatedSystem';
import { SYSTEMS } from '../../src/server/systems';
import { temporaryFolder } from '../disk/temporaryFolder';
import { everySystem } from '../support/everySystem';
import { devServers } from './devServers';

interface Given {
  readonly paths?: readonly string[];
  readonly singleRoutes?: readonly string[];
  /** What its face registers. */
  readonly routes?: readonly string[];
  /** Whether the face registers them in a scope of its own. */
  readonly isScoped?: boolean;
}

function plugin(name: string, { paths = [], singleRoutes, routes = [], isScoped = false }: Given = {}): SystemPlugin {
  const face: Face = {
    register: (app) => {
      const add = (scope: typeof app) => {
        for (const url of routes) scope.get(url, { config: { face: name as 'web' } }, async () => ({}));
      };
      if (isScoped) app.register(async (scope) => add(scope));
      else add(app);
    },
    dispose: () => {},
  };
  return {
    name,
    reasonCodes: declareReasons(name, {}),
    spaces: [],
    logs: [],
    paths: () => paths,
    ...(singleRoutes && { singleRoutes: () => singleRoutes }),
    create: () => ({ faces: [face], dispose: () => {} }),
  };
}

const start = (plugins: readonly SystemPlugin[], web = false) =>
  DevServer.start(web ? { web: {} } : {}, { log: () => {} }, plugins);

describe('The paths of emulated systems', () => {
  const wrong: Record<string, [plugins: SystemPlugin[], problem: RegExp]> = {
    'a route outside its paths': [
      [plugin('a', { paths: ['a'], routes: ['/a/x', '/b/x'] })],
      /^The route GET \/b\/x of the system “a” is in none of its paths; add “b” to `paths` of its plug-in\.$/,
    ],
    'such a route in a scope of its own': [
      [plugin('a', { paths: ['a'], routes: ['/b/x'], isScoped: true })],
      /^The route GET \/b\/x of the system “a” is in none/,
    ],
    'a route in a path of another system': [
      [...SYSTEMS, plugin('a', { paths: ['a'], routes: ['/mobileapp/probe'] })],
      /^The route GET \/mobileapp\/probe of the system “a” is in none/,
    ],
    'a route whose path only begins as its own': [
      [plugin('a', { paths: ['a'], routes: ['/ab'] })],
      /The route GET \/ab of/,
    ],
    'a route for every path that it does not declare': [
      [plugin('a', { paths: ['a'], routes: ['/*'] })],
      /The route GET \/\* of the system “a”/,
    ],
    'a route with a parameter for its first segment': [
      [plugin('a', { paths: ['a'], routes: ['/:x'] })],
      /The route GET \/:x of the system “a”/,
    ],
    'the path of another system': [
      [...SYSTEMS, plugin('a', { paths: ['mobileapp'] })],
      /^The path “mobileapp” of the system “a” belongs to the system “mobile”; choose another in `paths`\.$/,
    ],
    'a path of the server itself': [
      [plugin('a', { paths: ['_workbench'] })],
      /^The path “_workbench” of the system “a” belongs to the server itself;/,
    ],
    'the path for the pairing of devices': [[plugin('a', { paths: ['pair'] })], /“pair” .* the server itself;/],
    'one path twice': [[plugin('a', { paths: ['a', 'a'] })], /“a” of the system “a” belongs to the system “a”;/],
    'a path in capitals': [[plugin('a', { paths: ['A'] })], /“A” .* must be one segment in lower case; mend/],
    'a path of two segments': [[plugin('a', { paths: ['a/b'] })], /“a\/b” .* must be one segment/],
    'an empty path': [[plugin('a', { paths: [''] })], /“” .* must be one segment/],
    'a single route in a path of another system': [
      [plugin('a', { paths: ['a'] }), plugin('b', { singleRoutes: ['/A/x'] })],
      /^The route “\/A\/x” of the system “b” belongs to the system “a”; choose another in `singleRoutes`\.$/,
    ],
    'a single route of another system': [
      [plugin('a', { singleRoutes: ['/*'] }), plugin('b', { singleRoutes: ['/*'] })],
      /^The route “\/\*” of the system “b” belongs to the system “a”;/,
    ],
  };
  for (const [what, [plugins, problem]] of Object.entries(wrong)) {
    it(`no server starts with a system that has ${what}`, async () => {
      await assert.rejects(start(plugins), (error) => {
        assert.ok(error instanceof ServerStartError, String(error));
        assert.match(error.problem.message, problem);
        return true;
      });
    });
  }

  it('a server starts with a system that keeps to its paths', async () => {
    const own = plugin('a', { paths: ['a'], singleRoutes: ['/b/c'], routes: ['/a', '/A/:x', '/a/*', '/b/c'] });
    const server = await start([...SYSTEMS, own], true);
    await server.close();
  });

  const folder = temporaryFolder();
  const started = devServers();

  it('the systems that ship declare no path and no route that they do not have', async () => {
    const options = { ...everySystem(), mobileApps: folder() };
    const { routes } = await started(options);
    const firsts = new Set(routes.map(({ path }) => path.toLowerCase().split('/')[1]));
    for (const { name, paths, singleRoutes } of SYSTEMS) {
      for (const path of paths(options)) assert.ok(firsts.has(path), `${name}: ${path}`);
      for (const route of singleRoutes?.(options) ?? []) {
        assert.ok(
          routes.some(({ path }) => path === route),
          `${name}: ${route}`,
        );
      }
    }
  });
});
