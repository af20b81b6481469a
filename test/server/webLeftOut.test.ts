import assert from 'node:assert/strict';
import { webServer } from './webHarness';

const PART = `
  export class Part extends DataClass {
    static exposed = ['mixed', 'related'];
    all() {
      return [{ ID: 1, name: 'bolt', code: 'c1' }, { ID: 2, name: 'nut', code: 'c2', price: 7 }, { ID: 3, price: 8 }];
    }
    mixed() { return this.all(); }
    related() {
      const [one, two] = this.all();
      const keyless = new Keyless().all()[0];
      one.item = new Items().all()[0];
      one.twin = new Items().all()[0];
      one.key = keyless;
      two.item = new Items().all()[0];
      keyless.many = new Keyless().all();
      return { parts: [one, two], keyless };
    }
  }`;

const FILES = {
  'WebCode/Part.mjs': `import { Items } from './Items.mjs'; import { Keyless } from './Keyless.mjs'; ${PART}`,
  'WebCode/Items.mjs': "export class Items extends DataClass { all() { return [{ ID: 9, secret: 's' }]; } }",
  'WebCode/Keyless.mjs': "export class Keyless extends DataClass { all() { return [{ ID: 5, name: 'k' }]; } }",
  'Project/Sources/roles.json': {
    privileges: [{ privilege: 'admin' }],
    permissions: {
      allowed: [
        { applyTo: 'Part.code', type: 'attribute', read: ['admin'] },
        { applyTo: 'Part.price', type: 'attribute', read: ['admin'] },
        { applyTo: 'Items', type: 'dataclass', read: ['admin'] },
        { applyTo: 'Keyless.ID', type: 'attribute', read: ['admin'] },
      ],
    },
  },
};

describe('Attributes that are left out', () => {
  const server = webServer({}, FILES);

  /** What the journal says of attributes that were not sent, in the answer to one call. */
  async function hidden(call: string): Promise<string[]> {
    const { status, text } = await server().client().post(call);
    assert.equal(status, 200, text);
    const { causes } = await server().lastEntry();
    return causes.filter(({ rule }) => rule === 'web.permission.hidden').map(({ message }) => message);
  }

  it('attributes that entities of one dataclass have in other numbers are named once each', async () => {
    const told = await hidden('/rest/Part/mixed');
    for (const name of ['code', 'price']) {
      const times = told.flatMap((each) => each.match(new RegExp(`Not sent of Part:[^.]*“${name}”`, 'g')) ?? []);
      assert.equal(times.length, 1, `${name}: ${told.join('\n')}`);
    }
  });

  it('an attribute that names an entity which may not be read is named with the reason, once', async () => {
    const told = await hidden('/rest/Part/related');
    for (const [of, name, why] of [
      ['Part', 'item', /may not read entities of Items: roles\.json wants “admin” for the dataclass “Items”/],
      ['Part', 'twin', /may not read entities of Items/],
      ['Part', 'key', /may not read the key of Keyless/],
      ['Keyless', 'many', /may not read the key of Keyless/],
      ['Keyless', 'ID', /roles\.json wants “admin” for the attribute “Keyless\.ID”/],
    ] as const) {
      const found = told.filter((each) => each.includes(`Not sent of ${of}:`) && each.includes(`“${name}”`));
      assert.equal(found.length, 1, `${of}.${name}: ${told.join('\n')}`);
      assert.match(found[0] ?? '', why);
    }
  });
});
