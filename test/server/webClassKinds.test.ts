import assert from 'node:assert/strict';
import { webServer } from './webHarness';

/** A class for each kind. All have the same function, which a lock of roles.json is about. */
const classSource = (name: string, base: string) =>
  `export class ${name}${base && ` extends ${base}`} {
    static exposed = ['f']; static onHTTPGet = ['f'];
    f() { return 'ran ${name}'; }
    all() { return [{ ID: 1 }]; }
  }`;

type Kind = 'singleton' | 'dataclass' | 'entity' | 'selection' | 'datastore';

/** Each class with the one route that reaches it. */
const CLASSES: readonly (readonly [name: string, base: string, kind: Kind, route: string | undefined])[] = [
  ['Locked', '', 'singleton', '/rest/$singleton/Locked/f'],
  ['HeirOfLocked', 'Base', 'singleton', '/rest/$singleton/HeirOfLocked/f'],
  ['LegalEntity', '', 'singleton', '/rest/$singleton/LegalEntity/f'],
  ['Orders', 'DataClass', 'dataclass', '/rest/Orders/f'],
  ['Users', 'DataClass', 'dataclass', undefined],
  ['UsersEntity', 'Entity', 'entity', '/rest/Users(1)/f'],
  ['UsersSelection', 'EntitySelection', 'selection', '/rest/Users/f'],
  ['DataStore', '', 'datastore', '/rest/$catalog/f'],
  ['OtherStore', 'DataStoreImplementation', 'datastore', undefined],
];

const LOCKS = [
  { applyTo: 'Locked', type: 'singleton', execute: ['boss'] },
  { applyTo: 'HeirOfLocked.f', type: 'singletonMethod', execute: ['boss'] },
  { applyTo: 'LegalEntity.f', type: 'singletonMethod', execute: ['boss'] },
  { applyTo: 'Orders', type: 'dataclass', execute: ['boss'] },
  { applyTo: 'Users.f', type: 'method', execute: ['boss'] },
  { applyTo: 'ds.f', type: 'method', execute: ['boss'] },
];

const FILES = {
  ...Object.fromEntries(CLASSES.map(([name, base]) => [`WebCode/${name}.mjs`, source(name, base)])),
  'WebCode/base.mjs': 'export class Base { f() { return "base"; } }',
  'WebCode/Login.mjs': `export class Login { static exposed = ['as']; as(who) { return Session.setPrivileges(who); } }`,
  'Project/Sources/HTTPHandlers.json': CLASSES.map(([name]) => ({
    class: name,
    method: 'f',
    regexPattern: `^/handled/${name}$`,
  })),
  'Project/Sources/roles.json': { privileges: [{ privilege: 'boss' }], permissions: { allowed: LOCKS } },
};

function source(name: string, base: string): string {
  return `${base === 'Base' ? "import { Base } from './base.mjs';\n" : ''}${classSource(name, base)}`;
}

/** Every route that could mean a class by its name, also in other spellings. */
function routesTo(name: string): readonly string[] {
  const escaped = name.replace(/./g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
  const owners = [name, name.toLowerCase(), name.toUpperCase(), escaped];
  return owners.flatMap((owner) => [
    `/rest/$singleton/${owner}/f`,
    `/rest/%24singleton/${owner}/f`,
    `/rest/${owner}/f`,
    `/rest/${owner}/f/`,
    `/rest/${owner}(1)/f`,
    `/rest/${owner}('1')/f`,
    `/rest/ds.${owner}/f`,
    `/rest/$catalog/${owner}`,
    `/rest/$catalog/${owner}/f`,
  ]);
}

/** A route without its spelling: what two routes to one place have in common. */
function plain(route: string): string {
  return decodeURIComponent(route).toLowerCase().replace(/\/$/, '').replaceAll("'", '');
}

describe('A class of a project', () => {
  const server = webServer({}, FILES);

  for (const [name, , kind, route] of CLASSES) {
    it(`the ${kind} ${name} is called by ${route ?? 'no route of its own'} and by no other, and its lock holds`, async () => {
      const guest = server().client();
      const boss = server().client();
      assert.equal((await boss.post('/rest/$singleton/Login/as', ['boss'])).status, 200);
      const open = route === undefined ? undefined : plain(route);
      // What a dataclass of the same name would answer is not this class.
      const mine = new RegExp(`ran ${name}"`);
      let reached = 0;
      for (const each of [...(route === undefined ? [] : [route]), ...routesTo(name)]) {
        const asGuest = await guest.post(each);
        const asBoss = await boss.post(each);
        assert.ok(!asGuest.text.includes('ran '), `${each}: ${asGuest.text}`);
        if (plain(each) === open) {
          reached += 1;
          assert.equal(asGuest.status, 403, `${each}: ${asGuest.text}`);
          assert.match(asBoss.text, mine, each);
        } else {
          assert.doesNotMatch(asBoss.text, mine, each);
          assert.ok(asBoss.text.includes('ran ') || asBoss.status === 404, `${each}: ${asBoss.status} ${asBoss.text}`);
        }
        const read = await guest.call(each);
        assert.ok(!read.text.includes('ran '), `GET ${each}: ${read.text}`);
      }
      assert.equal(reached > 0, route !== undefined);
      const handled = [await guest.call(`/handled/${name}`), await boss.call(`/handled/${name}`)];
      assert.deepEqual(
        handled.map(({ status }) => status),
        kind === 'singleton' ? [403, 200] : [500, 500],
      );
      assert.ok(kind === 'singleton' || (await server().rules()).includes('web.code.noSingleton'));
    });
  }

  it('a class that is called by the route of another kind is told which one is its own', async () => {
    const client = server().client();
    const said = async (path: string) => (await client.post(path)).json.__ERROR[0].message;
    assert.match(
      await said('/rest/Locked/f'),
      /^Cannot find dataclass\. Locked does not extend DataClass.*\$singleton\/Locked/,
    );
    assert.match(
      await said('/rest/$singleton/Orders/f'),
      /^Cannot find singleton\. Orders is a class of the data model.*\/rest\/Orders/,
    );
    assert.match(await said('/rest/UsersEntity/f'), /^Cannot find dataclass\. UsersEntity is a class of entities/);
    assert.match(await said('/rest/UsersSelection/f'), /is a class of entity selections/);
    assert.match(await said('/rest/$singleton/DataStore/f'), /is the class of the datastore.*\$catalog/);
    assert.ok((await server().rules()).includes('web.code.noSingleton'));
    await client.post('/rest/DataStore/f');
    assert.ok((await server().rules()).includes('web.code.noDataClass'));
  });
});
