/** A member that an object of 4D's classes has as a property. */
export interface ShownMember {
  readonly get: () => unknown;
  /** Absent when the member is read-only. */
  readonly set?: (value: unknown) => void;
  /** For a read-only member: how code changes what it shows. */
  readonly instead?: string;
}

/**
 * Gives an object its members as properties of its own, so that `Object.keys` and JSON show them, as in 4D. A getter of
 * a class would be hidden from both.
 * @param owner name of the object for messages
 */
export function showMembers(object: object, owner: string, members: Readonly<Record<string, ShownMember>>): void {
  for (const [name, { get, set, instead }] of Object.entries(members)) {
    const refuse = () => {
      // Without a setter, code that is not strict would go on as if it had changed something.
      throw new TypeError(`${owner}.${name} is read-only${instead === undefined ? '' : `: use ${instead}`}.`);
    };
    Object.defineProperty(object, name, { get, set: set ?? refuse, enumerable: true, configurable: false });
  }
}

/**
 * Refuses to set what objects of a class do not have, as a misspelt name would be taken without a word. A class of the developer
 * that extends it may have more.
 * @param owner name of an object for messages
 * @param instead what to use, for the end of the message
 */
export function refuseUnknownMembers(kind: { readonly prototype: object }, owner: string, instead: string): void {
  const { prototype } = kind;
  const set = (target: object, name: string | symbol, value: unknown, receiver: object): boolean => {
    if (Object.getPrototypeOf(receiver) !== prototype) return Reflect.set(target, name, value, receiver);
    throw new TypeError(`${owner} has no member ${String(name)} that can be set: ${instead}.`);
  };
  // JavaScript asks what a class extends for a setter of what an object does not have.
  Object.setPrototypeOf(prototype, new Proxy(Object.create(Object.prototype), { set }));
}

/**
 * A copy of an object that refuses changes with words.
 * @param words why, and what to use instead
 */
export function readOnlyCopy<T extends object>(object: T, words: string): T {
  const refuse = () => {
    throw new TypeError(words);
  };
  return new Proxy({ ...object }, { set: refuse, defineProperty: refuse, deleteProperty: refuse });
}
