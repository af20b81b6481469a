import * as vscode from 'vscode';
import { l10n } from './l10n';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The largest unit that is at least once in a span, and its length. */
const UNITS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, length: number])[] = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
];

/** How long ago a time is, in the words of the user's language: *just now*, *5 minutes ago*, *yesterday*. */
export function agoText(time: number, now: number): string {
  const found = UNITS.find(([, each]) => now - time >= each);
  if (!found) return l10n.t('just now');
  const [unit, length] = found;
  const words = new Intl.RelativeTimeFormat(vscode.env.language, { numeric: 'auto' });
  return words.format(-Math.floor((now - time) / length), unit);
}
