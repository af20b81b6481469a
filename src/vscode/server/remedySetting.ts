import type { JournalRemedy } from '../../core/protocol/journal';

/** Options that are lists, with what stands in them for the value of a remedy. */
const LISTS: Readonly<Record<string, (value: NonNullable<JournalRemedy['value']>) => unknown>> = {
  allowedHosts: (value) => value,
  'web.cors': (value) => ({ host: value }),
};

/** Options that may also be a text, with the member that this text stands for. */
const TEXTS: Readonly<Record<string, string>> = { upstream: 'url' };

/** The name of the setting for the option of a remedy, below `sessionWorkbench.server`. What is inside an option is in it. */
export function settingNameOf({ option }: JournalRemedy): string {
  return option.split('.', 1).join();
}

/**
 * The value of this setting after the remedy. Nothing else in it is changed.
 * @param setting the value as it is written now; undefined if it is not set
 */
export function withRemedy(setting: unknown, { option, value }: Required<JournalRemedy>): unknown {
  const element = LISTS[option];
  const [name = '', ...path] = option.split('.');
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
