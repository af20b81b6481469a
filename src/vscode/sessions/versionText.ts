import { isUtf8 } from 'node:buffer';
import { changedMembers } from '../../core/compare/comparableText';
import { withoutBom } from '../../core/json/byteOrderMark';
import { parseJson } from '../../core/json/parseJson';
import { listedFields, sessionFields } from '../../core/session/sessionFields';
import type { BackupPurpose } from '../../disk/backup';
import type { SessionVersion } from '../../disk/change/versions';
import { sessionKeyAt } from '../../disk/sessionPlace';
import { changeVerb } from '../changes/changeText';
import { isChangeKind } from '../changes/keptChange';
import { l10n } from '../host/l10n';
import { sessionName } from '../mobileApps/sessionName';

/** More names would not be read. */
const MOST_NAMES = 4;

/** What a version was made for: *before Delete*. */
export function occasionText({ deed, backup }: Pick<SessionVersion, 'deed' | 'backup'>): string {
  if (!deed || !isChangeKind(deed.kind)) return purposeText(backup.purpose);
  const verb = changeVerb(deed.kind);
  if (deed.turn === 'undone') return l10n.t('before undoing {0}', verb);
  if (deed.turn === 'done') return l10n.t('before doing {0} again', verb);
  return l10n.t('before {0}', verb);
}

function purposeText(purpose: BackupPurpose): string {
  switch (purpose) {
    case 'fix':
    case 'reset':
    case 'delete':
      return l10n.t('before {0}', changeVerb(purpose));
    case 'server':
      return l10n.t('before the dev server wrote the file');
    case 'edit':
      return l10n.t('before an edit');
    case 'undo':
      return l10n.t('before an undo');
    default:
      // A later program may have other purposes.
      return l10n.t('before a change');
  }
}

/**
 * What differs between a version and what the file says now, by the names of members and without their values.
 * @param now undefined when the file is not there
 */
export function differenceText({ bytes }: Pick<SessionVersion, 'bytes'>, now: string | undefined): string {
  if (now === undefined) return l10n.t('the file is not there now');
  const then = withoutBom(bytes.toString('utf8'));
  if (then === withoutBom(now)) return l10n.t('as it is now');
  const changed = isUtf8(bytes) ? changedMembers(then, now) : undefined;
  if (!changed) return l10n.t('the text differs');
  // What is in the token is seen in the comparison alone.
  const members = [...new Set(changed.map((member) => member.replace(/^token\..*$/s, 'token')))];
  if (members.length === 0) return l10n.t('says the same as now');
  const more = members.length - MOST_NAMES;
  return more > 0
    ? l10n.t('differs in {0} and {1} more', members.slice(0, MOST_NAMES).join(', '), more)
    : l10n.t('differs in {0}', members.join(', '));
}

/** Whose session a version is, by what it says. */
export function versionName({ bytes, file }: Pick<SessionVersion, 'bytes' | 'file'>): string {
  const { name } = sessionKeyAt(file);
  return sessionName({ name, fields: listedFields(sessionFields(valueIn(bytes))) });
}

function valueIn(bytes: Buffer): unknown {
  try {
    return parseJson(withoutBom(bytes.toString('utf8')));
  } catch {
    return undefined;
  }
}
