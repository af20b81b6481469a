import type { JournalRemedy } from '../../core/protocol/journal';
import { MOBILE_APPS_SETTINGS } from '../mobileApps/mobileAppsContract';
import { SERVER_SECTION } from './serverContract';

/** Options that are lists, with what stands in them for the value of a remedy. */
const LISTS: Readonly<Record<string, (value: NonNullable<JournalRemedy['value']>) => unknown>> = {
  allowedHosts: (value) => value,
  'web.cors': (value) => ({ host: value }),
};

/** Options that may also be a text, with the member that this text stands for. */
const TEXTS: Readonly<Record<string, string>> = { upstream: 'url' };

/** Options whose members stand in the setting without them. */
const OPENED = ['mobile.policy'];

/** The name of the setting for the option of a remedy, below `sessionWorkbench.server`. What is inside an option is in it. */
export function settingNameOf({ option }: JournalRemedy): string {
  return settingPathOf(option).slice(0, 1).join();
}

/** The whole key of this setting. The MobileApps folders serve more than the server. */
export function settingKeyOf({ option }: JournalRemedy): string {
  return option === 'mobileApps' ? MOBILE_APPS_SETTINGS.folders.key : `${SERVER_SECTION}.${settingNameOf({ option })}`;
}

/** Where an option is: the name of the setting, below `sessionWorkbench.server`, and the names inside it. */
export function settingPathOf(option: string): readonly string[] {
  const opened = OPENED.find((each) => `${option}.`.startsWith(`${each}.`));
  const names = option.split('.');
  if (opened === undefined) return names;
  const depth = opened.split('.').length;
  return [...names.slice(0, depth - 1), ...names.slice(depth)];
}

/**
 * The value of this setting after the remedy. Nothing else in it is changed.
 * @param setting the value as it is written now; undefined if it is not set
 */
export function withRemedy(setting: unknown, { option, value }: Required<JournalRemedy>): unknown {
  const element = LISTS[option];
  const [name = '', ...path] = settingPathOf(option);
  const member = TEXTS[name];
  const whole =
    path.length > 0 && member !== undefined && typeof setting === 'string' ? { [member]: setting } : setting;
  return changedAt(whole, path, (before) => {
    if (!element) return value;
    const list: readonly unknown[] = Array.isArray(before) ? before : [];
    const added = JSON.stringify(element(value));
    return list.some((each) => JSON.stringify(each) === added) ? list : [...list, element(value)];
  });
}

function changedAt(value: unknown, [name, ...rest]: readonly string[], change: (before: unknown) => unknown): unknown {
  if (name === undefined) return change(value);
  // A system is also switched on by `true`, which has no members.
  const members = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return { ...members, [name]: changedAt((members as Record<string, unknown>)[name], rest, change) };
}
