/** The objects without which nothing works in a thread. Clocks, consoles and the like may be replaced by a developer. */
const NAMES = [
  'Array',
  'ArrayBuffer',
  'Atomics',
  'Boolean',
  'Error',
  'Function',
  'Int32Array',
  'JSON',
  'Map',
  'Number',
  'Object',
  'Promise',
  'Proxy',
  'Reflect',
  'RegExp',
  'Set',
  'String',
  'Symbol',
  'TextDecoder',
  'TextEncoder',
  'TypeError',
  'URL',
  'Uint8Array',
  'WeakMap',
  'structuredClone',
] as const;

interface Member {
  readonly holder: object;
  readonly key: PropertyKey;
  readonly values: readonly unknown[];
}

/**
 * Notices that code has changed or removed the functions of JavaScript itself, such as `Array.prototype.map`. What it adds
 * does no harm.
 */
export class IntactGlobals {
  private readonly members: readonly Member[];
  // They are called by what the code may have changed, so they are kept.
  private readonly descriptor = Object.getOwnPropertyDescriptor;

  constructor() {
    const holders = NAMES.flatMap((name) => {
      const value: unknown = Reflect.get(globalThis, name);
      const prototype: unknown = typeof value === 'function' ? value.prototype : undefined;
      return [value, prototype].filter((each) => isHolder(each));
    });
    const global = NAMES.map((key) => this.memberOf(globalThis, key));
    this.members = [
      ...global,
      ...holders.flatMap((holder) => Reflect.ownKeys(holder).map((key) => this.memberOf(holder, key))),
    ].filter(({ values }) => values.some((value) => typeof value === 'function' || typeof value === 'object'));
  }

  /** It uses nothing but operators and what it has kept, because all else may be changed. */
  areIntact(): boolean {
    try {
      for (let at = 0; at < this.members.length; at++) {
        const { holder, key, values } = this.members[at] as Member;
        const now = this.descriptor(holder, key);
        if (now === undefined) return false;
        if (now.value !== values[0] || now.get !== values[1] || now.set !== values[2]) return false;
      }
      return true;
    } catch {
      return false;
    }
  }

  private memberOf(holder: object, key: PropertyKey): Member {
    const { value, get, set } = this.descriptor(holder, key) ?? {};
    return { holder, key, values: [value, get, set] };
  }
}

function isHolder(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
