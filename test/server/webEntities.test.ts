import assert from 'node:assert/strict';
import { type WebClient, webServer } from './webHarness';

/** Names that every object of JavaScript has, and some that it looks for. */
const NAMES = [
  ...Object.getOwnPropertyNames(Object.prototype),
  ...['then', 'toJSON', 'prototype', 'length', 'name', 'arguments', 'caller', 'map', 'call'],
];
/** Functions of the class of the entities, and of its base. */
const FUNCTIONS = ['hello', 'arrow', 'inherited', 'getKey'];

const VALUES: unknown[] = ['x', null, 1, true, [], {}, { name: 'Foo' }, { value: 1, get: 2 }];

const FILES = {
  'WebCode/Users.mjs': `
    const rows = () => [{ ID: 1, name: 'Jane', password: 'p1' }, { ID: 2, name: 'John', password: 'p2' }];
    export class Users extends DataClass {
      static exposed = ['getOne', 'getNone', 'all'];
      all() { return rows(); }
      getOne(key) { return this.get(key).name; }
      getNone() { return this.get('nobody'); }
    }`,
  'WebCode/UsersEntity.mjs': `
    class Base extends Entity { inherited() { return 'inherited'; } }
    export class UsersEntity extends Base {
      static exposed = ['full'];
      arrow = () => 'arrow';
      get full() { return 'F' + this.ID; }
      get boom() { throw new Error('getter'); }
      set nick(value) { this.name = 'nick ' + value; }
      hello() { return 'hello'; }
    }`,
  'WebCode/Bag.mjs': `
    import { Users } from './Users.mjs';
    export class Bag {
      static exposed = ['as', 'back', 'probe', 'call', 'wrapped'];
      as(who) { return Session.setPrivileges(who); }
      back(entity) { return entity; }
      wrapped(entity) { return { deep: [{ entity }] }; }
      probe(entity) { return [entity instanceof Entity, entity.hello(), entity.arrow(), entity.inherited(), entity.getKey()]; }
      call() { const user = new Users().all()[0]; return [user.constructor.name, typeof user.hello, user.full ?? null]; }
    }`,
  'WebCode/Shop.mjs': `export class Shop { static exposed = ['f']; f() { return 1; } }`,
  'WebCode/Later.mjs': `
    export class Later extends DataClass {
      static exposed = ['getOne'];
      static primaryKey = 'code';
      all = async () => [{ code: 'a' }, { code: 'b' }];
      async getOne(key) { return (await this.get(key)) && 'found ' + (await this.get(key)).getKey(); }
    }`,
  'WebCode/Empty.mjs': `export class Empty extends DataClass { static exposed = ['f']; f() { return this.get(1); } }`,
  'WebCode/Clash.mjs': `export class Clash extends DataClass { static exposed = ['all']; all() { return [{ ID: 1, hello: 'x' }]; } }`,
  'WebCode/ClashEntity.mjs': `export class ClashEntity extends Entity { hello() {} }`,
  'WebCode/BrokenEntity.mjs': `throw new Error('broken at load');`,
  'WebCode/Broken.mjs': `export class Broken extends DataClass { static exposed = ['all']; all() { return [{ ID: 1 }]; } }`,
  'WebCode/Columns.mjs': `
    const row = Object.create(null);
    for (const name of ${JSON.stringify(NAMES.filter((name) => !name.startsWith('__')))}) row[name] = 'column ' + name;
    export class Columns extends DataClass {
      static exposed = ['all', 'fromText'];
      static primaryKey = 'constructor';
      all() { return [row]; }
      fromText() { return new Columns().all()[0].getKey(); }
    }`,
  'Project/Sources/roles.json': {
    privileges: [{ privilege: 'viewer' }, { privilege: 'admin', includes: ['viewer'] }],
    permissions: {
      allowed: [
        { applyTo: 'Users', type: 'dataclass', read: ['viewer'] },
        { applyTo: 'Users.password', type: 'attribute', read: ['admin'] },
      ],
    },
  },
};

