import assert from 'node:assert/strict';
import type { KnownClasses } from '../../../../src/core/handlers/knownClasses';
import { type FunctionResource, Permissions } from '../../../../src/core/systems/web/permissions';
import { readRoles } from '../../../../src/core/systems/web/roles';

const PRIVILEGES = [{ privilege: 'a' }, { privilege: 'b', id: '7' }];

function reading(allowed: readonly object[], more: object = {}, classes?: KnownClasses) {
  const file = { privileges: PRIVILEGES, permissions: { allowed }, ...more };
  const read = readRoles(JSON.stringify(file, undefined, 1), classes);
  assert.ok(read.kind === 'roles', JSON.stringify(read));
  return read;
}

const permissions = (allowed: readonly object[], more?: object) => new Permissions(reading(allowed, more).roles);
const holds =
  (...names: string[]) =>
  (name: string) =>
    names.includes(name);
const method = (owner: string, name: string): FunctionResource => ({ type: 'method', owner, name });
const single = (owner: string, name: string): FunctionResource => ({ type: 'singletonMethod', owner, name });

describe('permissions of roles.json', () => {
  const ds = { applyTo: 'ds', type: 'datastore', execute: ['a'], read: ['a'] };
  const rows: [name: string, allowed: object[], target: FunctionResource, by: string[], isAllowed: boolean][] = [
    ['the datastore locks all functions', [ds], method('Users', 'f'), [], false],
    ['the datastore locks all functions of singletons', [ds], single('Tools', 'f'), [], false],
    ['the datastore opens them to its privilege', [ds], single('Tools', 'f'), ['a'], true],
    [
      'a dataclass goes before the datastore',
      [ds, { applyTo: 'Users', type: 'dataclass', execute: ['b'] }],
      method('Users', 'f'),
      ['b'],
      true,
    ],
    [
      'a dataclass goes before the datastore, and does not add to it',
      [ds, { applyTo: 'Users', type: 'dataclass', execute: ['b'] }],
      method('Users', 'f'),
      ['a'],
      false,
    ],
    [
      'a dataclass with another action leaves the datastore',
      [ds, { applyTo: 'Users', type: 'dataclass', read: ['b'] }],
      method('Users', 'f'),
      ['b'],
      false,
    ],
    [
      'a function goes before its dataclass',
      [
        { applyTo: 'Users', type: 'dataclass', execute: ['b'] },
        { applyTo: 'Users.f', type: 'method', execute: ['a'] },
      ],
      method('Users', 'f'),
      ['a'],
      true,
    ],
    [
      'a function of the datastore goes before the datastore',
      [ds, { applyTo: 'ds.login', type: 'method', execute: ['b'] }],
      method('ds', 'login'),
      ['b'],
      true,
    ],
    [
      'a dataclass does not lock a singleton of its name',
      [{ applyTo: 'Users', type: 'dataclass', execute: ['a'] }],
      single('Users', 'f'),
      [],
      true,
    ],
    [
      'a method does not lock a singleton function',
      [{ applyTo: 'Users.f', type: 'method', execute: ['a'] }],
      single('Users', 'f'),
      [],
      true,
    ],
    [
      'an empty list restricts nothing',
      [{ applyTo: 'Users.f', type: 'method', execute: [] }],
      method('Users', 'f'),
      [],
      true,
    ],
    [
      'an empty list leaves the lock above',
      [ds, { applyTo: 'Users.f', type: 'method', execute: [] }],
      method('Users', 'f'),
      [],
      false,
    ],
    [
      'several rules about one resource are joined',
      [
        { applyTo: 'T.f', type: 'singletonMethod', execute: ['a'] },
        { applyTo: 't.F', type: 'singletonMethod', execute: ['b'] },
      ],
      single('T', 'f'),
      ['b'],
      true,
    ],
    [
      'one of several privileges is enough',
      [{ applyTo: 'T', type: 'singleton', execute: ['a', 'b'] }],
      single('T', 'f'),
      ['b'],
      true,
    ],
  ];
  for (const [name, allowed, target, by, isAllowed] of rows) {
    it(`of permissions, ${name}`, () => {
      assert.equal(permissions(allowed).execute(target, holds(...by)).isAllowed, isAllowed);
    });
  }

  it('what nothing is said of is free, or forbidden to all when restricted by default', () => {
    for (const restrictedByDefault of [false, true]) {
      const them = permissions(
        [
          { applyTo: 'T.f', type: 'singletonMethod', execute: ['a'] },
          { ...ds, execute: [], read: [] },
        ],
        {
          restrictedByDefault,
        },
      );
      assert.equal(them.execute(single('T', 'g'), holds('a', 'b')).isAllowed, !restrictedByDefault);
      assert.equal(them.dataClass('read', 'Users', holds('a', 'b')).isAllowed, !restrictedByDefault);
      assert.equal(them.execute(single('T', 'f'), holds('a')).isAllowed, true);
    }
  });

  it('the rule about an attribute is added to that of its dataclass', () => {
    const them = permissions([
      { applyTo: 'Users', type: 'dataclass', read: ['a'] },
      { applyTo: 'Users.email', type: 'attribute', read: ['b'] },
    ]);
    assert.equal(them.dataClass('read', 'users', holds('b')).isAllowed, false);
    assert.equal(them.dataClass('read', 'Users', holds('a')).isAllowed, true);
    assert.equal(them.attribute('read', 'Users', 'email', holds('a')).isAllowed, false);
    assert.equal(them.attribute('read', 'Users', 'EMAIL', holds('b')).isAllowed, true);
    assert.equal(them.attribute('read', 'Users', 'name', holds()).isAllowed, true);
  });

  it('nothing is locked where access control is off', () => {
    const them = new Permissions(undefined);
    assert.ok(them.execute(single('T', 'f'), holds()).isAllowed);
    assert.ok(them.dataClass('read', 'Users', holds()).isAllowed);
    assert.deepEqual(them.promoted(single('T', 'f')), []);
  });
});

