import assert from 'node:assert/strict';
import { type WebClient, webServer } from './webHarness';

/** Ways to put an entity or a selection into what is sent: all are expressions of `user` and `users`. */
const WAYS: Readonly<Record<string, string>> = {
  entity: 'user',
  selection: 'users',
  inObject: '{ a: { b: user } }',
  inArray: '[[user]]',
  selectionInObject: '{ users }',
  byToJson: '{ toJSON: () => user }',
  byGetter: '{ get a() { return user; } }',
  inEntity: 'Object.assign(user, { boss: users.last(), others: new Users().all() })',
  ownToJson: 'Object.assign(user, { nick: "n" })',
  keptAsPlainRow: 'users.map((each) => each)',
  async: 'await Promise.resolve(user)',
};

const FILES = {
  'WebCode/Users.mjs': `
    export class Users extends DataClass {
      all() { return [{ ID: 1, name: 'Jane', password: 'p1' }, { ID: 2, name: 'John', password: 'p2' }]; }
    }`,
  'WebCode/UsersEntity.mjs': `
    export class UsersEntity extends Entity { toJSON() { return { all: this.password, name: this.name }; } }`,
  'WebCode/Sent.mjs': `
    import { Users } from './Users.mjs';
    const given = () => { const users = new Users().all(); return { users, user: users.first() }; };
    export class Sent {
      static exposed = ['as', 'none', ${Object.keys(WAYS).flatMap((way) => [`'${way}'`, `'${way}Body'`, `'${way}Thrown'`])}];
      as(who) { return Session.setPrivileges(who); }
      none() { const some = new EntitySelection(); some.push(given().user); return some; }
      ${Object.entries(WAYS)
        .map(
          ([way, expression]) => `
        async ${way}() { const { user, users } = given(); return ${expression}; }
        async ${way}Body() {
          const { user, users } = given(); const message = new OutgoingMessage(); message.setBody(${expression}); return message;
        }
        async ${way}Thrown() { const { user, users } = given(); throw ${expression}; }`,
        )
        .join('')}
    }`,
  ...Object.fromEntries(
    Object.entries(WAYS).flatMap(([way, expression]) => {
      const begin = `import { Users } from '../Users.mjs';
        export async function NAME() { const users = new Users().all(); const user = users.first();`;
      return [[`WebCode/methods/value_${way}.mjs`, `${begin.replace('NAME', `value_${way}`)} return ${expression}; }`]];
    }),
  ),
  ...Object.fromEntries(
    Object.keys(WAYS).map((way) => [`WebFolder/${way}.shtml`, `<p><!--#4DHTML value_${way}--></p>`]),
  ),
  'Project/Sources/HTTPHandlers.json': Object.keys(WAYS).flatMap((way) => [
    { class: 'Sent', method: way, regexPattern: `^/sent/${way}$` },
    { class: 'Sent', method: `${way}Body`, regexPattern: `^/body/${way}$` },
  ]),
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

describe('What is sent of entities', () => {
  const server = webServer({}, FILES);
  async function client(who: string): Promise<WebClient> {
    const made = server().client();
    assert.equal((await made.post('/rest/$singleton/Sent/as', [who])).status, 200);
    return made;
  }

  it('nothing that is sent tells more of an entity than the session may read, wherever the entity is', async () => {
    const guest = server().client();
    const viewer = await client('viewer');
    const admin = await client('admin');
    for (const way of Object.keys(WAYS)) {
      const doors: (readonly [string, 'GET' | 'POST'])[] = [
        [`/sent/${way}`, 'GET'],
        [`/body/${way}`, 'GET'],
        [`/rest/$singleton/Sent/${way}`, 'POST'],
        [`/rest/$singleton/Sent/${way}Body`, 'POST'],
        [`/${way}.shtml`, 'GET'],
      ];
      for (const [door, method] of doors) {
        const refused = await guest.call(door, { method });
        // In a page, the error is at the place of the tag.
        assert.equal(refused.status, door.endsWith('.shtml') ? 200 : 403, `${door}: ${refused.text}`);
        assert.match(refused.text, /No permission to read dataClass Users/, door);
        assert.ok(!/Jane|p1/.test(refused.text), `${door}: ${refused.text}`);
        const rule = door.endsWith('.shtml') ? 'web.page.failed' : 'web.permission.refused';
        assert.ok((await server().rules()).includes(rule), door);
        const seen = await viewer.call(door, { method });
        assert.equal(seen.status, 200, `${door}: ${seen.text}`);
        assert.match(seen.text, /Jane/, door);
        assert.ok(!/p1|p2|password/.test(seen.text), `${door}: ${seen.text}`);
        assert.ok((await server().rules()).includes('web.permission.hidden'), door);
        assert.match((await admin.call(door, { method })).text, /p1/, door);
      }
    }
  });

  it('what code throws tells no more of an entity than the session may read', async () => {
    const guest = server().client();
    const viewer = await client('viewer');
    for (const way of Object.keys(WAYS)) {
      const door = `/rest/$singleton/Sent/${way}Thrown`;
      const refused = await guest.post(door);
      assert.equal(refused.status, 500, `${door}: ${refused.text}`);
      assert.ok(!/Jane|p1/.test(refused.text), `${door}: ${refused.text}`);
      const seen = await viewer.post(door);
      assert.equal(seen.status, 500, `${door}: ${seen.text}`);
      assert.ok(!/p1|p2|password/.test(seen.text), `${door}: ${seen.text}`);
      assert.ok(!/p1|p2|Jane/.test(JSON.stringify((await server().lastEntry()).causes.slice(0, -1))), door);
    }
    assert.match((await viewer.post('/rest/$singleton/Sent/inObjectThrown')).text, /Jane/);
  });

  it('a selection of no dataclass is refused, as nobody can tell who may read it', async () => {
    const { status, text } = await (await client('admin')).post('/rest/$singleton/Sent/none');
    assert.equal(status, 500);
    assert.match(text, /The class EntitySelection belongs to no dataclass/);
    assert.ok(!/Jane|p1/.test(text));
  });

  it('an entity in the body of a message is an object of its attributes', async () => {
    const { json } = await (await client('viewer')).call('/sent/entity');
    assert.deepEqual(json, { ID: 1, name: 'Jane' });
    assert.deepEqual((await (await client('admin')).call('/body/selectionInObject')).json, {
      users: [
        { ID: 1, name: 'Jane', password: 'p1' },
        { ID: 2, name: 'John', password: 'p2' },
      ],
    });
  });
});

describe('The address of a related entity', () => {
  const server = webServer(
    {},
    {
      'WebCode/Cust.mjs': `export class Cust extends DataClass {
      static primaryKey = 'code';
      all() { return [{ code: 'a/b', name: 'Jane' }]; }
    }`,
      'WebCode/Open.mjs': `export class Open extends DataClass { all() { return [{ ID: 'x y/é', name: 'Open' }]; } }`,
      'WebCode/Rel.mjs': `
      import { Cust } from './Cust.mjs';
      import { Open } from './Open.mjs';
      export class Rel {
        static exposed = ['as', 'related'];
        as(who) { return Session.setPrivileges(who); }
        related() {
          const open = new Open().all().first();
          return Object.assign(open, { cust: new Cust().all().first(), next: new Open().all().first(), others: new Open().all() });
        }
      }`,
      'WebCode/CustEntity.mjs': 'export class CustEntity extends Entity {}',
      'WebCode/OpenEntity.mjs': 'export class OpenEntity extends Entity {}',
      'Project/Sources/roles.json': {
        privileges: [{ privilege: 'viewer' }, { privilege: 'admin', includes: ['viewer'] }],
        permissions: {
          allowed: [
            { applyTo: 'Cust', type: 'dataclass', read: ['viewer'] },
            { applyTo: 'Cust.code', type: 'attribute', read: ['admin'] },
          ],
        },
      },
    },
  );

  it('the address of a related entity is encoded, and is not told with a key that the session may not read', async () => {
    for (const [who, cust] of [
      ['', undefined],
      ['viewer', undefined],
      ['admin', { __deferred: { uri: '/rest/Cust(a%2Fb)', __KEY: 'a/b' } }],
    ] as const) {
      const client = server().client();
      if (who) await client.post('/rest/$singleton/Rel/as', [who]);
      const { json } = await client.post('/rest/$singleton/Rel/related');
      assert.deepEqual(json.cust, cust, who);
      assert.deepEqual(json.next, { __deferred: { uri: '/rest/Open(x%20y%2F%C3%A9)', __KEY: 'x y/é' } });
      assert.deepEqual(json.others, { __deferred: { uri: '/rest/Open(x%20y%2F%C3%A9)/others?$expand=others' } });
    }
  });
});
