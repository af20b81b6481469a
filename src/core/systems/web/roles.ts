import { phraseText } from '../../compliance/phrase';
import { syntaxPhrase } from '../../compliance/syntaxPhrase';
import type { KnownClasses } from '../../handlers/knownClasses';
import { nodeAt, readJson } from '../../json/jsonText';
import { parseJson } from '../../json/parseJson';
import { pointerOf } from '../../json/pointer';
import { Lines, type Position } from '../../json/position';
import { isRecord } from '../../session/sessionFields';
import { type RolePermission, rolePermissions } from './rolePermissions';
import { namesAt, RolesError, type RolesPath } from './rolesError';
import { type RoleWarning, RoleWarnings } from './roleWarnings';

/** `Project/Sources/roles.json`. See docs/facts/4d-web.md#roles. */
export interface Roles {
  readonly privileges: readonly { readonly privilege: string; readonly includes: readonly string[] }[];
  readonly roles: readonly { readonly role: string; readonly privileges: readonly string[] }[];
  readonly permissions: readonly RolePermission[];
  /** Whether what no permission is about is forbidden to all. */
  readonly restrictedByDefault: boolean;
  readonly forceLogin: boolean;
}

export type RolesReading =
  | {
      readonly kind: 'roles';
      readonly roles: Roles;
      /** Things that 4D accepts but that are probably mistakes. */
      readonly warnings: readonly RoleWarning[];
    }
  | {
      readonly kind: 'error';
      /** One sentence. */
      readonly message: string;
      /** Position in the text, zero-based. */
      readonly position: Position;
    };

/**
 * Parses the text of a roles.json. 4D switches access control off when the file has an error.
 * @param classes of the project, so that permissions for what does not exist are told; absent when nobody knows them
 */
export function readRoles(text: string, classes?: KnownClasses): RolesReading {
  const plain = text.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = parseJson(plain);
  } catch {
    const { stop } = readJson(plain);
    const at = stop ?? { offset: plain.length, end: plain.length, expected: 'endOfText' as const, atEnd: true };
    const message = phraseText(syntaxPhrase(at, plain));
    return { kind: 'error', message, position: new Lines(plain).positionAt(at.offset) };
  }
  try {
    const roles = rolesOf(value);
    return {
      kind: 'roles',
      roles,
      warnings: new RoleWarnings(roles, readJson(plain), new Lines(plain), classes).all(),
    };
  } catch (error) {
    if (!(error instanceof RolesError)) throw error;
    const node = nodeAt(readJson(plain).root, pointerOf(error.path));
    return { kind: 'error', message: error.message, position: new Lines(plain).positionAt(node?.start ?? 0) };
  }
}

function rolesOf(value: unknown): Roles {
  if (!isRecord(value)) throw new RolesError('The file must hold an object.', []);
  const { privileges, roles = [], permissions, restrictedByDefault = false, forceLogin = false } = value;
  if (!Array.isArray(privileges)) throw missing('privileges', value, 'an array');
  if (!Array.isArray(roles)) throw missing('roles', value, 'an array');
  if (!isRecord(permissions)) throw missing('permissions', value, 'an object');
  if (!Array.isArray(permissions.allowed)) {
    throw new RolesError('“permissions” must have “allowed”, an array.', ['permissions']);
  }
  for (const [name, given] of Object.entries({ restrictedByDefault, forceLogin })) {
    if (typeof given !== 'boolean') throw new RolesError(`“${name}” must be true or false, without quotes.`, [name]);
  }
  return {
    privileges: privileges.map((each: unknown, index) => {
      const path = ['privileges', index];
      const { privilege, includes } = named(each, 'privilege', path);
      return { privilege, includes: namesAt(includes, [...path, 'includes']) };
    }),
    roles: roles.map((each: unknown, index) => {
      const path = ['roles', index];
      const { role, privileges } = named(each, 'role', path);
      return { role, privileges: namesAt(privileges, [...path, 'privileges']) };
    }),
    permissions: rolePermissions(permissions.allowed, ['permissions', 'allowed']),
    restrictedByDefault: restrictedByDefault === true,
    forceLogin: forceLogin === true,
  };
}

function missing(key: string, value: Record<string, unknown>, what: string): RolesError {
  const path = key in value ? [key] : [];
  return new RolesError(`“${key}” must be there and be ${what}.`, path);
}

function named<K extends string>(
  value: unknown,
  key: K,
  path: RolesPath,
): Record<K, string> & { readonly [key: string]: unknown } {
  if (!isRecord(value) || typeof value[key] !== 'string' || value[key].trim() === '') {
    throw new RolesError(`“${key}” must be there and be a name.`, path);
  }
  return value as Record<K, string> & { readonly [key: string]: unknown };
}
