import { ServerStartError } from '../start/startErrors';
import type { Place } from '../store/store';
import type { SystemPlugin } from './emulatedSystem';

/**
 * Checks that each place in the store belongs to one system only, so that no system can change the data of another.
 * @throws ServerStartError that names the first place that is wrong, and the way out
 */
export function assertPlaceNames(plugins: readonly Pick<SystemPlugin, 'name' | 'spaces' | 'logs'>[]): void {
  const names = plugins.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw problem(`Two systems have the name “${twice}”; rename one, or take it out of the list of systems.`);
  }
  assertOwn('space', plugins, ({ spaces }) => spaces);
  assertOwn('log', plugins, ({ logs }) => logs);
}

type Plugin = Parameters<typeof assertPlaceNames>[0][number];

function assertOwn(kind: string, plugins: readonly Plugin[], placesOf: (plugin: Plugin) => readonly Place[]): void {
  const known = new Set<string>();
  for (const plugin of plugins) {
    for (const { name, isLocal = false, check } of placesOf(plugin)) {
      const what = `The ${kind} “${name}” of the system “${plugin.name}”`;
      if (!name.startsWith(`${plugin.name}.`))
        throw problem(`${what} must have a name that begins with “${plugin.name}.”; rename it in its plug-in.`);
      const key = `${isLocal} ${name}`;
      if (known.has(key)) {
        throw problem(`${what} is declared already; declare it once in the \`${kind}s\` of its plug-in.`);
      }
      if (!isLocal && !check) {
        throw problem(`${what} has no check of what a snapshot puts in it; give it a \`check\`.`);
      }
      known.add(key);
    }
  }
}

function problem(message: string): ServerStartError {
  return new ServerStartError({ code: 'not-started', message });
}
