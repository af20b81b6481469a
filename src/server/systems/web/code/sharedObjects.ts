import type { Json } from '../../../../core/json/json';
import type { BridgeCalls, BridgeOperation, SharedName, SharedObjectState } from './codeProtocol';
import { changesBetween } from './storageChanges';

type Call = <O extends BridgeOperation>(
  operation: O,
  ...parameters: BridgeCalls[O]['parameters']
) => BridgeCalls[O]['result'];

/** A shared object that `Use` has locked, with its value until `Use` ends. */
interface OpenChange {
  readonly before: SharedObjectState;
  /** A JSON value that only this thread sees. */
  readonly value: Node;
  depth: number;
}

/** What a view shows: the state when the view was made, or what this run has made of it since. */
interface Place {
  readonly name: SharedName;
  readonly state: SharedObjectState;
  readonly path: readonly string[];
}

type Node = { [key: string]: unknown };

/**
 * The shared objects in one run of code: `Session.storage` and `Storage`. As in 4D, reading is always allowed, and
 * writing outside `Use` is an error.
 */
export class SharedObjects {
  private readonly changes = new Map<SharedName, OpenChange>();
  /** What this run has changed, as it was read last. A view that was made before shows it too. */
  private readonly changed = new Map<SharedName, SharedObjectState>();
  private readonly places = new WeakMap<object, Place>();

  constructor(private readonly call: Call) {}

  /** A view of the object in its present state. Null when it is the storage of a session that is not there. */
  view(name: SharedName): object | null {
    const open = this.changes.get(name)?.before;
    const state = open ?? this.call('read', name);
    if (!open && state && this.changed.has(name)) this.changed.set(name, state);
    return state ? this.viewOf({ name, state, path: [] }) : null;
  }

  isLocked(name: SharedName): boolean {
    return this.changes.has(name);
  }

  /**
   * `Use (shared) … End use`: runs `body` while nobody else can change the object. Changes take effect when the
   * outermost `use` ends, also when `body` throws.
   */
  use<T>(shared: unknown, body: (shared: unknown) => T): T {
    const place = typeof shared === 'object' && shared !== null ? this.places.get(shared) : undefined;
    if (!place)
      throw new TypeError('Use needs a shared object: Session.storage, Storage, or an object in one of them.');
    if (typeof body !== 'function') throw new TypeError('Use needs a function that does the changes.');
    const change = this.lock(place);
    try {
      const result = body(shared);
      if (isPromise(result)) {
        throw new TypeError('Use ends when its function returns: the function cannot be asynchronous.');
      }
      return result;
    } finally {
      change.depth--;
      if (change.depth === 0) this.unlock(place.name, change);
    }
  }

  private lock({ name, state }: Place): OpenChange {
    const open = this.changes.get(name);
    if (open) {
      open.depth++;
      return open;
    }
    const before = this.call('lock', name);
    if (before.id !== state.id) {
      this.call('unlock', name, []);
      throw new Error('This is the storage of another session: take Session.storage anew after Session.restore().');
    }
    const change = { before, value: structuredClone(before.value) as Node, depth: 1 };
    this.changes.set(name, change);
    return change;
  }

  private unlock(name: SharedName, { before, value }: OpenChange): void {
    this.changes.delete(name);
    this.changed.set(name, { id: before.id, value: value as SharedObjectState['value'] });
    this.call('unlock', name, changesBetween(before.value, value as { [key: string]: Json }));
  }

  private viewOf(place: Place): object {
    const view = new Proxy(Array.isArray(this.nodeAt(place)) ? [] : {}, this.traps(place));
    this.places.set(view, place);
    return view;
  }

  private traps(place: Place): ProxyHandler<object> {
    const node = () => this.nodeAt(place);
    const shown = (key: string, value: unknown) =>
      typeof value === 'object' && value !== null ? this.viewOf({ ...place, path: [...place.path, key] }) : value;
    return {
      get: (_, key) => {
        const value: unknown = Reflect.get(node(), key);
        return typeof key === 'string' ? shown(key, value) : value;
      },
      has: (_, key) => Reflect.has(node(), key),
      ownKeys: () => Reflect.ownKeys(node()),
      getOwnPropertyDescriptor: (_, key) => {
        const found = Reflect.getOwnPropertyDescriptor(node(), key);
        return found && typeof key === 'string' ? { ...found, value: shown(key, found.value) } : found;
      },
      set: (_, key, value) => {
        this.requireLock(place);
        // The `length` of a collection cannot be defined as a property, only set.
        if (Array.isArray(node())) return Reflect.set(node(), key, plain(key, value));
        return Reflect.defineProperty(node(), key, propertyOf(plain(key, value)));
      },
      defineProperty: (_, key, { value }) => {
        this.requireLock(place);
        return Reflect.defineProperty(node(), key, propertyOf(plain(key, value)));
      },
      deleteProperty: (_, key) => {
        this.requireLock(place);
        return Reflect.deleteProperty(node(), key);
      },
      setPrototypeOf: () => false,
      preventExtensions: () => false,
    };
  }

  private requireLock({ name, state }: Place): void {
    if (this.changes.get(name)?.before.id === state.id) return;
    const object = name === 'session' ? 'Session.storage' : name === 'storage' ? 'Storage' : 'sessionStorage(id)';
    const call = `Use(${object}, () => { … })`;
    throw new Error(`A shared object can only be changed inside ${call}.`);
  }

  private nodeAt({ name, state, path }: Place): object {
    const change = this.changes.get(name);
    const changed = this.changed.get(name);
    const closed = changed?.id === state.id ? changed.value : state.value;
    let node: unknown = change?.before.id === state.id ? change.value : closed;
    for (const key of path) {
      node = typeof node === 'object' && node !== null && Object.hasOwn(node, key) ? (node as Node)[key] : undefined;
    }
    if (typeof node === 'object' && node !== null) return node;
    throw new Error(`The shared object has no object “${path.join('.')}” any more.`);
  }
}

function propertyOf(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true, configurable: true };
}

/**
 * A copy as JSON. Shared objects hold texts, numbers, booleans, null, and objects and collections of them.
 * @throws for other values, and for objects that contain themselves
 */
function plain(key: string | symbol, value: unknown): unknown {
  const subject = `A shared object cannot hold this as “${String(key)}”`;
  if (typeof key === 'symbol') throw new TypeError(`${subject}: it takes what JSON can say.`);
  const json = JSON.stringify(value, function (this: unknown, name: string, said: unknown) {
    // JSON makes a text of a date before it asks.
    const given = (this as Node)[name];
    if (given instanceof Date) throw new TypeError(`${subject}: a date is to be given as a text, with toISOString().`);
    if (typeof given === 'function') throw new TypeError(`${subject}: it takes no functions.`);
    if (typeof given === 'number' && !Number.isFinite(given)) {
      throw new TypeError(`${subject}: ${given} is no number that JSON can say.`);
    }
    return said;
  });
  if (json === undefined) throw new TypeError(`${subject}: it takes what JSON can say.`);
  return JSON.parse(json);
}

function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
