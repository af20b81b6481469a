import assert from 'node:assert/strict';
import { type WebClient, webServer } from './webHarness';

const USERS = `
const rows = [
  { ID: 1, name: 'Jane', email: 'jane@example.com', salary: 10 },
  { ID: 2, name: 'John', email: 'john@example.com', salary: 20 },
];
export class Users extends DataClass {
  static exposed = ['create', 'all', 'one', 'list', 'wrapped', 'filtered', 'both', 'none', 'check', 'names', 'later', 'own', 'related'];
  static onHTTPGet = ['one'];
  all() { return rows; }
  query(filter) { return rows.filter(({ name }) => filter.includes(name)); }
  orderBy(selection, by) { return [...selection].sort((a, b) => (a[by] < b[by] ? 1 : -1)); }
  create(name) { return { success: true, name }; }
  one(ID) { return this.all().find((each) => each.ID === ID) ?? null; }
  list() { return this.all(); }
  wrapped() { return { user: this.all().first(), users: this.all().filter(({ ID }) => ID === 2) }; }
  filtered() { return new UsersSelection0(...rows); }
  both() { return 'dataclass'; }
  none() { return this.query('nobody'); }
  check(user) { return [user instanceof Entity, user?.getKey?.() ?? null, user?.name ?? null]; }
  names() { return this.all().map(({ name }) => name); }
  async later() { await null; return this.all().last(); }
  own() { const user = this.all().first(); user.toJSON = () => ({ email: user.email }); return [user]; }
  related() { const user = this.all().first(); user.boss = this.all().last(); user.team = this.all(); return user; }
  hidden() { return 'hidden'; }
}
class UsersSelection0 extends EntitySelection {}
Object.defineProperty(UsersSelection0, 'name', { value: 'UsersSelection' });
`;
const ENTITY = `
export class UsersEntity extends Entity {
  static exposed = ['greet', 'rename', 'label', 'salaryOf'];
  static onHTTPGet = ['greet'];
  get label() { return this.name + ' <' + this.ID + '>'; }
  greet(word = 'Hello') { return word + ' ' + this.name; }
  rename(name) { this.name = name; return this; }
  toJSON() { return { stolen: this.email, salary: this.salary }; }
  salaryOf() { return this.salary; }
}
`;
const SELECTION = `
export class UsersSelection extends EntitySelection {
  static exposed = ['count', 'both', 'firstOne', 'texts', 'half'];
  count() { return this.length; }
  both() { return 'selection'; }
  firstOne() { return this.first(); }
  texts() { return this.map((each) => each.greet()); }
  half() { return this.filter((each) => each.ID === 1); }
}
`;
const TEAMS = `
export class Teams extends DataClass { static me = new Teams(); static exposed = ['create', 'all']; create() { return Session.userName; } all() { return [{ id: 'a b', n: 1 }]; } static primaryKey = 'id'; }
`;
const DATASTORE = `
export class DataStore extends DataStoreImplementation {
  static exposed = ['login', 'getName'];
  static onHTTPGet = ['getName'];
  login(privileges) { return Session.setPrivileges(privileges); }
  getName() { return 'people'; }
}
`;
const WRONG = 'export class WrongEntity { static exposed = ["f"]; f() { return 1; } }';
const FILES = {
  'WebCode/Users.mjs': USERS,
  'WebCode/UsersEntity.mjs': ENTITY,
  'WebCode/UsersSelection.mjs': SELECTION,
  'WebCode/Teams.mjs': TEAMS,
  'WebCode/DataStore.mjs': DATASTORE,
  'WebCode/WrongEntity.mjs': WRONG,
};

const JANE = {
  __entityModel: 'Users',
  __DATACLASS: 'Users',
  __KEY: '1',
  ID: 1,
  name: 'Jane',
  email: 'jane@example.com',
  salary: 10,
  label: 'Jane <1>',
};
const JOHN = { ...JANE, __KEY: '2', ID: 2, name: 'John', email: 'john@example.com', salary: 20, label: 'John <2>' };
const selection = (...entities: object[]) => ({
  __DATACLASS: 'Users',
  __entityModel: 'Users',
  __COUNT: entities.length,
  __FIRST: 0,
  __ENTITIES: entities,
  __SENT: entities.length,
});