const sent = (more: object = {}) => ({ __DATACLASS: 'Users', __ENTITY: true, __KEY: 1, ...more });

describe('Entities', () => {
  const server = webServer({}, FILES, {});
  const bag = (client: WebClient, name: string, ...given: unknown[]) =>
    client.post(`/rest/$singleton/Bag/${name}`, given);
  async function viewer(): Promise<WebClient> {
    const client = server().client();
    assert.equal((await bag(client, 'as', 'viewer')).status, 200);
    return client;
  }

  it('a sent entity gets past no permission and changes no function, whatever its attributes are called', async () => {
    const guest = server().client();
    const staff = await viewer();
    for (const name of [...NAMES, ...FUNCTIONS]) {
      for (const value of VALUES) {
        // A member “__proto__” of a literal would be no member.
        const entity = JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`) as object;
        const parameter = `[${JSON.stringify(sent()).slice(0, -1)},${JSON.stringify(entity).slice(1)}]`;
        const post = (client: WebClient, method: string) =>
          client.call(`/rest/$singleton/Bag/${method}`, { method: 'POST', body: parameter });
        const isRefused = FUNCTIONS.includes(name);
        for (const method of ['back', 'wrapped']) {
          const hidden = await post(guest, method);
          assert.equal(hidden.status, isRefused ? 400 : 403, hidden.text);
          const seen = await post(staff, method);
          assert.equal(seen.status, isRefused ? 400 : 200, seen.text);
          assert.ok(!/p1|password/.test(hidden.text + seen.text), seen.text);
          if (isRefused) assert.match(seen.text, new RegExp(`“${name}”, which is a function of entities of Users`));
          else if (method === 'back') assert.equal(seen.json.__DATACLASS, 'Users');
          if (!isRefused && method === 'back' && !name.startsWith('__')) assert.deepEqual(seen.json[name], value);
        }
        const probed = await post(staff, 'probe');
        if (!isRefused) assert.deepEqual(probed.json, { result: [true, 'hello', 'arrow', 'inherited', '1'] });
      }
    }
  });

  it('columns with names that every object has are columns like all others', async () => {
    const { json } = await server().client().post('/rest/Columns/all');
    const [entity] = json.__ENTITIES;
    assert.equal(entity.__KEY, 'column constructor');
    for (const name of NAMES.filter((each) => !each.startsWith('__'))) assert.equal(entity[name], `column ${name}`);
    assert.deepEqual((await server().client().post('/rest/Columns/fromText')).json, { result: 'column constructor' });
  });

  it('a row whose attribute is a function of the class of its entities is refused with words', async () => {
    const { status, text } = await server().client().post('/rest/Clash/all');
    assert.equal(status, 500);
    assert.match(text, /A row of Clash has the attribute “hello”, which is a function of its entities/);
  });

  it('a setter takes what a sent entity has, and a getter alone keeps its value', async () => {
    const { json } = await bag(await viewer(), 'back', sent({ nick: 'J', full: 'mine' }));
    assert.equal(json.name, 'nick J');
    assert.equal(json.full, 'F1');
  });

  it('a parameter that names no dataclass is a mistake of the client', async () => {
    for (const name of [
      'Nope',
      'Shop',
      'Bag',
      'DataStore',
      'UsersEntity',
      'constructor',
      '__proto__',
      '',
      1,
      null,
      {},
    ]) {
      const { status, text } = await bag(server().client(), 'back', { __DATACLASS: name, __ENTITY: true });
      assert.equal(status, 400, `${JSON.stringify(name)} ${text}`);
      assert.match(text, /which is no dataclass/);
      assert.ok((await server().rules()).includes('web.rest.parameters'));
    }
  });

  it('a key that is neither a text nor a number is a mistake of the client', async () => {
    for (const key of [{}, [], { toString: 1 }, [[1]]]) {
      const { status, text } = await bag(server().client(), 'back', sent({ __KEY: key }));
      assert.equal(status, 400, `${JSON.stringify(key)} ${text}`);
      assert.match(text, /__KEY is neither a text nor a number/);
    }
    assert.equal((await bag(server().client(), 'back', sent({ __KEY: true }))).status, 404);
  });

  it('an entity set as a parameter that the code does not answer is refused like one in the URL', async () => {
    const { status, text } = await bag(server().client(), 'back', {
      __DATACLASS: 'Users',
      __ENTITIES: true,
      __DATASET: 'A',
    });
    assert.equal(status, 501, text);
    assert.match(
      text,
      /write a function entitySet\(\) in the class Users, which answers the entity set of a parameter/,
    );
  });

  it('an entity does not depend on what its process has answered before', async () => {
    const before = await bag(server().client(), 'call');
    assert.deepEqual(before.json, { result: ['UsersEntity', 'function', 'F1'] });
    await server().client().post('/rest/Users(1)/hello');
    assert.deepEqual((await bag(server().client(), 'call')).json, before.json);
  });

  it('a class of entities that cannot be loaded stops its own dataclass only, and says so there', async () => {
    const { status, text } = await server().client().post('/rest/Broken/all');
    assert.equal(status, 500);
    assert.match(text, /broken at load/);
    assert.equal((await server().client().post('/rest/$singleton/Shop/f')).status, 200);
  });

  it('a getter that static exposed does not list does not run', async () => {
    const { status, json } = await (await viewer()).post('/rest/Users/all');
    assert.equal(status, 200, JSON.stringify(json));
    assert.deepEqual(Object.keys(json.__ENTITIES[0]).sort(), [
      'ID',
      '__DATACLASS',
      '__KEY',
      '__entityModel',
      'full',
      'name',
    ]);
  });

  it('get of a dataclass looks for a key in all, unless the class has a function of its own', async () => {
    const client = server().client();
    assert.deepEqual((await client.post('/rest/Users/getOne', [2])).json, { result: 'John' });
    assert.deepEqual((await client.post('/rest/Users/getOne', ['1'])).json, { result: 'Jane' });
    assert.deepEqual((await client.post('/rest/Users/getNone')).json, { result: null });
    assert.deepEqual((await client.post('/rest/Later/getOne', ['b'])).json, { result: 'found b' });
    assert.deepEqual((await client.post('/rest/Later/getOne', ['c'])).json, { result: null });
    const none = await client.post('/rest/Empty/f');
    assert.equal(none.status, 500);
    assert.match(none.text, /The dataclass Empty has no all\(\), which gives its entities/);
    assert.equal((await client.post('/rest/Users/get', [1])).status, 404);
  });
});

describe('A part of a selection', () => {
  const server = webServer(
    {},
    {
      'WebCode/Cust.mjs': `export class Cust extends DataClass {
      static exposed = ['part', 'plain'];
      all() { return [1, 2, 3, 4].map((ID) => ({ ID })); }
      part(from, to) { const part = this.all().slice(from, to); return part.count() > 1 ? part.slice(1) : part; }
      plain() { return [this.all().map(({ ID }) => ID), this.all().filter(({ ID }) => ID > 2).constructor.name]; }
    }`,
      'WebCode/CustSelection.mjs': `export class CustSelection extends EntitySelection {
      constructor(...given) { super(); if (given.length > 0) throw new Error('not for the code'); }
      count() { return this.length; }
    }`,
    },
  );

  it('slice gives a selection of the same class, and map and filter give arrays', async () => {
    const client = server().client();
    for (const [given, keys] of [
      [
        [1, 4],
        ['3', '4'],
      ],
      [[-1], ['4']],
      [[], ['2', '3', '4']],
      [[9], []],
    ] as const) {
      const { json } = await client.post('/rest/Cust/part', given);
      assert.equal(json.__DATACLASS, 'Cust', JSON.stringify(json));
      assert.deepEqual(
        json.__ENTITIES.map(({ __KEY }: { __KEY: string }) => __KEY),
        keys,
      );
    }
    assert.deepEqual((await client.post('/rest/Cust/plain')).json, { result: [[1, 2, 3, 4], 'Array'] });
  });
});
