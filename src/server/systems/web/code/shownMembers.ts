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
 * A copy of an object that refuses changes with words.
 * @param words why, and what to use instead
 */
export function readOnlyCopy<T extends object>(object: T, words: string): T {
  const refuse = () => {
    throw new TypeError(words);
  };
  return new Proxy({ ...object }, { set: refuse, defineProperty: refuse, deleteProperty: refuse });
}