describe('Functions of the data model over REST', () => {
  const server = webServer({}, FILES);
  const post = (path: string, ...body: unknown[]) => server().client().post(`/rest/${path}`, body);

  const rows: [call: string, parameters: unknown[], answer: unknown][] = [
    ['$catalog/getName', [], { result: 'people' }],
    ['Users/create', ['Ann'], { result: { success: true, name: 'Ann' } }],
    ['users/create', ['Ann'], { result: { success: true, name: 'Ann' } }],
    ['Teams/create', [], { result: '' }],
    ['Teams/all', [], undefined],
    ['Users/one', [2], JOHN],
    ['Users/one', [3], { result: null }],
    ['Users/all', [], selection(JANE, JOHN)],
    ['Users/list', [], selection(JANE, JOHN)],
    ['Users/later', [], JOHN],
    ['Users/none', [], selection()],
    ['Users/names', [], { result: ['Jane', 'John'] }],
    ['Users/wrapped', [], { result: { user: JANE, users: [JOHN] } }],
    ['Users/filtered', [], undefined],
    ['Users/own', [], { result: [JANE] }],
    [
      'Users/related',
      [],
      {
        ...JANE,
        boss: { __deferred: { uri: '/rest/Users(2)', __KEY: '2' } },
        team: { __deferred: { uri: '/rest/Users(1)/team?$expand=team' } },
      },
    ],
    ['Users/both', [], { result: 'selection' }],
    ['Users/count', [], { result: 2 }],
    ['Users/count/', [], { result: 2 }],
    ['Users/count?$filter="name=John"', [], { result: 1 }],
    ['Users/count/?$filter="name=Nobody"', [], { result: 0 }],
    ['Users/firstOne?$orderby="name"', [], JOHN],
    ['Users/texts', [], { result: ['Hello Jane', 'Hello John'] }],
    ['Users/half', [], { result: [JANE] }],
    ['Users(1)/greet', [], { result: 'Hello Jane' }],
    ["Users('2')/greet/", ['Hi'], { result: 'Hi John' }],
    ['Users(2)/rename', ['Jo'], { ...JOHN, name: 'Jo', label: 'Jo <2>' }],
    ['Users/check', [{ __DATACLASS: 'Users', __ENTITY: true, __KEY: 2 }], { result: [true, '2', 'John'] }],
    ['Users/check', [{ __DATACLASS: 'Users', __ENTITY: true, __KEY: '1', name: 'J' }], { result: [true, '1', 'J'] }],
    ['Users/check', [{ __DATACLASS: 'Users', __ENTITY: true, name: 'New' }], { result: [true, null, 'New'] }],
    ['Users/check', [{ name: 'plain' }], { result: [false, null, 'plain'] }],
  ];
  for (const [call, parameters, answer] of rows) {
    it(`REST answers ${call} with ${JSON.stringify(parameters)} as 4D does`, async () => {
      const { status, json } = await post(call, ...parameters);
      assert.equal(status, 200, JSON.stringify(json));
      if (answer !== undefined) assert.deepEqual(json, answer);
    });
  }

  it('a change of an entity does not change the data of the dataclass', async () => {
    const client = server().client();
    await client.post('/rest/Users(2)/rename', ['Jo']);
    assert.deepEqual((await client.post('/rest/Users(2)/greet')).json, { result: 'Hello John' });
  });

  it('a GET runs functions of the data model with the mark onHTTPGet only', async () => {
    const client = server().client();
    assert.deepEqual((await client.call(`/rest/Users/one?$params='[1]'`)).json, JANE);
    assert.deepEqual((await client.call(`/rest/Users(1)/greet?$params='["Hi"]'`)).json, { result: 'Hi Jane' });
    assert.deepEqual((await client.call('/rest/$catalog/getName')).json, { result: 'people' });
    for (const target of ['Users/create', 'Users/count', 'Users(1)/rename', '$catalog/login']) {
      assert.equal((await client.call(`/rest/${target}`)).status, 404, target);
      assert.ok((await server().rules()).includes('web.rest.get'), target);
    }
  });

  const refusals: [call: string, parameters: unknown[], status: number, words: RegExp][] = [
    ['Users/nothing', [], 404, /UsersSelection and Users have no nothing\(\)/],
    ['Users/hidden', [], 404, /not exposed/],
    ['Users/map', [], 404, /no map\(\)/],
    ['Users/constructor', [], 404, /no constructor\(\)/],
    ['Users/getKey', [], 404, /no getKey\(\)/],
    ['Users(1)/create', [], 404, /UsersEntity has no create\(\)/],
    ['Users(1)/getKey', [], 404, /UsersEntity has no getKey\(\)/],
    [
      'Teams(1)/x',
      [],
      404,
      /^Cannot find dataclass function\. There is no TeamsEntity, so TeamsEntity has no x\(\)\.$/,
    ],
    ['Teams/none', [], 404, /^Cannot find dataclass function\. Teams has no none\(\)\.$/],
    ['Nobody/create', [], 404, /^Cannot find dataclass\. There is no Nobody\.js/],
    ['$catalog/none', [], 404, /^Cannot find datastore function\. DataStore has no none\(\)\.$/],
    ['Users(7)/greet', [], 404, /^Cannot find entity with "7" key in the "Users" dataclass$/],
    ['Users/check', [{ __DATACLASS: 'Users', __ENTITY: true, __KEY: 7 }], 404, /Cannot find entity with "7" key/],
    ['Users/check', [{ __DATACLASS: 'Ghosts', __ENTITY: true }], 400, /“Ghosts”, which is no dataclass/],
    ['Users/check', [{ __DATACLASS: 'DataStore', __ENTITY: true }], 400, /“DataStore”, which is no dataclass/],
    ['Users/check', [{ __DATACLASS: 'Users', __ENTITIES: true, __DATASET: 'A' }], 501, /function entitySet\(\)/],
    ['Users/count/$entityset/17E83633FFB54ECDBF947E5C620BB532', [], 501, /entitySet\(\) in the class Users/],
    ['$singleton/Users/create', [], 404, /class of the data model/],
    ['$nothing/create', [], 404, /has no POST/],
    ['Users/$entityset', [], 404, /has no POST/],
    ['Wrong(1)/f', [], 500, /WrongEntity has to extend Entity/],
    ['%24singleton(1)/f', [], 404, /has no POST/],
  ];
  for (const [call, parameters, status, words] of refusals) {
    it(`REST refuses ${call} with ${JSON.stringify(parameters)}, and says why`, async () => {
      const answer = await post(call, ...parameters);
      assert.equal(answer.status, status, JSON.stringify(answer.json));
      assert.match(answer.json.__ERROR[0].message, words);
    });
  }
});

