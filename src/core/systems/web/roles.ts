import { phraseText } from '../../compliance/phrase';
import { syntaxPhrase } from '../../compliance/syntaxPhrase';
import { nodeAt, readJson } from '../../json/jsonText';
import { parseJson } from '../../json/parseJson';
import { pointerOf } from '../../json/pointer';
import { Lines, type Position } from '../../json/position';
import { isRecord } from '../../session/sessionFields';

/** The part of `Project/Sources/roles.json` that sessions need. See docs/facts/4d-web.md#roles. */
export interface Roles {
  readonly privileges: readonly { readonly privilege: string; readonly includes: readonly string[] }[];
  readonly roles: readonly { readonly role: string; readonly privileges: readonly string[] }[];
  readonly forceLogin: boolean;
}

export type RolesReading =
  | {
      readonly kind: 'roles';
      readonly roles: Roles;
      /** Things that 4D accepts but that are probably mistakes, one sentence each. */
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: 'error';
      /** One sentence. */
      readonly message: string;
      /** Position in the text, zero-based. */
      readonly position: Position;
    };

/** Parses the text of a roles.json. 4D switches access control off when the file has an error. */
export function readRoles(text: string): RolesReading {
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
    return { kind: 'roles', roles, warnings: warningsOf(roles) };
  } catch (error) {
    if (!(error instanceof RolesError)) throw error;
    const node = nodeAt(readJson(plain).root, pointerOf(error.path));
    return { kind: 'error', message: error.message, position: new Lines(plain).positionAt(node?.start ?? 0) };
  }
}

class RolesError extends Error {
  /** @param path path of the value with the error */
  constructor(
    message: string,
    readonly path: readonly (string | number)[],
  ) {
    super(message);
  }
}

type Path = readonly (string | number)[];

function rolesOf(value: unknown): Roles {
  if (!isRecord(value)) throw new RolesError('The file must hold an object.', []);
  const { privileges, roles = [], permissions, forceLogin = false } = value;
  if (!Array.isArray(privileges)) throw missing('privileges', value, 'an array');
  if (!Array.isArray(roles)) throw missing('roles', value, 'an array');
  if (!isRecord(permissions)) throw missing('permissions', value, 'an object');
  if (!Array.isArray(permissions.allowed)) {
    throw new RolesError('“permissions” must have “allowed”, an array.', ['permissions']);
  }
  if (typeof forceLogin !== 'boolean') throw missing('forceLogin', value, 'true or false');
  return {
    privileges: privileges.map((each: unknown, index) => {
      const path = ['privileges', index];
      const { privilege, includes } = named(each, 'privilege', path);
      return { privilege, includes: texts(includes, [...path, 'includes']) };
    }),
    roles: roles.map((each: unknown, index) => {
      const path = ['roles', index];
      const { role, privileges } = named(each, 'role', path);
      return { role, privileges: texts(privileges, [...path, 'privileges']) };
    }),
    forceLogin,
  };
}

function missing(key: string, value: Record<string, unknown>, what: string): RolesError {
  const path = key in value ? [key] : [];
  return new RolesError(`“${key}” must be there and be ${what}.`, path);
}

function named<K extends string>(
  value: unknown,
  key: K,
  path: Path,
): Record<K, string> & { readonly [key: string]: unknown } {
  if (!isRecord(value) || typeof value[key] !== 'string' || value[key].trim() === '') {
    throw new RolesError(`“${key}” must be there and be a name.`, path);
  }
  return value as Record<K, string> & { readonly [key: string]: unknown };
}

function texts(value: unknown, path: Path): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value as string[];
  throw new RolesError(`“${String(path.at(-1))}” must be an array of names.`, path);
}

function warningsOf({ privileges, roles }: Roles): string[] {
  const spelled = new Set(privileges.map(({ privilege }) => privilege));
  const known = new Map(privileges.map(({ privilege }) => [privilege.toLowerCase(), privilege]));
  const uses = [
    ...privileges.flatMap(({ privilege, includes }) => includes.map((name) => [name, `privilege “${privilege}”`])),
    ...roles.flatMap(({ role, privileges: names }) => names.map((name) => [name, `role “${role}”`])),
  ] as [string, string][];
  return uses.flatMap(([name, who]) => {
    if (spelled.has(name)) return [];
    const meant = known.get(name.toLowerCase());
    return [
      meant === undefined
        ? `The ${who} names “${name}”, which is no privilege and is ignored.`
        : `The ${who} names “${name}”, which is spelled “${meant}”; some versions of 4D tell them apart.`,
    ];
  });
}
