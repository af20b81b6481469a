import { shortened } from '../../compliance/phrase';
import type { KnownClasses } from '../../handlers/knownClasses';
import { type JsonReading, nodeAt } from '../../json/jsonText';
import { pointerOf } from '../../json/pointer';
import type { Lines, Range } from '../../json/position';
import { DATASTORE_NAME } from './permissions';
import { BUILT_IN_PRIVILEGES } from './privileges';
import { type PermissionAction, RESOURCE_TYPES, type ResourceType, type RolePermission } from './rolePermissions';
import type { Roles } from './roles';
import type { RolesPath } from './rolesError';

/** The class of the datastore, in lower case. Permissions call it otherwise. */
const DATASTORE_CLASS = 'datastore';

/** Something that 4D accepts in a roles.json, but that is probably a mistake. */
export interface RoleWarning {
  /** One sentence in English. */
  readonly message: string;
  /** JSON Pointer of the value. */
  readonly pointer: string;
  readonly range: Range;
}

const LONGEST_NAME = 60;

/** The actions that mean something for each kind of resource. 4D's own file has `promote` at the datastore. */
const ACTIONS: Readonly<Record<ResourceType, readonly PermissionAction[]>> = {
  datastore: ['read', 'create', 'update', 'drop', 'execute', 'promote', 'describe'],
  dataclass: ['read', 'create', 'update', 'drop', 'execute', 'describe'],
  attribute: ['read', 'create', 'update', 'drop', 'describe'],
  method: ['execute', 'promote', 'describe'],
  singleton: ['execute', 'describe'],
  singletonMethod: ['execute', 'promote', 'describe'],
};

/** How `applyTo` is written for each kind. */
const FORMS: Readonly<Record<ResourceType, { readonly pattern: RegExp; readonly words: string }>> = {
  datastore: { pattern: /^ds$/i, words: DATASTORE_NAME },
  dataclass: { pattern: /^[^.]+$/, words: 'Dataclass' },
  attribute: { pattern: /^[^.]+\.[^.]+$/, words: 'Dataclass.attribute' },
  method: { pattern: /^[^.]+\.[^.]+$/, words: 'Dataclass.function' },
  singleton: { pattern: /^[^.]+$/, words: 'Class' },
  singletonMethod: { pattern: /^[^.]+\.[^.]+$/, words: 'Class.function' },
};

/** For each kind of class, the type that is right where the type of another kind stands. */
const RIGHT_TYPES: Readonly<Record<'dataclass' | 'singleton', Readonly<Partial<Record<ResourceType, ResourceType>>>>> =
  {
    dataclass: { singleton: 'dataclass', singletonMethod: 'method' },
    singleton: { dataclass: 'singleton', method: 'singletonMethod', attribute: 'singletonMethod' },
  };

/** Finds what is probably a mistake in a roles.json that 4D accepts. */
export class RoleWarnings {
  private readonly found: RoleWarning[] = [];
  private readonly spelled: ReadonlyMap<string, string>;

  constructor(
    private readonly roles: Roles,
    private readonly reading: JsonReading,
    private readonly lines: Lines,
    private readonly classes: KnownClasses | undefined,
  ) {
    const names = [...BUILT_IN_PRIVILEGES, ...roles.privileges.map(({ privilege }) => privilege)];
    this.spelled = new Map(names.map((name) => [name.toLowerCase(), name]));
  }

  all(): readonly RoleWarning[] {
    this.roles.privileges.forEach(({ privilege, includes }, index) => {
      this.names(includes, ['privileges', index, 'includes'], (name) => this.named(name, 'privilege', privilege));
    });
    this.roles.roles.forEach(({ role, privileges }, index) => {
      this.names(privileges, ['roles', index, 'privileges'], (name) => this.named(name, 'role', role));
    });
    for (const permission of this.roles.permissions) this.permission(permission);
    return this.found;
  }

  private names(names: readonly string[], path: RolesPath, words: (name: string) => string | undefined): void {
    names.forEach((name, index) => {
      const found = words(name);
      if (found) this.warn(found, [...path, index]);
    });
  }

  private named(name: string, kind: 'privilege' | 'role', who: string): string | undefined {
    const meant = this.spelled.get(name.toLowerCase());
    if (meant === name) return undefined;
    if (meant !== undefined) {
      return `The ${kind} “${short(who)}” names “${short(name)}”, which is spelled “${short(meant)}”; some versions of 4D tell them apart.`;
    }
    return `The ${kind} “${short(who)}” names “${short(name)}”, which is no privilege and is ignored.`;
  }

