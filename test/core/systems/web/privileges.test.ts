import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Privileges } from '../../../../src/core/systems/web/privileges';
import { type Roles, readRoles } from '../../../../src/core/systems/web/roles';

const ROLES: Pick<Roles, 'privileges' | 'roles' | 'forceLogin'> = {
  privileges: [
    { privilege: 'simple', includes: [] },
    { privilege: 'medium', includes: ['simple'] },
    { privilege: 'full', includes: ['Medium', 'audit', 'no such'] },
    { privilege: 'audit', includes: ['full'] },
  ],
  roles: [{ role: 'Medium', privileges: ['medium'] }],
  forceLogin: true,
};

describe('privileges of a project', () => {
  const privileges = new Privileges(ROLES);

  it('privileges include others, at any depth, what is included first', () => {
    assert.deepEqual(privileges.expand(['medium']), ['simple', 'medium']);
    assert.deepEqual(privileges.expand(['full', 'simple']), ['simple', 'medium', 'audit', 'full']);
    assert.ok(privileges.includes(['medium'], 'SIMPLE'));
    assert.ok(!privileges.includes(['simple'], 'medium'));
    assert.ok(!privileges.includes([], 'simple'));
  });

  it('privileges may include each other in a circle, and be nested as deep as a file can have them', () => {
    assert.deepEqual(privileges.expand(['audit']).sort(), ['audit', 'full', 'medium', 'simple']);
    const chain = Array.from({ length: 50_000 }, (_, at) => ({ privilege: `p${at}`, includes: [`p${at + 1}`] }));
    const deep = new Privileges({ privileges: chain, roles: [], forceLogin: false });
    assert.equal(deep.expand(['p0']).length, 50_000);
  });

  it('privileges are granted by a text, a list with commas, a collection, and an object with roles and a name', () => {
    const granted = (argument: unknown) => privileges.grantOf(argument);
    assert.deepEqual(granted('simple'), { privileges: ['simple'], unknown: [] });
    assert.deepEqual(granted(' simple , MEDIUM,,nothing'), { privileges: ['simple', 'medium'], unknown: ['nothing'] });
    assert.deepEqual(granted(['audit', 'audit']), { privileges: ['audit'], unknown: [] });
    assert.deepEqual(granted({ privileges: 'simple', roles: 'medium', userName: 'Jane' }), {
      privileges: ['simple', 'medium'],
      unknown: [],
      userName: 'Jane',
    });
    assert.deepEqual(granted({ roles: ['Medium', 'Boss'] }), { privileges: ['medium'], unknown: ['Boss'] });
    assert.deepEqual(granted({ userName: '' }), { privileges: [], unknown: [], userName: '' });
    assert.deepEqual(granted('WebAdmin'), { privileges: ['WebAdmin'], unknown: [] });
    for (const wrong of [undefined, null, 1, [1], { privileges: 1 }, { userName: 1 }, { roles: {} }]) {
      assert.equal(granted(wrong), undefined);
    }
  });

  it('guest is a privilege that each session has, that is not listed, and that a project may define', () => {
    assert.ok(privileges.includes([], 'Guest'));
    assert.deepEqual(privileges.listed(['simple']), ['simple']);
    assert.deepEqual(privileges.grantOf('guest,simple'), { privileges: ['simple'], unknown: [] });
    const defined = new Privileges({
      privileges: [
        { privilege: 'Guest', includes: ['look'] },
        { privilege: 'look', includes: [] },
        { privilege: 'buy', includes: ['guest'] },
      ],
      roles: [],
      forceLogin: false,
    });
    assert.ok(defined.includes([], 'look'));
    assert.ok(!defined.includes([], 'buy'));
    assert.deepEqual(defined.listed([]), ['look']);
    assert.deepEqual(defined.listed(['buy']), ['look', 'buy']);
  });

  it('no name of a privilege is unknown where nothing defines any', () => {
    const open = new Privileges(undefined);
    assert.deepEqual(open.grantOf('a,b'), { privileges: ['a', 'b'], unknown: [] });
    assert.ok(open.includes(['a'], 'A'));
    assert.equal(open.forceLogin, false);
  });

  it('privileges expand to each name once, and to all that is reachable', () => {
    const graph = fc.array(fc.array(fc.nat(9), { maxLength: 4 }), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(graph, fc.nat(9), (edges, start) => {
        const them = new Privileges({
          privileges: edges.map((to, at) => ({ privilege: `p${at}`, includes: to.map((each) => `p${each}`) })),
          roles: [],
          forceLogin: false,
        });
        const reachable = new Set([start]);
        for (const each of reachable) for (const next of edges[each] ?? []) reachable.add(next);
        const expanded = them.expand([`p${start}`]);
        assert.deepEqual(expanded.toSorted(), [...reachable].map((each) => `p${each}`).sort());
      }),
    );
  });
});

