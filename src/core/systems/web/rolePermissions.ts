import { isRecord } from '../../session/sessionFields';
import { namesAt, RolesError, type RolesPath } from './rolesError';

/** What a permission can allow. */
export const PERMISSION_ACTIONS = ['read', 'create', 'update', 'drop', 'execute', 'promote', 'describe'] as const;

export type PermissionAction = (typeof PERMISSION_ACTIONS)[number];

/** The kinds of resources that a permission can be about. */
export const RESOURCE_TYPES = [
  'datastore',
  'dataclass',
  'attribute',
  'method',
  'singleton',
  'singletonMethod',
] as const;

export type ResourceType = (typeof RESOURCE_TYPES)[number];

/** One element of `permissions.allowed`. See docs/facts/4d-web.md#permissions. */
export interface RolePermission {
  /** `ds`, `Users`, `Users.email`, `Users.create`, `Tools` or `Tools.secret`, by the type. */
  readonly applyTo: string;
  /** As it is in the file. What is no `ResourceType` locks nothing. */
  readonly type: string;
  /** The privileges by action. An empty list restricts nothing. */
  readonly actions: Readonly<Partial<Record<PermissionAction, readonly string[]>>>;
  /** Names of other members. */
  readonly others: readonly string[];
  readonly path: RolesPath;
}

/** Members without a meaning for permissions. Qodly Studio writes the first. */
const SILENT = ['id', 'comment'];

/** @throws RolesError when something mandatory is missing, or a value has the wrong type */
export function rolePermissions(allowed: readonly unknown[], at: RolesPath): RolePermission[] {
  return allowed.map((value, index) => {
    const path = [...at, index];
    if (!isRecord(value)) throw new RolesError('A permission must be an object with “applyTo” and “type”.', path);
    const { applyTo, type, ...rest } = value;
    for (const [name, given] of Object.entries({ applyTo, type })) {
      if (typeof given === 'string' && given.trim() !== '') continue;
      throw new RolesError(`“${name}” must be there and be a text.`, name in value ? [...path, name] : path);
    }
    const actions: Partial<Record<PermissionAction, readonly string[]>> = {};
    for (const action of PERMISSION_ACTIONS) {
      if (rest[action] !== undefined) actions[action] = namesAt(rest[action], [...path, action]);
    }
    const known: readonly string[] = [...PERMISSION_ACTIONS, ...SILENT];
    const others = Object.keys(rest).filter((name) => !known.includes(name));
    return { applyTo: (applyTo as string).trim(), type: (type as string).trim(), actions, others, path };
  });
}
