import assert from 'node:assert/strict';
import { moveRepair } from '../../../src/core/repair/strayRepair';
import { mayBePutAside } from '../../../src/core/session/copiesFolder';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../../support/seedSession';

/** What people may call a folder for sessions that are to count no more. */
const PUT_ASIDE = [
  ...['blacklist', 'forbidden', 'prohibited', 'unauthorized', 'compromised', 'purged', 'wiped', 'terminated', 'kicked'],
  ...['onhold', 'paused', 'ToBeTerminated', 'no access', 'no-access', 'offboarded', 'shelved', 'fired_2025'],
  ...['inaktiv', 'gesperrte-geraete', 'nicht benutzen', 'suspendus', 'bannis', 'ne pas utiliser', 'inactif', 'Exclues'],
  ...[
    'zablokowane',
    'заблокированные',
    '禁止',
    '停用',
    '만료',
    'محظور',
    'אסור',
    'New folder',
    'Nouveau dossier',
    'révoqués',
  ],
  ...['2024-Jan', '2025Q1', 'Q3', 'kw 12', 'Woche12', 'back-up', 'bakup', 'snap'],
  ...[`${SEED_APPLICATION}2`, `${SEED_APPLICATION}b`],
];
const PLAIN = [
  'sub',
  'deep',
  'nested',
  'devices',
  'MobileApps',
  'com.example.other',
  'TEAM123456.com.example.other',
  'app1',
];

describe('A session that may be put aside', () => {
  for (const folder of PUT_ASIDE) {
    it(`what lies in a folder named ${folder} is not brought back without being asked`, () => {
      assert.ok(mayBePutAside(folder, SEED_APPLICATION));
      for (const place of [`${SEED_APPLICATION}/${folder}`, `${folder}/${SEED_APPLICATION}`, `${folder}/x`]) {
        const repair = moveRepair(`${place}/${SEED_NAME}`, SEED_SESSION);
        assert.notEqual(repair?.safe, true, place);
      }
    });
  }

  for (const folder of PLAIN) {
    it(`what lies too deep in a folder named ${folder} is brought to its place`, () => {
      assert.equal(moveRepair(`${SEED_APPLICATION}/${folder}/${SEED_NAME}`, SEED_SESSION)?.safe, true);
    });
  }

  it('the folder of the application itself puts nothing aside, whatever it is named', () => {
    for (const own of ['blocked', 'com.blocked.app', SEED_APPLICATION]) assert.equal(mayBePutAside(own, own), false);
  });
});
