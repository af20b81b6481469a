import type { DeviceRow, DeviceTimer, ShownDevice } from './shownDevice';
import type { SystemDevice } from './systemDevice';

/** What each name means, by the names. */
export type Names = Readonly<Record<string, string>>;

const SCREENS: Readonly<Record<ShownDevice['screen'], string>> = {
  content: 'The content of the app.',
  lock: 'The lock screen, which asks for the PIN or a fingerprint.',
  signIn: 'The sign-in page.',
  splash: 'The picture at the start of the app. Nothing private is shown.',
  cover: 'A cover hides the content, as in the list of recent apps.',
  home: 'Any other app.',
  off: 'The screen is dark.',
};

const ACCESS: Readonly<Record<ShownDevice['access'], string>> = {
  none: 'The app has no access token.',
  valid: 'The app believes that its access token is good.',
  expired: 'The app believes that its access token is over.',
};

const TIMERS: Readonly<Record<DeviceTimer['state'], string>> = {
  running: 'Time is counted.',
  paused: 'The timer stands still, and goes on or begins anew later.',
  off: 'The app has no such limit, or the timer is stopped: it counts while the app shows its content.',
};

/**
 * The names that can stand at a place in `expect.device`, with what they mean.
 * @param path the members that lead there, such as `rows`, `has`, `0`
 * @returns undefined where any value can stand
 */
export function deviceNamesAt(device: SystemDevice, path: readonly (string | number)[]): Names | undefined {
  const [member = '', ...below] = path.map(String);
  if (member === 'rows') {
    const isList = below[0] === 'has' || below[0] === 'equals';
    return isList && below.length < 3 ? rowNames(device) : undefined;
  }
  if (member === 'timers') return below[1] === 'state' && isOfMatcher(below.slice(2)) ? TIMERS : undefined;
  const { states: state, reasons: reason, problems: problem } = device.names;
  const sets: Readonly<Record<string, Names>> = { state, screen: SCREENS, reason, problem, access: ACCESS };
  return Object.hasOwn(sets, member) && isOfMatcher(below) ? sets[member] : undefined;
}

/** Whether a value, or a part of a matcher, stands for the whole value that is looked at. */
function isOfMatcher(path: readonly string[]): boolean {
  return path.length === 0 || (path.length === 1 && (path[0] === 'equals' || path[0] === 'not'));
}

function rowNames({ table }: SystemDevice): Names {
  return Object.fromEntries(table.map((row) => [row.id, rowText(row)]));
}

/** A row of the transition table in one line. */
function rowText({ from, event, guard, to, effect }: DeviceRow): string {
  const when = guard === undefined ? event : `${event}; ${guard}`;
  return `${from} → ${to}. When: ${when}. Then: ${effect}.`;
}
