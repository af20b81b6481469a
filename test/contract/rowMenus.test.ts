import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { WHOLE_CONTRACT } from '../support/wholeContract';
import type { Manifest, MenuItem } from './manifestShape';
import { RowMenus } from './rowMenus';

const manifest: Manifest = JSON.parse(fs.readFileSync(path.resolve(__dirname, '../../../package.json'), 'utf8'));
const menus = new RowMenus(WHOLE_CONTRACT);
const SESSIONS = 'sessionWorkbench.sessions';
const SERVER = 'sessionWorkbench.server';
const ofMail = { when: `view == ${SERVER} && viewItem =~ /\\bmail\\b/` };
const ofSession = { when: `view == ${SESSIONS} && viewItem =~ /\\bsession\\b/` };

/** The manifest with more in some menus. */
function withMore(more: Readonly<Record<string, readonly MenuItem[]>>): Manifest {
  const own = manifest.contributes.menus;
  const added = Object.entries(more).map(([menu, items]) => [menu, [...items, ...(own[menu] ?? [])]]);
  return { ...manifest, contributes: { ...manifest.contributes, menus: { ...own, ...Object.fromEntries(added) } } };
}

describe('the menus of rows and views', () => {
  it('every row has a short menu in every state, with what a click does first and the same order everywhere', () =>
    assert.deepEqual(menus.problems(manifest), []));

  const start = 'sessionWorkbench.server.start';
  const two = ['stop', 'restart'].map((verb) => ({ command: `sessionWorkbench.server.${verb}`, group: '2_change' }));
  const WRONG: Readonly<Record<string, Readonly<Record<string, readonly MenuItem[]>>>> = {
    'more than ten items': {
      'view/item/context': [
        { command: start, group: '2_change', ...ofSession },
        ...two.map((each) => ({ ...each, ...ofSession })),
      ],
    },
    'an item twice': {
      'view/item/context': [{ command: 'sessionWorkbench.session.delete', group: '9_end', ...ofSession }],
    },
    'an item that is in a submenu too': {
      'view/item/context': [{ command: 'sessionWorkbench.session.copyId', group: '3_use', ...ofSession }],
    },
    'a submenu with one item': {
      'view/item/context': [{ submenu: 'sessionWorkbench.menu.one', group: '2_change', ...ofSession }],
      'sessionWorkbench.menu.one': [{ command: start, group: '1_open' }],
    },
    'a submenu with nothing in it': {
      'view/item/context': [{ submenu: 'sessionWorkbench.menu.copyNone', group: '2_change', ...ofSession }],
    },
    'something that takes it elsewhere out of order': {
      'view/item/context': [{ command: 'sessionWorkbench.session.revealInOS', group: '3_use@0', ...ofMail }],
    },
    'a group of its own': { 'view/item/context': [{ command: start, group: '3_start', ...ofSession }] },
    'a command that is elsewhere in another group': {
      'view/title': [{ command: 'sessionWorkbench.session.delete', group: '2_change', when: `view == ${SERVER}` }],
    },
    'something before what a click does': {
      'view/item/context': [{ command: start, group: '1_open@0', ...ofMail }],
    },
    'four icons in the title of a view': {
      'view/title': [{ command: 'sessionWorkbench.server.open', group: 'navigation', when: `view == ${SESSIONS}` }],
    },
  };
  for (const [what, more] of Object.entries(WRONG)) {
    it(`a menu is refused for ${what}`, () => assert.notDeepEqual(menus.problems(withMore(more)), []));
  }

  it('sessions that are selected together keep what acts on all of them, whatever their status is', () => {
    const OF_ALL = [
      'menu.setStatus',
      'session.editEmail',
      'menu.token',
      'menu.compare',
      'menu.copySession',
      'menu.push',
    ];
    const wanted = [...OF_ALL, 'menu.reveal', 'session.delete'].map((id) => `sessionWorkbench.${id}`);
    assert.deepEqual(menus.common(manifest, SESSIONS, '(accepted|pending|unknownStatus)'), wanted);
    const inMemory = menus.common(manifest, SERVER, '(inMemory|changedOnDisk)');
    for (const id of ['menu.setStatus', 'menu.copySession']) assert.ok(inMemory.includes(`sessionWorkbench.${id}`), id);
  });
});
