import { grouped } from '../../base/grouped';
import { isRecord } from '../../session/sessionFields';
import type { Roles } from './roles';

/** The result of reading an argument of `setPrivileges`. */
export interface Grant {
  /** Names of privileges, including those of roles, spelt as in roles.json. */
  readonly privileges: readonly string[];
  /** Undefined names. They are ignored. */
  readonly unknown: readonly string[];
  readonly userName?: string;
}

/** The privilege that each session has, without anybody giving it. */
const GUEST = 'guest';

/** Privileges that 4D defines itself (docs/facts/4d-web.md#permissions). */
export const BUILT_IN_PRIVILEGES: readonly string[] = ['WebAdmin', GUEST];

/**
 * The privileges of a project, what each of them includes, and the privileges of each role. Names are not
 * case-sensitive.
 */
export class Privileges {
  /** The defined spelling of each name, by the name in lower case. */
  private readonly names = new Map<string, string>();
  private readonly nested = new Map<string, readonly string[]>();
  private readonly roles = new Map<string, readonly string[]>();
  readonly forceLogin: boolean;

  /** @param project absent when there are no rules. Every name is a privilege then, and includes no other. */
  constructor(private readonly project: Pick<Roles, 'privileges' | 'roles' | 'forceLogin'> | undefined) {
    this.forceLogin = project?.forceLogin ?? false;
    for (const name of BUILT_IN_PRIVILEGES) this.names.set(keyOf(name), name);
    for (const { privilege } of project?.privileges ?? []) this.names.set(keyOf(privilege), privilege);
    // A privilege may be defined in several entries, so their lists are joined.
    for (const [key, all] of grouped(project?.privileges ?? [], ({ privilege }) => keyOf(privilege))) {
      this.nested.set(
        key,
        all.flatMap(({ includes }) => includes),
      );
    }
    for (const { role, privileges } of project?.roles ?? []) this.roles.set(keyOf(role), privileges);
  }

  /** The name as it is defined. Undefined when there is no such privilege. */
  nameOf(name: string): string | undefined {
    return this.names.get(keyOf(name)) ?? (this.project || name.trim() === '' ? undefined : name.trim());
  }

  /**
   * The names and all that they include. An included privilege comes before the one that includes it. Each occurs once.
   */
  expand(names: readonly string[]): string[] {
    const done = new Set<string>();
    const expanded: string[] = [];
    // An explicit stack, because deep nesting in a file must not overflow the call stack.
    const open: { readonly name: string; readonly leave: boolean }[] = [];
    const enter = (several: readonly string[]) => {
      for (const name of several.toReversed()) open.push({ name, leave: false });
    };
    enter(names);
    for (let next = open.pop(); next; next = open.pop()) {
      const name = this.nameOf(next.name);
      if (name === undefined) continue;
      const key = keyOf(name);
      if (next.leave) expanded.push(name);
      if (next.leave || done.has(key)) continue;
      done.add(key);
      open.push({ name, leave: true });
      enter(this.nested.get(key) ?? []);
    }
    return expanded;
  }

  /**
   * The privileges of a session as `getPrivileges()` lists them: those that were set, those that `guest` includes in
   * this project, and all that they include. `guest` itself is not listed, as each session has it.
   */
  listed(names: readonly string[]): string[] {
    return this.expand([...(this.nested.get(GUEST) ?? []), ...names]).filter((name) => keyOf(name) !== GUEST);
  }

  /** Whether a session with these privileges has a privilege: set, included, or `guest`, which each session has. */
  includes(names: readonly string[], name: string): boolean {
    return this.holding(names)(name);
  }

  /** The same for many names. */
  holding(names: readonly string[]): (name: string) => boolean {
    const held = new Set(this.expand([GUEST, ...names]).map(keyOf));
    return (name) => held.has(keyOf(name));
  }

  /**
   * Reads an argument of `setPrivileges`. It can be a text with one name or several separated by commas, a collection
   * of texts, or an object. The object has `privileges` and `roles`, each a text or a collection, and `userName`
   * (docs/facts/4d-web.md#the-session-object).
   * @returns undefined when the argument has another type
   */
  grantOf(argument: unknown): Grant | undefined {
    if (!isRecord(argument)) return this.grant(namesOf(argument), []);
    const { privileges = [], roles = [], userName } = argument;
    const grant = this.grant(namesOf(privileges), namesOf(roles));
    if (!grant || (userName !== undefined && typeof userName !== 'string')) return undefined;
    return userName === undefined ? grant : { ...grant, userName };
  }

  private grant(privileges: readonly string[] | undefined, roles: readonly string[] | undefined): Grant | undefined {
    if (!privileges || !roles) return undefined;
    const known = new Set<string>();
    const unknown: string[] = [];
    const add = (names: readonly string[]) => {
      for (const each of names) {
        const name = this.nameOf(each);
        if (name === undefined) unknown.push(each);
        // Each session has it. If it were kept, a guest would not be one any more.
        else if (keyOf(name) !== GUEST) known.add(name);
      }
    };
    add(privileges);
    for (const role of roles) {
      const its = this.roles.get(keyOf(role));
      if (its) add(its);
      else unknown.push(role);
    }
    return { privileges: [...known], unknown };
  }
}

function namesOf(value: unknown): string[] | undefined {
  const given = typeof value === 'string' ? value.split(',') : value;
  if (!Array.isArray(given) || !given.every((each) => typeof each === 'string')) return undefined;
  return given.map((name) => name.trim()).filter((name) => name !== '');
}

function keyOf(name: string): string {
  return name.trim().toLowerCase();
}
