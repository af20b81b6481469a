import { CodeMistake } from './codeMistake';

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

/**
 * A function of an instance, bound to it. Undefined for members that are no functions, and for those that come from
 * JavaScript or from 4D, as every object of their kind has them.
 * @param bases prototypes whose members do not count
 */
export function functionOf(
  instance: object,
  name: string,
  bases: readonly object[] = [],
): ((...given: unknown[]) => unknown) | undefined {
  if (name === 'constructor') return undefined;
  const ends = [Object.prototype, ...bases];
  for (let each: object | null = instance; each && !ends.includes(each); each = Object.getPrototypeOf(each)) {
    const found = Object.getOwnPropertyDescriptor(each, name);
    if (found) return typeof found.value === 'function' ? found.value.bind(instance) : undefined;
  }
  return undefined;
}

/**
 * The functions that may be called through REST. In 4D they are `exposed`; here they are listed in `static exposed`.
 * @throws CodeMistake when it is no array of texts
 */
export function exposedNames(theClass: object): readonly string[] {
  return namesIn(theClass, 'exposed');
}

/**
 * The functions that may be called by GET. In 4D they have the keyword `onHTTPGet`; here they are listed in
 * `static onHTTPGet`, in any case.
 * @throws CodeMistake when it is no array of texts
 */
export function getNames(theClass: object): readonly string[] {
  return [...namesIn(theClass, 'onHTTPGet'), ...namesIn(theClass, 'onHttpGet')];
}

function namesIn(theClass: object, member: string): readonly string[] {
  const names = (theClass as Record<string, unknown>)[member];
  if (names === undefined) return [];
  if (Array.isArray(names) && names.every((each) => typeof each === 'string')) return names;
  const { name } = theClass as { name?: unknown };
  throw new CodeMistake(`“static ${member}” of ${String(name)} has to be an array of names, as in ['create'].`);
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
