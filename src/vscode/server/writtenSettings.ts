import type { ServerOptions } from '../../server/kernel/options/options';
import type { Setting } from '../contract/setting';
import { isSettingWritten, writtenBelow } from '../host/settingPlaces';
import { writtenSetting } from '../host/settings';
import { hostOf, isLan } from './lanHost';
import { SERVER_SECTION, SERVER_SETTINGS } from './serverContract';
import type { SystemView } from './systemView';

/**
 * The settings as written in settings.json, unchecked, by their names below `sessionWorkbench.server`. Those that are
 * not set are left out, and those that do not exist are there: their user believes that they do something.
 */
export function writtenSettings(systems: readonly SystemView[]): Readonly<Record<string, unknown>> {
  const all = declaredSettings(systems);
  const declared = all.filter(isSettingWritten).map((each) => [nameOf(each), writtenSetting(each)] as const);
  const names = new Set(all.map(nameOf));
  const unknown = Object.entries(writtenBelow(SERVER_SECTION)).filter(([name]) => !names.has(name));
  return Object.fromEntries([...declared, ...unknown].filter(([, value]) => value !== undefined));
}

/** The MobileApps folder that a server with these options serves. */
export function folderOfOptions(
  options: ServerOptions | undefined,
  systems: readonly SystemView[],
): string | undefined {
  return options && systems.map((system) => system.folder?.of(options)).find((folder) => folder !== undefined);
}

/** Whether these settings, as written in settings.json, let the network in. */
export function isLanWritten({ lan, host }: Readonly<Record<string, unknown>>): boolean {
  return isLan({ host: hostOf({ lan: lan === true, host: typeof host === 'string' ? host : '' }) });
}

/** Those of the server itself and of the systems. */
export function declaredSettings(systems: readonly SystemView[]): Setting<unknown>[] {
  return [SERVER_SETTINGS, ...systems.map(({ contract }) => contract.settings ?? {})].flatMap((each) =>
    Object.values<Setting<unknown>>(each),
  );
}

/** The setting with this name below `sessionWorkbench.server`. */
export function settingNamed(name: string, systems: readonly SystemView[]): Setting<unknown> | undefined {
  return declaredSettings(systems).find((each) => nameOf(each) === name);
}

/** Its name below `sessionWorkbench.server`. */
export function nameOf({ key }: Setting<unknown>): string {
  return key.slice(SERVER_SECTION.length + 1);
}
