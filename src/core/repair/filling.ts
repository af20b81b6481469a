import type { JsonValue } from '../edit/jsonValue';
import { isRecord } from '../session/sessionFields';
import type { DamagedSession, PointerValues } from './damagedSession';
import { type FoundIds, folderIds } from './folderIds';

/** What to write for a property that has no usable value. */
export interface Filling {
  /** The property itself, and other values that have to be set with it. */
  readonly values: PointerValues;
  /** Whether the value is known or harmless, and not invented where it matters. */
  readonly safe: boolean;
  /** Set when nothing tells whether it is right. Then only a person takes it. */
  readonly isGuess?: boolean;
}

/** A sensible value for a missing or empty property. Undefined when there is none. */
export function fillingFor(session: DamagedSession, pointer: string): Filling | undefined {
  switch (pointer) {
    case '/application':
      return applicationFilling(session, ({ applicationId }) => [
        '/application',
        { id: applicationId, name: nameOf(session, applicationId), version: FIRST_VERSION },
      ]);
    case '/application/id':
      return applicationFilling(session, ({ applicationId }) => ['/application/id', applicationId]);
    case '/application/name':
      return nameFilling(session);
    case '/team':
      return teamFilling(session, (id) => [pointer, { id }]);
    case '/team/id':
      return teamFilling(session, (id) => [pointer, id]);
    case '/device':
      return { values: [[pointer, { id: unknownDevice(session), description: UNKNOWN }]], safe: false };
    case '/device/id':
      return { values: [[pointer, unknownDevice(session)]], safe: false };
    case '/session':
      return harmless(pointer, { id: session.file.name, ip: LOOPBACK });
    case '/token':
      return tokenFilling(session);
    default: {
      const value = plainValue(session, pointer);
      return value === undefined ? undefined : harmless(pointer, value);
    }
  }
}

const FIRST_VERSION = '1.0.0';
const LOOPBACK = '::1';
const UNKNOWN = 'Unknown device';

function plainValue(session: DamagedSession, pointer: string): JsonValue | undefined {
  const { fields, file } = session;
  switch (pointer) {
    case '/application/version':
      return FIRST_VERSION;
    case '/language':
      return { id: 'en_US', code: 'en', region: 'US' };
    case '/language/id':
      return idOfLanguage(session);
    case '/language/code':
      return languageCode(session);
    case '/email':
      // A guest has no address.
      return '';
    case '/device/description':
      return fields.deviceOs || UNKNOWN;
    case '/session/id':
      return file.name;
    case '/session/ip':
      return LOOPBACK;
    case '/status':
      // Only a person may decide who is accepted.
      return 'pending';
  }
  return undefined;
}

function harmless(pointer: string, value: JsonValue): Filling {
  return { values: [[pointer, value]], safe: true };
}

/** The application that the folder, the token or the sessions beside it name, and its team when the session's own differs. */
function applicationFilling(
  session: DamagedSession,
  value: (ids: FoundIds) => PointerValues[number],
): Filling | undefined {
  const { teamId } = session.fields;
  const ids = idsOf(session);
  if (!ids) return undefined;
  if (teamId === undefined || teamId === ids.teamId) return judged([value(ids)], ids.isSure);
  // A team that is there but differs is not overwritten without asking.
  const filling = judged([value(ids), ['/team/id', ids.teamId]], ids.isSure);
  return { ...filling, safe: filling.safe && teamId === '' };
}

function teamFilling(session: DamagedSession, value: (teamId: string) => PointerValues[number]): Filling {
  const ids = idsOf(session);
  return judged([value(ids?.teamId ?? '')], ids?.isSure !== false);
}

function nameFilling(session: DamagedSession): Filling {
  const { fields, file } = session;
  const ids = fields.applicationId ? undefined : idsOf(session);
  const id = fields.applicationId || (ids?.applicationId ?? file.applicationFolder);
  return judged([['/application/name', nameOf(session, id)]], ids?.isSure !== false);
}

function idsOf({ fields, file, witnesses }: DamagedSession): FoundIds | undefined {
  const { applicationId, teamId } = fields;
  return folderIds(
    file.applicationFolder,
    { ...(applicationId && { applicationId }), ...(teamId && { teamId }) },
    witnesses,
  );
}

function judged(values: PointerValues, isSure: boolean): Filling {
  return isSure ? { values, safe: true } : { values, safe: false, isGuess: true };
}

function tokenFilling(session: DamagedSession): Filling | undefined {
  const token = session.canonicalToken;
  // In another place it is not certain whose token it must be.
  return token === undefined ? undefined : { values: [['/token', token]], safe: session.isInPlace };
}

/** What the sessions beside it call the application. Otherwise `Contact` for `com.contactApp.Contact`. */
function nameOf({ file: { beside } }: DamagedSession, applicationId: string): string {
  if (beside?.applicationName && beside.applicationId === applicationId) return beside.applicationName;
  return applicationId.slice(applicationId.lastIndexOf('.') + 1);
}

/** A different id for each session, so that no two look like the same device. */
function unknownDevice({ file }: DamagedSession): string {
  return `unknown-${file.name}`;
}

function idOfLanguage(session: DamagedSession): string {
  const { code, region } = languageOf(session);
  if (typeof code !== 'string' || code === '') return 'en_US';
  return typeof region === 'string' && region !== '' ? `${code}_${region}` : code;
}

function languageCode(session: DamagedSession): string {
  const { id } = languageOf(session);
  return (typeof id === 'string' && /^[A-Za-z]+/.exec(id)?.[0]) || 'en';
}

function languageOf(session: DamagedSession): Record<string, unknown> {
  const language = session.at('/language');
  return isRecord(language) ? language : {};
}
