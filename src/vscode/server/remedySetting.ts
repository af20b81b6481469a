import type { JournalRemedy } from '../../core/protocol/journal';
import { optionSetting } from '../../core/server/optionSetting';
import { MOBILE_APPS_SETTINGS } from '../mobileApps/mobileAppsContract';
import { SERVER_SECTION } from './serverContract';

type RemedyValue = NonNullable<JournalRemedy['value']>;

/** Options that are lists, with what stands in them for the value of a remedy. */
const LISTS: Readonly<Record<string, (value: RemedyValue) => unknown>> = {
  allowedHosts: (value) => value,
  'web.cors': (value) => ({ host: value }),
};

/** Systems whose setting says `on` where the option says true. */
const SWITCHES: readonly string[] = ['web', 'mendix', 'tokens'];

/** The name of the setting for the option of a remedy, below `sessionWorkbench.server`. What is inside an option is in it. */
export function settingNameOf({ option }: JournalRemedy): string {
  return optionSetting(option)[0];
}

/** The whole key of this setting. The MobileApps folders serve more than the server. */
export function settingKeyOf({ option }: JournalRemedy): string {
  return option === 'mobileApps' ? MOBILE_APPS_SETTINGS.folders.key : `${SERVER_SECTION}.${settingNameOf({ option })}`;
}

/**
 * The value of this setting after the remedy. Nothing else in it is changed.
 * @param setting the value as it is written now; undefined if it is not set
 */
export function withRemedy(setting: unknown, { option, value }: Required<JournalRemedy>): unknown {
  const [, ...path] = optionSetting(option);
  const given = value === true && SWITCHES.includes(option) ? 'on' : value;
  return withOptionAt(setting, path, { option, value: given });
}

/**
 * A value after the remedy, whose option is at this place in it. What is added to a list stands in it once.
 * @param path names of members, from the outside
 */
export function withOptionAt(whole: unknown, path: readonly string[], remedy: Required<JournalRemedy>): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return withElement(whole, remedy);
  // A setting that was written by hand may be anything.
  const members = typeof whole === 'object' && whole !== null && !Array.isArray(whole) ? whole : {};
  return { ...members, [name]: withOptionAt((members as Record<string, unknown>)[name], rest, remedy) };
}

function withElement(before: unknown, { option, value }: Required<JournalRemedy>): unknown {
  const element = LISTS[option]?.(value);
  if (element === undefined) return value;
  const list: readonly unknown[] = Array.isArray(before) ? before : [];
  const added = JSON.stringify(element);
  return list.some((each) => JSON.stringify(each) === added) ? list : [...list, element];
}
