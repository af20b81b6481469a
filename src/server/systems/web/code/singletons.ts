type Class = new () => object;

/**
 * The property of a class that holds its singleton. It is a symbol, so it cannot collide with a member of the
 * developer's class.
 */
const INSTANCE = Symbol('singleton');

/**
 * The singleton of a class in this thread: `me` as in 4D if the class sets it, or an instance made at the first call.
 */
export function singletonOf(theClass: Class): object {
  const holder = theClass as Class & { [INSTANCE]?: object; me?: unknown };
  if (Object.hasOwn(holder, 'me') && holder.me instanceof theClass) return holder.me;
  if (!Object.hasOwn(holder, INSTANCE)) Object.defineProperty(holder, INSTANCE, { value: new theClass() });
  return holder[INSTANCE] as object;
}

/** A function of a singleton. Undefined for members that every object has, and for members that are not functions. */
export function functionOf(singleton: object, name: string): ((...given: unknown[]) => unknown) | undefined {
  if (name === 'constructor') return undefined;
  for (let each: object | null = singleton; each && each !== Object.prototype; each = Object.getPrototypeOf(each)) {
    const found = Object.getOwnPropertyDescriptor(each, name);
    if (found) return typeof found.value === 'function' ? found.value.bind(singleton) : undefined;
  }
  return undefined;
}

/** Whether a function may be called through REST. In 4D it is `exposed`; here it is listed in `static exposed`. */
export function isExposed(theClass: Class, name: string): boolean {
  const { exposed } = theClass as Class & { exposed?: unknown };
  return Array.isArray(exposed) && exposed.includes(name);
}

/** The class that a module exports by its name, or as the default. */
export function classOf(exported: unknown, name: string): Class | undefined {
  return exportsOf(exported, name).find(isClass);
}

/** The function that a module exports for a project method. */
export function projectMethod(exported: unknown, name: string): ((...given: unknown[]) => unknown) | undefined {
  return exportsOf(exported, name).find((each) => typeof each === 'function' && !isClass(each)) as never;
}

/** The possible exports. `module.exports` of CommonJS is the default export here. */
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