describe('permissions that lock nothing', () => {
  const classes: KnownClasses = {
    has: (name) => ['users', 'tools', 'legalentity'].includes(name.toLowerCase()),
    hasItself: (name) => ['users', 'tools', 'legalentity', 'usersentity', 'legal'].includes(name.toLowerCase()),
    isTable: (name) => name.toLowerCase() === 'legalentity',
    kindOf: (name) =>
      (({ users: 'dataclass', legalentity: 'dataclass', tools: 'singleton' }) as const)[name.toLowerCase()],
    hasFunction: (_owner, name) => name !== 'none',
    hasAttribute: (_owner, name) => name !== 'none',
  };
  const rows: [permission: object, pointer: string, words: RegExp][] = [
    [{ applyTo: 'Users', type: 'table', read: ['a'] }, '/type', /“table” is no type/],
    [{ applyTo: 'Users', type: 'Dataclass', read: ['a'] }, '/type', /“Dataclass” is no type/],
    [{ applyTo: 'Users', type: 'method', execute: ['a'] }, '/applyTo', /is written Dataclass\.function/],
    [{ applyTo: 'Users.f', type: 'dataclass', execute: ['a'] }, '/applyTo', /is written Dataclass/],
    [{ applyTo: 'Users', type: 'datastore', execute: ['a'] }, '/applyTo', /is written ds/],
    [{ applyTo: 'Tools.f', type: 'singleton', execute: ['a'] }, '/applyTo', /is written Class/],
    [{ applyTo: 'UsersEntity.f', type: 'method', execute: ['a'] }, '/applyTo', /named after the dataclass, “Users\.f”/],
    [{ applyTo: 'UsersSelection', type: 'dataclass', read: ['a'] }, '/applyTo', /“Users”/],
    [{ applyTo: 'Ghosts.f', type: 'method', execute: ['a'] }, '/applyTo', /has no “Ghosts”/],
    [{ applyTo: 'Tools.none', type: 'singletonMethod', execute: ['a'] }, '/applyTo', /“Tools” has no function “none”/],
    [{ applyTo: 'Users.none', type: 'attribute', read: ['a'] }, '/applyTo', /“Users” has no attribute “none”/],
    [{ applyTo: 'Users', type: 'singleton', execute: ['a'] }, '/applyTo', /is a dataclass, .* type is “dataclass”/],
    [{ applyTo: 'Users.f', type: 'singletonMethod', execute: ['a'] }, '/applyTo', /type is “method”/],
    [{ applyTo: 'Tools', type: 'dataclass', execute: ['a'] }, '/applyTo', /is no dataclass, .* type is “singleton”/],
    [{ applyTo: 'Tools.f', type: 'method', execute: ['a'] }, '/applyTo', /type is “singletonMethod”/],
    [{ applyTo: 'ds.f', type: 'singletonMethod', execute: ['a'] }, '/applyTo', /is “ds\.f”, of the type “method”/],
    [{ applyTo: 'DataStore.f', type: 'method', execute: ['a'] }, '/applyTo', /is “ds\.f”, of the type “method”/],
    [
      { applyTo: 'DataStore.f', type: 'singletonMethod', execute: ['a'] },
      '/applyTo',
      /is “ds\.f”, of the type “method”/,
    ],
    [{ applyTo: 'Users.f', type: 'method', read: ['a'] }, '/read', /“read” means nothing for the type “method”/],
    [{ applyTo: 'Users.x', type: 'attribute', execute: ['a'] }, '/execute', /means nothing/],
    [
      { applyTo: 'Tools', type: 'singleton', execute: ['a'], promote: ['a'] },
      '/promote',
      /^The action “promote” means nothing for the type “singleton”, so this list is ignored\.$/,
    ],
    [{ applyTo: 'Users.f', type: 'method', exec: ['a'] }, '/exec', /does not know the action “exec”/],
    [{ applyTo: 'Users.f', type: 'method', execute: ['c'] }, '/execute/0', /No session can have “c”/],
    [{ applyTo: 'Users.f', type: 'method', promote: ['a', 'c'] }, '/promote/1', /cannot be promoted to “c”/],
  ];
  for (const [permission, pointer, words] of rows) {
    it(`a permission that locks nothing is told with its place: ${JSON.stringify(permission)}`, () => {
      const { warnings } = reading([{ applyTo: 'ds', type: 'datastore' }, permission], {}, classes);
      assert.deepEqual(
        warnings.map((each) => each.pointer),
        [`/permissions/allowed/1${pointer}`],
      );
      assert.match(warnings[0]?.message ?? '', words);
      assert.ok((warnings[0]?.range.start.line ?? 0) > 10);
    });
  }

  const silent = [
    { applyTo: 'ds', type: 'datastore', read: [], create: [], update: [], drop: [], execute: [], promote: ['a'] },
    { id: 'q', applyTo: 'Users', type: 'dataclass', read: ['guest'], describe: ['WebAdmin'] },
    { applyTo: 'ds.authentify', type: 'method', execute: ['guest'] },
    { applyTo: 'LegalEntity.f', type: 'method', execute: ['a'] },
    { applyTo: 'Users.f', type: 'method', read: [] },
    { applyTo: 'tools.f', type: 'singletonMethod', execute: ['A'] },
  ];
  it('permissions in order draw no warning, and neither do names of Qodly Studio', () => {
    assert.deepEqual(reading(silent, { roles: [{ role: 'R', privileges: ['guest'], id: 'x' }] }, classes).warnings, []);
    assert.deepEqual(reading([{ applyTo: 'Anybody.f', type: 'method', execute: ['a'] }]).warnings, []);
  });
});
