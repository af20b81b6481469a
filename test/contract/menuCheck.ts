import type { Contributes, Manifest } from './manifestShape';

/** Holds submenus against menus: each is declared once, has something in it, and is in a menu. */
export class MenuCheck {
  problems({ contributes: { menus, submenus } }: Manifest): string[] {
    const ids = submenus.map(({ id }) => id);
    const own = Object.keys(menus).filter((menu) => ids.includes(menu) || menu.startsWith('sessionWorkbench.'));
    const used = Object.values(menus).flatMap((items) => items.flatMap(({ submenu }) => submenu ?? []));
    return [
      ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `The submenu ${id} is there twice.`),
      ...ids.filter((id) => !own.includes(id)).map((id) => `The submenu ${id} has nothing in it.`),
      ...ids.filter((id) => !used.includes(id)).map((id) => `The submenu ${id} is in no menu.`),
      // VS Code passes over the second, whatever its clause.
      ...Object.entries(menus).flatMap(([menu, items]) => {
        const inside = items.flatMap(({ submenu }) => submenu ?? []);
        return inside.filter((id, at) => inside.indexOf(id) !== at).map((id) => `${menu} has ${id} twice.`);
      }),
      ...[...own, ...used].filter((id) => !ids.includes(id)).map((id) => `There is no submenu ${id}.`),
    ];
  }
}

/** The menus of VS Code that the items of a menu are in: itself, or those that it is a submenu of. */
export function placesOf(menus: Contributes['menus'], menu: string): readonly string[] {
  const parents = Object.entries(menus).filter(([, items]) => items.some(({ submenu }) => submenu === menu));
  return parents.length === 0 ? [menu] : parents.map(([place]) => place);
}