describe('roles.json', () => {
  const read = (value: unknown) => readRoles(typeof value === 'string' ? value : JSON.stringify(value, undefined, 1));
  const empty = {
    privileges: [],
    roles: [],
    permissions: { allowed: [] },
    forceLogin: false,
    restrictedByDefault: false,
  };

  it('the roles.json that 4D makes is in order', () => {
    assert.deepEqual(read(empty), {
      kind: 'roles',
      roles: { privileges: [], roles: [], permissions: [], restrictedByDefault: false, forceLogin: false },
      warnings: [],
    });
    assert.equal(read(`\uFEFF${JSON.stringify(empty)}`).kind, 'roles');
  });

  it('roles.json draws a warning for names that nothing defines, and for those spelled in two ways', () => {
    const reading = read({ ...empty, privileges: ROLES.privileges, roles: ROLES.roles });
    assert.ok(reading.kind === 'roles');
    assert.equal(reading.warnings.length, 2);
    const [spelled, unknown] = reading.warnings;
    assert.match(spelled?.message ?? '', /“full” names “Medium”, which is spelled “medium”/);
    assert.match(unknown?.message ?? '', /“full” names “no such”, which is no privilege/);
    assert.deepEqual(
      [spelled, unknown].map((each) => each?.pointer),
      ['/privileges/2/includes/0', '/privileges/2/includes/2'],
    );
    assert.equal((unknown?.range.start.line ?? 0) - (spelled?.range.start.line ?? 0), 2);
  });

  const faults: [name: string, value: unknown, line: number, words: RegExp][] = [
    ['is no JSON', '{\n "privileges": [,]\n}', 1, /Not well-formed JSON/],
    ['is no object', [], 0, /must hold an object/],
    ['has no privileges', { permissions: { allowed: [] } }, 0, /“privileges” must be there/],
    ['has no permissions', { privileges: [] }, 0, /“permissions” must be there/],
    ['has permissions without the allowed', { privileges: [], permissions: {} }, 2, /“allowed”/],
    ['has a privilege without a name', { ...empty, privileges: [{ includes: [] }] }, 2, /“privilege” must be there/],
    ['includes what is no name', { ...empty, privileges: [{ privilege: 'a', includes: [1] }] }, 4, /“includes”/],
    ['has roles that are none', { ...empty, roles: { role: 'a' } }, 2, /“roles” must be there/],
    ['forces the login with a word', { ...empty, forceLogin: 'yes' }, 6, /“forceLogin”.* without quotes/],
    [
      'restricts by default with a word',
      { ...empty, restrictedByDefault: 'true' },
      7,
      /“restrictedByDefault”.* without quotes/,
    ],
    ['has a permission that is a text', { ...empty, permissions: { allowed: ['ds'] } }, 5, /“applyTo” and “type”/],
    [
      'has a permission for nothing',
      { ...empty, permissions: { allowed: [{ type: 'method' }] } },
      5,
      /“applyTo” must be/,
    ],
    [
      'allows something to a text',
      { ...empty, permissions: { allowed: [{ applyTo: 'ds', type: 'datastore', execute: 'all' }] } },
      8,
      /“execute” must be an array of names/,
    ],
  ];
  for (const [name, value, line, words] of faults) {
    it(`roles.json is at fault, with the place, when it ${name}`, () => {
      const reading = read(value);
      assert.ok(reading.kind === 'error');
      assert.match(reading.message, words);
      assert.equal(reading.position.line, line);
    });
  }
});
