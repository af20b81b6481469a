import type { ContractPart } from '../../src/vscode/contract/part';
import type { RowWord } from '../../src/vscode/contract/rows';
import type { ContextValues } from './clauseValue';
import { Declared } from './declared';
import type { Manifest } from './manifestShape';
import { type ShownItem, ShownMenus } from './shownMenus';
import { ClauseReader } from './whenClause';

const ROW = 'view/item/context';
const TITLE = 'view/title';
/** The order is the same in every menu: what a click does and what opens, what it does or changes, what takes it elsewhere, what ends it. */
const GROUPS = ['1_open', '2_change', '3_use', '9_end'];
/** The order of what takes it elsewhere, by the names of commands and submenus. */
const USES = [/compare/, /copy/, /push/i, /reveal/];
const MOST = 10;
/** More do not fit beside the name of a view in a side bar of 220 px. */
const MOST_ICONS = 3;
/** Submenus that are looked for by their names, so that they are there for one item, too. */
const ALONE = /\.(copy\w*|reveal)$/;

/** The values that VS Code's own context keys can have. All others are true or false. */
const OF_VSCODE: Readonly<Record<string, readonly string[]>> = { remoteName: ['', 'ssh-remote'] };

/** What a click on a row does, by words of the row. It stands first in the menu. */
const ON_CLICK: readonly (readonly [view: string, words: string, commands: readonly string[]])[] = [
  ['sessions', 'session', ['session.open', 'session.showProblem']],
  ['server', 'session', ['session.open']],
  ['server', 'eviction', ['session.open']],
  ['server', 'hasPage', ['server.open']],
  ['server', 'address lan', ['server.showQrCode']],
  ['server', 'pairing', ['server.copyPairingCode']],
  ['server', 'clock', ['clock.advance']],
  ['server', 'mail', ['outbox.open']],
  ['server', 'entry', ['journal.open']],
  ['server', 'webOtp', ['web.copyLink']],
  ['server', 'storageValue', ['web.editValue']],
  ['changes', 'files', ['changes.show']],
  ['flows', 'flow', ['flow.open', 'flow.openFile']],
  ['flows', 'flow atFault', ['flow.openFile']],
];

/** Holds the menus of all rows, and those of the views, against what a person can take in at a glance. */
export class RowMenus {
  private readonly declared: Declared;
  private readonly clauses = new ClauseReader();

  constructor(parts: readonly ContractPart[]) {
    this.declared = new Declared(parts);
  }

  /** What is wrong with the menus of a manifest, each once. */
  problems({ contributes }: Manifest): string[] {
    const menus = new ShownMenus(contributes.menus, this.clauses);
    const problems = new Set<string>(this.otherGroups(contributes.menus));
    for (const view of this.declared.views.map(({ id }) => id)) {
      for (const viewItem of this.contextValues(view)) {
        for (const facts of this.states(menus, ROW, { view, viewItem })) {
          const items = menus.shown(ROW, facts).filter(({ group }) => group !== 'inline');
          for (const each of [...wrong(items), ...notFirst(view, viewItem, items)])
            problems.add(`${viewItem}: ${each}`);
        }
      }
      for (const facts of this.states(menus, TITLE, { view })) {
        const all = menus.shown(TITLE, facts);
        const icons = all.filter(({ group }) => group === 'navigation');
        if (icons.length > MOST_ICONS) problems.add(`${view}: ${icons.length} icons: ${idsOf(icons)}`);
        for (const each of wrong(all.filter((item) => !icons.includes(item)))) problems.add(`${view}: ${each}`);
      }
    }
    return [...problems];
  }

  /**
   * What VS Code offers for rows that are selected together: what each of them has.
   * @param among each row of the view with this word
   */
  common({ contributes }: Manifest, view: string, among: string): readonly string[] {
    const menus = new ShownMenus(contributes.menus, this.clauses);
    const each = this.contextValues(view)
      .filter((value) => new RegExp(`\\b${among}\\b`).test(value))
      .map((viewItem) => idsOf(menus.shown(ROW, { view, viewItem, listMultiSelection: true })));
    return (each[0] ?? []).filter((id) => each.every((ids) => ids.includes(id)));
  }