  private permission({ applyTo, type, actions, others, path }: RolePermission): void {
    const kind = RESOURCE_TYPES.find((each) => each === type);
    if (kind === undefined) {
      const types = RESOURCE_TYPES.join(', ');
      this.warn(`This permission locks nothing: “${short(type)}” is no type. The types are ${types}.`, [
        ...path,
        'type',
      ]);
      return;
    }
    for (const name of others) {
      const words = `4D does not know the action “${short(name)}” of a permission, so it locks nothing.`;
      this.warn(words, [...path, name]);
    }
    const words = this.place(kind, applyTo);
    if (words) this.warn(words, [...path, 'applyTo']);
    for (const [name, privileges = []] of Object.entries(actions)) {
      const action = name as PermissionAction;
      if (!ACTIONS[kind].includes(action) && privileges.length > 0) {
        // Only this action is idle: the others of the permission hold.
        const text = `The action “${action}” means nothing for the type “${kind}”, so this list is ignored.`;
        this.warn(text, [...path, action]);
      }
      this.names(privileges, [...path, action], (each) => {
        if (this.spelled.has(each.toLowerCase())) return undefined;
        return action === 'promote'
          ? `The function cannot be promoted to “${short(each)}”, which is no privilege.`
          : `No session can have “${short(each)}”, which is no privilege.`;
      });
    }
  }

  /** What is wrong with the name of a resource. */
  private place(kind: ResourceType, applyTo: string): string | undefined {
    const { pattern, words } = FORMS[kind];
    if (!pattern.test(applyTo)) {
      return `This permission locks nothing: for the type “${kind}”, “applyTo” is written ${words}.`;
    }
    const [owner = '', name] = applyTo.split('.');
    const dataClass = /^(.+?)(?:Entity|Selection)$/i.exec(owner)?.[1];
    const isOfData = kind === 'dataclass' || kind === 'attribute' || kind === 'method';
    // A table may end like this itself.
    if (isOfData && dataClass !== undefined && this.classes?.hasItself(dataClass) && !this.classes.isTable(owner)) {
      const right = name === undefined ? dataClass : `${dataClass}.${name}`;
      return `This permission locks nothing: what entities and selections have is named after the dataclass, “${short(right)}”.`;
    }
    const isFunction = kind === 'method' || kind === 'singletonMethod';
    const datastore = isFunction ? datastoreName(owner) : undefined;
    if (datastore !== undefined && (kind !== 'method' || datastore !== DATASTORE_NAME)) {
      return `This permission locks nothing: a function of the datastore is “${DATASTORE_NAME}.${short(name ?? '')}”, of the type “method”.`;
    }
    if (kind === 'datastore' || !this.classes) return undefined;
    if (datastore === undefined) {
      if (!this.classes.has(owner)) return `This permission locks nothing: the project has no “${short(owner)}”.`;
      const other = this.otherType(kind, owner);
      if (other !== undefined) return other;
    }
    if (kind === 'attribute' && name !== undefined && !this.classes.hasAttribute(owner, name)) {
      return `This permission locks nothing: “${short(owner)}” has no attribute “${short(name)}”.`;
    }
    if (!isFunction || name === undefined || this.classes.hasFunction(owner, name)) return undefined;
    return `This permission locks nothing: “${short(owner)}” has no function “${short(name)}”.`;
  }

  /** Why a permission locks nothing that has the type of another kind of class. */
  private otherType(kind: ResourceType, owner: string): string | undefined {
    const found = this.classes?.kindOf(owner);
    const meant = found && RIGHT_TYPES[found][kind];
    if (meant === undefined) return undefined;
    const is = found === 'dataclass' ? 'is a dataclass' : 'is no dataclass';
    return `This permission locks nothing: “${short(owner)}” ${is}, for which the type is “${meant}”.`;
  }

  private warn(message: string, path: RolesPath): void {
    const pointer = pointerOf(path);
    const node = nodeAt(this.reading.root, pointer);
    const range = this.lines.rangeAt(node?.key?.start ?? node?.start ?? 0, node?.end ?? 0);
    this.found.push({ message, pointer, range });
  }
}

/** The name in lower case of the owner of a function, when that is the datastore or its class. */
function datastoreName(owner: string): string | undefined {
  return [DATASTORE_NAME, DATASTORE_CLASS].find((name) => name === owner.toLowerCase());
}

function short(name: string): string {
  return shortened(name, LONGEST_NAME);
}
