import * as vscode from 'vscode';
import type { ClockState } from '../../core/protocol/clockState';
import type { Fault, FaultRequest } from '../../core/protocol/fault';
import { happenedByItself, type JournalEntry, NO_REQUEST } from '../../core/protocol/journal';
import type { Mail } from '../../core/protocol/mail';
import { durationParts } from '../../core/server/duration';
import { entryPath } from '../../core/server/entryHeadline';
import { shortId } from '../../core/server/shortId';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';
import { numberText } from '../host/treeRow';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A length of time in the user's language, without a sign. */
export function durationText(ms: number): string {
  return durationParts(ms)
    .map(({ unit, value }) => {
      const format = new Intl.NumberFormat(vscode.env.language, { style: 'unit', unit, unitDisplay: 'short' });
      return format.format(value);
    })
    .join(' ');
}

/**
 * The current virtual time in milliseconds since 1970. The server is on this machine, so both have the same real time.
 */
export function virtualNow(clock: ClockState): number {
  return clock.paused ? Date.parse(clock.now) : Date.now() + clock.offsetMs;
}

/**
 * How far virtual time is from real time; undefined if they are equal. A difference below a second comes from the
 * duration of an answer.
 */
export function offsetText(clock: ClockState): string | undefined {
  const offset = virtualNow(clock) - Date.now();
  if (Math.abs(offset) < 1000) return undefined;
  return offset > 0 ? l10n.t('{0} ahead', durationText(offset)) : l10n.t('{0} behind', durationText(offset));
}

/** What is left of a time: in started minutes, and of a long time in started days. */
export function leftText(at: string, now: number): string {
  const left = Math.max(0, Date.parse(at) - now);
  const unit = left > 2 * DAY ? DAY : MINUTE;
  return durationText(Math.ceil(left / unit) * unit);
}

export function sessionCountText(count: number): string {
  return isOne(count) ? l10n.t('{0} session', numberText(count)) : l10n.t('{0} sessions', numberText(count));
}

/** When the link and the code of a mail expire, in started minutes; undefined if they never do. */
export function expiryText(mail: Mail, now: number): string | undefined {
  if (mail.expiresAt === undefined) return undefined;
  const left = Date.parse(mail.expiresAt) - now;
  return left > 0 ? l10n.t('expires in {0}', durationText(Math.ceil(left / MINUTE) * MINUTE)) : l10n.t('expired');
}

/** The effect of a fault, in words. */
export function effectText(fault: FaultRequest): string {
  switch (fault.kind) {
    case 'status':
      return fault.errCode === undefined
        ? l10n.t('Answer {0}', String(fault.status))
        : l10n.t('Answer {0} with error {1}', String(fault.status), String(fault.errCode));
    case 'delay':
      return l10n.t('Delay of {0}', durationText(fault.delayMs));
    case 'reset':
      return l10n.t('Connection ended');
    case 'replyLost':
      return l10n.t('Answer lost');
  }
}

/** Which requests a fault applies to, and how often. */
export function scopeText({ scope, times }: FaultRequest): string {
  const parts = [
    scope?.route ?? (scope?.session === undefined ? l10n.t('every request') : undefined),
    scope?.session === undefined ? undefined : l10n.t('session {0}', shortId(scope.session)),
    scope?.nth === undefined ? undefined : l10n.t('request number {0}', scope.nth),
    times === undefined ? undefined : times === 1 ? l10n.t('once') : l10n.t('{0} times', times),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** How often a fault has been applied. */
export function hitsText({ hits, seen }: Fault): string {
  return l10n.t('hit {0} of {1}', hits, seen);
}

/** The request of an entry: its method and path, as they were sent. A route alone would not tell which table, page or session. */
export function sentLine(entry: JournalEntry): string {
  const { method } = entry;
  if (happenedByItself(entry)) return l10n.t('by itself');
  if (method === NO_REQUEST) return l10n.t('no request');
  return `${method} ${entryPath(entry)}`;
}

/** The status of the answer, or that there was none. */
export function entryStatusText({ status }: JournalEntry): string {
  return status === 0 ? l10n.t('no answer') : String(status);
}
