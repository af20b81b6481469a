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
      static exposed = ['as', 'none', ${Object.keys(WAYS).flatMap((way) => [`'${way}'`, `'${way}Body'`])}];
      as(who) { return Session.setPrivileges(who); }
      none() { const some = new EntitySelection(); some.push(given().user); return some; }
      ${Object.entries(WAYS)
        .map(
          ([way, expression]) => `
        async ${way}() { const { user, users } = given(); return ${expression}; }
        async ${way}Body() {
          const { user, users } = given(); const message = new OutgoingMessage(); message.setBody(${expression}); return message;
        }`,
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
