import assert from 'node:assert/strict';
import path from 'node:path';
import { ProjectClasses } from '../../src/disk/projectClasses';
import { temporaryFolder, writeTree } from './temporaryFolder';

describe('the classes of a project', () => {
  const folder = temporaryFolder();

  const classesOf = async (files: Readonly<Record<string, string>>, ...owners: string[]) => {
    writeTree(folder(), files);
    return ProjectClasses.of(folder(), path.join(folder(), 'WebCode'), owners);
  };

  it('classes come from 4D, from modules and from tables, whatever their case', async () => {
    const classes = await classesOf({
      'Project/Sources/Classes/Tools.4dm': 'exposed Function doIt()',
      'Project/Sources/catalog.4DCatalog': '<base><table uuid="1" name="Invoices" id="1"/></base>',
      'WebCode/UsersEntity.mjs': 'export class UsersEntity extends Entity { greet() {} }',
    });
    for (const name of ['tools', 'Invoices', 'USERS', 'UsersEntity']) assert.ok(classes?.has(name), name);
    assert.ok(!classes?.has('Ghosts'));
    assert.deepEqual(
      [classes?.hasItself('Users'), classes?.isTable('invoices'), classes?.isTable('Tools')],
      [false, true, false],
    );
  });

  it('functions are looked for in all classes of a dataclass, and nothing is said where they may be inherited', async () => {
    const classes = await classesOf(
      {
        'Project/Sources/Classes/Users.4dm': 'Class extends DataClass\nexposed Function create()',
        'WebCode/UsersSelection.js':
          'exports.UsersSelection = class UsersSelection extends EntitySelection { count() {} };',
        'WebCode/Derived.js': 'exports.Derived = class Derived extends Base {};',
        'WebCode/DataStore.js': 'exports.DataStore = class DataStore { login() {} };',
        'Project/Sources/catalog.4DCatalog': '<base><table name="Empty"/></base>',
      },
      'Users',
      'Derived',
      'ds',
      'Empty',
    );
    assert.ok(classes);
    const asked = ['Users.create', 'users.COUNT', 'Users.none', 'Derived.any', 'ds.login', 'ds.none', 'Empty.any'];
    assert.deepEqual(
      asked.map((each) => classes.hasFunction(...(each.split('.') as [string, string]))),
      [true, true, false, true, true, false, true],
    );
  });

  it('a class is a dataclass by its base or by a table, a singleton without a base, and nobody can tell of others', async () => {
    const classes = await classesOf(
      {
        'Project/Sources/Classes/Users.4dm': 'Class extends DataClass',
        'Project/Sources/Classes/Tools.4dm': 'shared singleton Class constructor()',
        'WebCode/Plain.mjs': 'export class Plain { f() {} }',
        'WebCode/Orders.mjs': 'export class Orders extends DataClass {}',
        'WebCode/Heir.mjs': 'export class Heir extends Base {}',
        'WebCode/Given.mjs': 'export { Given } from "./lib/given.js";',
        'WebCode/Star.mjs': "export * from './lib/star.js';",
        'WebCode/Common.cjs': "exports.Common = require('./lib/common.cjs');",
        'Project/Sources/catalog.4DCatalog': '<base><table name="Invoices"/></base>',
      },
      ...['Users', 'Tools', 'Plain', 'Orders', 'Heir', 'Invoices', 'Ghosts', 'Given', 'Star', 'Common'],
    );
    const kinds = ['users', 'Tools', 'PLAIN', 'Orders', 'Heir', 'Invoices', 'Ghosts'].map((each) =>
      classes?.kindOf(each),
    );
    assert.deepEqual(kinds, ['dataclass', 'singleton', 'singleton', 'dataclass', undefined, 'dataclass', undefined]);
    for (const name of ['Given', 'Star', 'Common']) {
      assert.deepEqual([classes?.kindOf(name), classes?.hasFunction(name, 'f')], [undefined, true], name);
    }
    assert.deepEqual([classes?.hasFunction('Plain', 'f'), classes?.hasFunction('Plain', 'port')], [true, false]);
  });

  it('attributes are fields, names of relations and what a class of the entities computes, and nobody can tell without fields', async () => {
    const classes = await classesOf(
      {
        'Project/Sources/catalog.4DCatalog': `<base>
          <table name="Customer" uuid="A" id="1">
            <field name="ID" uuid="B" type="4"/>
            <field uuid="C" name="Email" type="10"><field_extra/></field>
            <primary_key field_name="Key"/>
          </table>
          <table uuid="D" name="Orders"><field name="Total"/></table>
          <table name="Empty"/>
          <relation uuid="E" name_Nto1="buyer" name_1toN="purchases" state="1">
            <related_field kind="source"><field_ref uuid="F" name="ID_buyer"><table_ref name="Orders"/></field_ref></related_field>
          </relation></base>`,
        'Project/Sources/Classes/CustomerEntity.4dm': 'Class extends Entity\nexposed Function get fullName()',
      },
      'Customer',
      'Orders',
      'Empty',
    );
    assert.ok(classes);
    const asked = [
      'customer.email',
      'Customer.purchases',
      'Orders.buyer',
      'Customer.fullName',
      'Empty.any',
      'Ghosts.any',
    ];
    const missing = [
      'Customer.nofield',
      'Customer.Total',
      'Customer.Key',
      'Orders.ID',
      'Orders.ID_buyer',
      'Orders.fullName',
    ];
    for (const [names, has] of [
      [asked, true],
      [missing, false],
    ] as const) {
      for (const each of names) assert.equal(classes.hasAttribute(...(each.split('.') as [string, string])), has, each);
    }
  });

  it('of a project without any class nobody can tell which name is wrong', async () => {
    assert.equal(await classesOf({ 'Project/Sources/roles.json': '{}' }), undefined);
  });
});
