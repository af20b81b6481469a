import { type ContextValues, clauseHolds, keysOf } from './clauseValue';
import type { Contributes, MenuItem } from './manifestShape';
import type { ClauseReader } from './whenClause';

/** What a menu shows: a command, or a submenu with what is in it. */
export interface ShownItem {
  /** Of the command or the submenu. */
  readonly id: string;
  readonly group: string;
  readonly items?: readonly ShownItem[];
}

/** The menus that VS Code makes from a manifest. */
export class ShownMenus {
  constructor(
    private readonly menus: Contributes['menus'],
    private readonly clauses: ClauseReader,
  ) {}

  /** What a menu shows, from above, when the context keys have these values. */
  shown(menu: string, facts: ContextValues): ShownItem[] {
    const items = (this.menus[menu] ?? []).filter((item) => this.isShown(item, facts));
    return items
      .map(({ command, submenu, group = '' }) => {
        const [name = '', place = '0'] = group.split('@');
        const inside = submenu === undefined ? {} : { items: this.shown(submenu, facts) };
        return { place: Number(place), item: { id: command ?? submenu ?? '', group: name, ...inside } };
      })
      .sort((a, b) => compare(rank(a.item.group), rank(b.item.group)) || a.place - b.place)
      .map(({ item }) => item);
  }

  /** The context keys that the items of a menu ask for, where the others have these values. */
  keysAsked(menu: string, facts: ContextValues): ReadonlySet<string> {
    const keys = (this.menus[menu] ?? []).flatMap((item) => [
      ...(item.when === undefined ? [] : keysOf(this.clauses.read(item.when).clause)),
      ...(item.submenu === undefined ? [] : this.keysAsked(item.submenu, facts)),
    ]);
    return new Set(keys.filter((key) => !(key in facts)));
  }

  private isShown({ when }: MenuItem, facts: ContextValues): boolean {
    return when === undefined || clauseHolds(this.clauses.read(when).clause, facts);
  }
}

/** What is drawn as a button comes first. */
function rank(group: string): string {
  return group === 'navigation' ? '' : group;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