describe('The data model under roles.json', () => {
  const server = webServer(
    {},
    {
      ...FILES,
      'Project/Sources/roles.json': {
        privileges: [{ privilege: 'staff' }, { privilege: 'boss', includes: ['staff'] }, { privilege: 'none' }],
        permissions: {
          allowed: [
            { applyTo: 'Users', type: 'dataclass', read: ['staff'], execute: ['guest'] },
            { applyTo: 'Users.email', type: 'attribute', read: ['boss'] },
            { applyTo: 'users.Salary', type: 'attribute', read: ['none'] },
            { applyTo: 'Users.salaryOf', type: 'method', execute: ['boss'] },
            { applyTo: 'Users.count', type: 'method', execute: ['staff'] },
          ],
        },
      },
    },
  );
  const as = async (privileges: string): Promise<WebClient> => {
    const client = server().client();
    await client.post('/rest/$catalog/login', [privileges]);
    return client;
  };
  const { email: _, salary: __, ...JANE_SEEN } = JANE;

  it('entities of a dataclass that the session may not read are refused, and nothing of them is told', async () => {
    const guest = server().client();
    for (const call of ['one', 'all', 'list', 'wrapped', 'own', 'filtered', 'none', 'half', 'firstOne', 'related']) {
      const { status, text, json } = await guest.post(`/rest/Users/${call}`, [1]);
      assert.equal(status, 403, call);
      assert.deepEqual(json.__ERROR[0], {
        message: 'No permission to read dataClass Users',
        componentSignature: 'dbmg',
        errCode: 1557,
      });
      assert.ok(!/Jane|example\.com/.test(text), text);
    }
    const { causes } = await server().lastEntry();
    const refusal = causes.find(({ rule }) => rule === 'web.permission.refused');
    assert.match(
      refusal?.message ?? '',
      /may not read entities of Users: roles\.json wants “staff” for the dataclass “Users”/,
    );
  });

  it('attributes that the session may not read are not sent, wherever the entity is, and the journal names them', async () => {
    const staff = await as('staff');
    assert.deepEqual((await staff.post('/rest/Users/one', [1])).json, JANE_SEEN);
    const { causes } = await server().lastEntry();
    const told = causes.find(({ rule }) => rule === 'web.permission.hidden')?.message ?? '';
    assert.match(told, /“email”.*“salary”.*“boss” for the attribute “Users\.email”/);
    assert.match(told, /“none” for the attribute “users\.Salary”/);
    for (const call of ['all', 'list', 'wrapped', 'own', 'filtered', 'half', 'firstOne', 'related', 'later']) {
      const { status, text } = await staff.post(`/rest/Users/${call}`);
      assert.equal(status, 200, text);
      assert.ok(!/example\.com|salary|stolen/.test(text), `${call}: ${text}`);
      assert.ok(text.includes('__KEY'), call);
    }
    const renamed = await staff.post('/rest/Users(2)/rename', ['Jo']);
    assert.ok(!/example\.com|salary|stolen/.test(renamed.text), renamed.text);
    assert.equal((await (await as('boss')).post('/rest/Users/one', [1])).json.email, 'jane@example.com');
  });

  it('functions of entities and selections are locked by the name of their dataclass', async () => {
    assert.equal((await (await as('staff')).post('/rest/Users(1)/salaryOf')).status, 403);
    assert.deepEqual((await (await as('boss')).post('/rest/Users(1)/salaryOf')).json, { result: 10 });
    assert.equal((await server().client().post('/rest/Users/count')).status, 403);
    assert.deepEqual((await (await as('staff')).post('/rest/USERS/count')).json, { result: 2 });
    assert.deepEqual((await server().client().post('/rest/Users/create', ['Ann'])).status, 200);
  });
});
