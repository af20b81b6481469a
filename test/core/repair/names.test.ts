import assert from 'node:assert/strict';
import { folderIds } from '../../../src/core/repair/folderIds';
import { isSafeFolderName, isSafeSessionName } from '../../../src/core/repair/safeName';

describe('names from inside a file', () => {
  const safe = [
    'a',
    'UTT7VDX8W5.com.contactApp.Contact',
    'com.example.zaiko',
    'Überstunden & mehr',
    '在庫',
    'x'.repeat(255),
  ];
  for (const name of safe)
    it(`a folder may have the name ${name.slice(0, 40)}`, () => assert.ok(isSafeFolderName(name)));

  const unsafe = [
    '',
    '.',
    '..',
    '.a',
    'a.',
    'a ',
    'a/b',
    'a\\b',
    '/a',
    'C:a',
    'a\0',
    'a\n',
    'a*',
    'a?',
    'a<',
    'a|',
    'a"',
    '\ud800',
  ];
  const reserved = ['con', 'NUL', 'Aux.com.example', 'COM1', 'lpt9.x', 'CONIN$', 'com¹'];
  for (const name of [...unsafe, ...reserved, 'x'.repeat(256), 'é'.repeat(128)]) {
    it(`a folder may not have the name ${JSON.stringify(name.slice(0, 20))}`, () => assert.ok(!isSafeFolderName(name)));
  }

  it('a name without an extension may become a session file', () => {
    assert.ok(isSafeSessionName('7023d9205074199d1c16fc00d24354e778137675'));
    assert.ok(!isSafeSessionName('manifest.json'));
    assert.ok(!isSafeSessionName('..'));
  });
});

describe('folderIds', () => {
  const rows: [
    string,
    Parameters<typeof folderIds>[1],
    NonNullable<Parameters<typeof folderIds>[2]>['token'],
    [string, string] | undefined,
  ][] = [
    ['UTT7VDX8W5.com.a.B', {}, undefined, ['com.a.B', 'UTT7VDX8W5']],
    ['com.a.B', {}, undefined, ['com.a.B', '']],
    ['Backup', {}, undefined, undefined],
    ['Backup', {}, { applicationId: 'Backup', teamId: '' }, ['Backup', '']],
    ['team.com.a.B', { applicationId: 'com.a.B' }, undefined, ['com.a.B', 'team']],
    ['TEAM01.com.a.B', {}, undefined, ['com.a.B', 'TEAM01']],
    ['TEAM01.com.a.B', { applicationId: 'com.a.B' }, undefined, ['com.a.B', 'TEAM01']],
    ['UTT7VDX8W5.com.a.B', { applicationId: 'B' }, undefined, ['com.a.B', 'UTT7VDX8W5']],
    ['x.y.z', { teamId: 'x' }, undefined, ['y.z', 'x']],
    ['x.y.z', {}, { applicationId: 'y.z', teamId: 'x' }, ['y.z', 'x']],
    ['x.y.z', {}, { applicationId: 'other', teamId: 'x' }, ['x.y.z', '']],
  ];
  for (const [folder, known, token, ids] of rows) {
    it(`the ids of folder ${folder} are read, or none, with ${JSON.stringify({ ...known, token })}`, () => {
      const found = folderIds(folder, known, { token });
      assert.deepEqual(found && [found.applicationId, found.teamId], ids);
    });
  }

  const looks: Record<string, boolean> = {
    'UTT7VDX8W5.com.acme.shop': true,
    'com.acme.shop': true,
    'fr.acme.shop': true,
    'TEAM01.com.acme.shop': false,
    'team.com.acme.shop': false,
    'Shop.app': false,
    'x.y.z': false,
  };
  for (const [folder, isSure] of Object.entries(looks)) {
    it(`the look of the folder ${folder} alone ${isSure ? 'tells' : 'does not tell'} where a team ends`, () => {
      assert.equal(folderIds(folder, {})?.isSure, isSure);
      const beside = { applicationId: folder.slice(folder.indexOf('.') + 1), teamId: folder.split('.')[0] ?? '' };
      assert.deepEqual(folderIds(folder, {}, { beside }), { ...beside, isSure: true });
    });
  }
});