  /** Every `contextValue` that the rows of a view can have. */
  private contextValues(view: string): string[] {
    const own = this.declared.rows.filter((rows) => rows.view.id === view);
    return own.flatMap(({ words }) => Object.entries(words).flatMap(([kind, others]) => withWords(kind, others)));
  }

  /** The menu for every value of the context keys that it depends on. */
  private states(menus: ShownMenus, menu: string, given: ContextValues): ContextValues[] {
    let states = [given];
    for (const key of menus.keysAsked(menu, { ...given, viewItem: '' })) {
      states = states.flatMap((state) => this.valuesOf(key).map((value) => ({ ...state, [key]: value })));
    }
    return states;
  }

  private valuesOf(key: string): readonly (string | boolean)[] {
    const own = this.declared.contextKeys.find(({ id }) => id === key);
    if (own?.kind === 'choice') return [...own.asked, ...own.unasked];
    return OF_VSCODE[key] ?? [true, false];
  }

  /** The commands that stand in one group here and in another there. */
  private otherGroups(menus: Manifest['contributes']['menus']): string[] {
    const places = Object.keys(menus).filter(
      (menu) => menu.startsWith('view/') || menu.startsWith('sessionWorkbench.'),
    );
    const groups = new Map<string, Set<string>>();
    for (const { command, group = '' } of places.flatMap((place) => menus[place] ?? [])) {
      const [name = ''] = group.split('@');
      if (command === undefined || ['inline', 'navigation'].includes(name)) continue;
      groups.set(command, (groups.get(command) ?? new Set()).add(name));
    }
    return [...groups].filter(([, own]) => own.size > 1).map(([command, own]) => `${command} is in ${[...own]}.`);
  }
}

function wrong(items: readonly ShownItem[]): string[] {
  const all = items.flatMap((item) => [item, ...(item.items ?? [])]);
  const ids = idsOf(all);
  return [
    ...(items.length > MOST ? [`${items.length} items: ${idsOf(items)}`] : []),
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${id} is there twice.`),
    ...items.flatMap(({ id, items: inside }) => {
      if (inside === undefined || inside.length > 1 || (inside.length === 1 && ALONE.test(id))) return [];
      return [`${id} has only ${idsOf(inside)} in it.`];
    }),
    ...outOfOrder(items),
    ...all.filter(({ group }) => !GROUPS.includes(group)).map(({ id, group }) => `${id} is in ${group}.`),
  ];
}

function outOfOrder(items: readonly ShownItem[]): string[] {
  const uses = idsOf(items.filter(({ group }) => group === '3_use'));
  const places = uses.map((id) => USES.findIndex((use) => use.test(id)));
  return uses.filter((_, at) => (places[at] ?? -1) < (places[at - 1] ?? 0)).map((id) => `${id} is out of order.`);
}

function notFirst(view: string, viewItem: string, items: readonly ShownItem[]): string[] {
  const [first] = idsOf(items);
  return ON_CLICK.filter(
    ([of, words, commands]) =>
      view === `sessionWorkbench.${of}` &&
      words.split(' ').every((word) => viewItem.split(' ').includes(word)) &&
      !commands.some((command) => first === `sessionWorkbench.${command}`),
  ).map(([, , commands]) => `${first} stands before ${commands}.`);
}

function withWords(kind: string, others: readonly RowWord[]): string[] {
  return others.reduce<string[]>(
    (values, word) => values.flatMap((value) => [value, ...[word].flat().map((each) => `${value} ${each}`)]),
    [kind],
  );
}

function idsOf(items: readonly ShownItem[]): string[] {
  return items.map(({ id }) => id);
}
