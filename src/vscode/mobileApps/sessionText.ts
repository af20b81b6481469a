import * as vscode from 'vscode';
import { visibleText } from '../../core/base/visibleText';
import type { SortOrder } from '../../core/index/arrangement';
import { type Condition, osText, type SessionEntry } from '../../core/index/sessionEntry';
import { l10n } from '../host/l10n';
import { numberText } from '../host/treeRow';

/** The word for a condition, the same everywhere. */
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

/**
 * The number of sessions in a condition. Each is a sentence of its own, because in many languages the words depend on
 * the number.
 */
export function countText(condition: Condition, count: number): string {
  const number = numberText(count);
  switch (condition) {
    case 'accepted':
      return l10n.t('{0} accepted', number);
    case 'pending':
      return l10n.t('{0} pending', number);
    case 'atFault':
      return l10n.t('{0} at fault', number);
    case 'unreadable':
      return l10n.t('{0} not readable', number);
  }
}

/** What a session is called by: of a file, or of one in the memory of a server. */
export type NameableSession = Pick<SessionEntry, 'name' | 'fields'>;

/** The label of a session: who it belongs to, or the beginning of its file name if that cannot be read. */
export function whoText(entry: NameableSession): string {
  return emailText(entry) ?? shortName(entry.name);
}

/** The device as it calls itself, or the beginning of the file name if that cannot be read. */
export function deviceText({ fields, name }: SessionEntry): string {
  return fields.deviceDescription ? visibleText(fields.deviceDescription) : shortName(name);
}

/** What is known of the device: its model, and its operating system. That it is a simulator is said elsewhere. */
export function deviceParts({ fields }: NameableSession): string[] {
  const { deviceDescription = '', simulator } = fields;
  // Apps for iOS name it so.
  const model = simulator ? deviceDescription.replace(/^Simulator \((.+)\)$/, '$1') : deviceDescription;
  return [model, osText(fields)].filter((part) => part !== '').map(visibleText);
}

/** The word for a simulator, for a session of one. */
export function simulatorParts({ fields }: SessionEntry): string[] {
  return fields.simulator ? [l10n.t('simulator')] : [];
}

/** Shortened as Git does it, so that the finding code that follows in the row stays visible. */
export function shortName(name: string): string {
  return /^[0-9a-f]{16,}$/i.test(name) ? `${name.slice(0, 10)}…` : name;
}

/** The value by which a list is sorted, as the user sees it. */
export function sortText(entry: SessionEntry, sort: SortOrder): string {
  switch (sort) {
    case 'device':
      return deviceText(entry);
    case 'status':
      return conditionText(entry.condition);
    case 'os':
      return osText(entry.fields);
    case 'email':
      return whoText(entry);
    case 'modified':
      return timeText(entry.modified);
    case 'findings':
      return findingsText(entry);
    case 'id':
      return entry.name;
  }
}

/** The codes of the findings, each once. Empty for a session without any. */
export function findingsText({ findings }: SessionEntry): string {
  return [...new Set(findings.map(({ code }) => code))].join(', ');
}

/** The e-mail address, or that there is none. */
export function emailText({ fields }: NameableSession): string | undefined {
  if (fields.email === '') return l10n.t('guest');
  return fields.email && visibleText(fields.email);
}

/** A time in the user's language. */
export function timeText(time: number): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'medium' }).format(time);
}
