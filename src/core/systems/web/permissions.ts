import { grouped } from '../../base/grouped';
import { PERMISSION_ACTIONS, type PermissionAction, type ResourceType } from './rolePermissions';
import type { Roles } from './roles';

/** A function that a request runs. */
export interface FunctionResource {
  readonly type: 'method' | 'singletonMethod';
  /** `ds`, the name of a dataclass, or the name of a singleton class. Functions of entities and selections are the dataclass's. */
  readonly owner: string;
  readonly name: string;
}

/** A rule of roles.json that restricts an action to sessions with one of some privileges. */
export interface PermissionLock {
  readonly type: ResourceType;
  /** As it is in the file. */
  readonly applyTo: string;
  readonly privileges: readonly string[];
}

export type AccessDecision =
  | { readonly isAllowed: true }
  /** Without a lock, `restrictedByDefault` forbids it. */
  | { readonly isAllowed: false; readonly lock?: PermissionLock };

/** Whether the session has a privilege, directly or by another one. */
type Holds = (privilege: string) => boolean;

const ALLOWED: AccessDecision = { isAllowed: true };

/** The name of the datastore in roles.json. */
export const DATASTORE_NAME = 'ds';

/**
 * What roles.json allows to whom. The most specific rule about a function or a dataclass decides alone; a rule about an
 * attribute is added to that of its dataclass. An empty list of privileges restricts nothing. Names are compared without
 * regard to case, so that no other spelling gets past a lock (docs/facts/4d-web.md#permissions).
 */
export class Permissions {
  /** By action, type and name. */
  private readonly locks = new Map<string, PermissionLock>();
  private readonly restrictedByDefault: boolean;

  /** @param roles absent when access control is off */
  constructor(roles: Pick<Roles, 'permissions' | 'restrictedByDefault'> | undefined) {
    this.restrictedByDefault = roles?.restrictedByDefault ?? false;
    const rules = roles?.permissions ?? [];
    for (const action of PERMISSION_ACTIONS) {
      // Several rules may be about one resource, so their lists are joined.
      for (const [key, all] of grouped(rules, ({ type, applyTo }) => keyOf(action, type, applyTo))) {
        const privileges = [...new Set(all.flatMap(({ actions }) => actions[action] ?? []))];
        const [first] = all;
        if (!first || privileges.length === 0) continue;
        this.locks.set(key, { type: first.type as ResourceType, applyTo: first.applyTo, privileges });
      }
    }
  }

  /** Whether a session may run a function. */
  execute({ type, owner, name }: FunctionResource, holds: Holds): AccessDecision {
    const own = this.lock('execute', type, `${owner}.${name}`);
    const whole = isDatastore(owner)
      ? undefined
      : this.lock('execute', type === 'method' ? 'dataclass' : 'singleton', owner);
    return this.decided(own ?? whole ?? this.lock('execute', 'datastore', DATASTORE_NAME), holds);
  }

  /** The privileges that a function has while it runs, beside those of its session. */
  promoted({ type, owner, name }: FunctionResource): readonly string[] {
    return this.lock('promote', type, `${owner}.${name}`)?.privileges ?? [];
  }

  /** Whether a session may do something with the entities of a dataclass. */
  dataClass(action: PermissionAction, name: string, holds: Holds): AccessDecision {
    const lock = this.lock(action, 'dataclass', name) ?? this.lock(action, 'datastore', DATASTORE_NAME);
    return this.decided(lock, holds);
  }

  /** Whether a session that may do this with the dataclass may do it with an attribute too. */
  attribute(action: PermissionAction, dataClass: string, name: string, holds: Holds): AccessDecision {
    const lock = this.lock(action, 'attribute', `${dataClass}.${name}`);
    return lock && !lock.privileges.some(holds) ? { isAllowed: false, lock } : ALLOWED;
  }

  private lock(action: PermissionAction, type: string, applyTo: string): PermissionLock | undefined {
    return this.locks.get(keyOf(action, type, applyTo));
  }

  private decided(lock: PermissionLock | undefined, holds: Holds): AccessDecision {
    if (!lock) return this.restrictedByDefault ? { isAllowed: false } : ALLOWED;
    return lock.privileges.some(holds) ? ALLOWED : { isAllowed: false, lock };
  }
}

function isDatastore(owner: string): boolean {
  return owner.toLowerCase() === DATASTORE_NAME;
}

function keyOf(action: PermissionAction, type: string, applyTo: string): string {
  return `${action} ${type} ${applyTo.toLowerCase()}`;
}
