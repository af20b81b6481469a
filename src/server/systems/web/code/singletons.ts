type Class = new () => object;

/** Where a class keeps its one instance; a symbol of our own, so that no member of a developer's class is in the way. */
const INSTANCE = Symbol('singleton');

/** The one instance of a class in this thread: the one it keeps as `me`, 4D's name for it, or one made at the first call. */
export function singletonOf(theClass: Class): object {
  const holder = theClass as Class & { [INSTANCE]?: object; me?: unknown };
  if (Object.hasOwn(holder, 'me') && holder.me instanceof theClass) return holder.me;
  if (!Object.hasOwn(holder, INSTANCE)) Object.defineProperty(holder, INSTANCE, { value: new theClass() });
  return holder[INSTANCE] as object;
}

/** A function of a singleton; undefined for what every object has, and for what is no function. */
export function functionOf(singleton: object, name: string): ((...given: unknown[]) => unknown) | undefined {
  if (name === 'constructor') return undefined;
  for (let each: object | null = singleton; each && each !== Object.prototype; each = Object.getPrototypeOf(each)) {
    const found = Object.getOwnPropertyDescriptor(each, name);
    if (found) return typeof found.value === 'function' ? found.value.bind(singleton) : undefined;
  }
  return undefined;
}

/** Whether REST may call it: `exposed` in 4D, listed in `static exposed` here. */
export function isExposed(theClass: Class, name: string): boolean {
  const { exposed } = theClass as Class & { exposed?: unknown };
  return Array.isArray(exposed) && exposed.includes(name);
}

/** The class that a module has for a name: exported by that name, or as the default. */
export function classOf(exported: unknown, name: string): Class | undefined {
  return exportsOf(exported, name).find(isClass);
}

/** The function that a module has for a project method. */
export function methodOf(exported: unknown, name: string): ((...given: unknown[]) => unknown) | undefined {
  return exportsOf(exported, name).find((each) => typeof each === 'function' && !isClass(each)) as never;
}

/** What may be meant: `module.exports` of CommonJS arrives as the default export. */
function exportsOf(exported: unknown, name: string): unknown[] {
  const { default: standard, ...named } = (exported ?? {}) as Record<string, unknown>;
  const inside = (typeof standard === 'object' ? standard : undefined) as Record<string, unknown> | null | undefined;
  return [own(named, name), own(inside ?? {}, name), standard];
}

function own(object: Record<string, unknown>, name: string): unknown {
  const wanted = name.toLowerCase();
  const key = Object.hasOwn(object, name) ? name : Object.keys(object).find((each) => each.toLowerCase() === wanted);
  return key === undefined ? undefined : object[key];
}

function isClass(value: unknown): value is Class {
  return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
}
