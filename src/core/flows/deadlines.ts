import type { SystemName } from '../protocol/systemStates';
import type { ShownState } from '../scenario/runEvents';
import type { Deadline } from '../server/deadline';
import type { AnySlice, SystemSlice } from '../server/systemSlice';
import { type FlowStrings, filled } from './flowWords';

/** A deadline with its system. The kernel's own have none. */
export interface SystemDeadline extends Deadline {
  readonly system?: SystemName;
}

/** Everything that ends by itself after the current time of the state, soonest first. */
export function deadlinesIn({ clock, systems, outbox }: ShownState, slices: readonly AnySlice[]): SystemDeadline[] {
  const ofSystems = slices.flatMap((each) => {
    const { name, deadlines } = each as SystemSlice;
    const slice = systems[name];
    return slice && deadlines ? deadlines(slice).map((deadline) => ({ ...deadline, system: name })) : [];
  });
  const ofMails = outbox.flatMap(({ to, expiresAt }): Deadline[] =>
    expiresAt === undefined ? [] : [{ kind: 'mail', name: to, at: expiresAt }],
  );
  return [...ofSystems, ...ofMails]
    .filter(({ at }) => Date.parse(at) >= Date.parse(clock.now))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The first moment after a deadline, ISO 8601. */
export function justAfter({ at }: Deadline): string {
  return new Date(Date.parse(at) + 1).toISOString();
}

/**
 * Virtual time in milliseconds since 1970.
 * @param sinceMs real milliseconds since the state was received
 */
export function shownTime({ clock }: ShownState, sinceMs: number): number {
  return Date.parse(clock.now) + (clock.paused ? 0 : Math.max(0, sinceMs));
}

/** The remaining time, as a clock shows it: `4:59`, `1:00:00`, `2 d 03:00`. It is `0:00` when the time is over. */
export function countdown(ms: number, words: Pick<FlowStrings, 'daysAndTime'>): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  if (days > 0) return filled(words.daysAndTime, days, `${two(hours)}:${two(minutes)}`);
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
