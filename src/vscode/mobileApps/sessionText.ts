import * as vscode from 'vscode';
import { visibleText } from '../../core/base/visibleText';
import type { SortOrder } from '../../core/index/arrange';
import { type Condition, osText, type SessionEntry } from '../../core/index/sessionEntry';
import { l10n } from '../host/l10n';

/** A condition as it is said everywhere. */
export function conditionText(condition: Condition): string {
  switch (condition) {
    case 'accepted':
      return l10n.t('accepted');
    case 'pending':
      return l10n.t('pending');
    case 'atFault':
      return l10n.t('at fault');
    case 'unreadable':
      return l10n.t('not readable');
  }
}

/** How many sessions are in a condition: one sentence each, since the words agree with their number in many languages. */
export function countText(condition: Condition, count: number): string {
  switch (condition) {
    case 'accepted':
      return l10n.t('{0} accepted', count);
    case 'pending':
      return l10n.t('{0} pending', count);
    case 'atFault':
      return l10n.t('{0} at fault', count);
    case 'unreadable':
      return l10n.t('{0} not readable', count);
  }
}

/** What a session is called: its device, or the beginning of its file name when that cannot be read. */
export function deviceText({ fields, name }: SessionEntry): string {
  if (fields.deviceDescription) return visibleText(fields.deviceDescription);
  // As Git shortens its ids: what follows in the row, the code of the fault, stays in sight.
  return /^[0-9a-f]{16,}$/i.test(name) ? `${name.slice(0, 10)}…` : name;
}

/** What a list sorted in this order goes by, as the user sees it. */
export function sortText(entry: SessionEntry, sort: SortOrder): string {
  switch (sort) {
    case 'device':
      return deviceText(entry);
    case 'status':
      return conditionText(entry.condition);
    case 'os':
      return osText(entry.fields);
    case 'email':
      return emailText(entry) ?? '';
    case 'modified':
      return timeText(entry.modified);
  }
}

/** The e-mail address, or that there is none. */
export function emailText({ fields }: SessionEntry): string | undefined {
  if (fields.email === '') return l10n.t('guest');
  return fields.email && visibleText(fields.email);
}

/** A time in the user's language. */
export function timeText(time: number): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'medium' }).format(time);
}
