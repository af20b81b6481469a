import assert from 'node:assert/strict';
import { routesOf, SYSTEM_PARTS } from '../../src/core/systems';
import { SYSTEMS } from '../../src/server/systems';
import { temporaryFolder } from '../disk/temporaryFolder';
import { devServers } from './devServers';

describe('the lists of emulated systems', () => {
  it('the list of the server has the systems of the list of core, by the same names', () => {
    const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).sort();
    assert.deepEqual(names(SYSTEMS), names(SYSTEM_PARTS));
    assert.equal(new Set(names(SYSTEM_PARTS)).size, SYSTEM_PARTS.length);
  });

  it('at most one system says where the MobileApps folder of a server is', () => {
    assert.deepEqual(
      SYSTEM_PARTS.filter(({ folder }) => folder).map(({ name }) => name),
      ['mobile'],
    );
  });

  describe('the routes of a server', () => {
    const start = devServers();
    const folder = temporaryFolder();
    /** With so many methods, a path takes what no route of its own takes. */
    const ANY_METHOD = 5;

    for (const [what, options] of [
      ['no system', {}],
      ['4D', { web: {}, mobile: {} }],
      ['Mendix', { mendix: {} }],
      ['tokens', { tokens: {} }],
      ['tokens with paths of their own', { tokens: { paths: { token: '/auth/token', sessions: '/auth/sessions' } } }],
    ] as const) {
      it(`core lists the routes that a server with ${what} has, and no other`, async () => {
        const server = await start({ mobileApps: folder(), ...options } as Parameters<typeof start>[0]);
        const routes = server.routes.filter(
          ({ method, face }) => method !== 'HEAD' && face !== 'control' && face !== 'server',
        );
        const methodsOf = (path: string) => routes.filter((route) => route.path === path).length;
        const listed = routesOf(options);
        const has = new Set(routes.map(({ method, path }) => `${method} ${path}`));
        assert.deepEqual(
          listed.filter((route) => !has.has(route)),
          [],
        );
        const own = routes
          .filter(({ path }) => methodsOf(path) < ANY_METHOD)
          .map(({ method, path }) => `${method} ${path}`);
        // The path of the activation link is an option of its own.
        assert.deepEqual(
          own.filter((route) => !listed.includes(route) && !/^GET \/activation/.test(route)),
          [],
        );
        assert.equal(new Set(listed).size, listed.length);
      });
    }
  });
});
