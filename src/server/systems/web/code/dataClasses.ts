import { CodeMistake } from './codeMistake';
import type { DataModel } from './dataModel';

/** Where a class of a dataclass has what the server knows of the dataclass. A symbol cannot meet a developer's name. */
export const MODEL = Symbol('model');
/** Where an entity has the row that it was made from. */
export const ROW = Symbol('row');

/** The functions of a dataclass that give its entities. What they return becomes entities, whoever calls them. */
const GIVERS = ['all', 'get', 'query', 'orderBy', 'entitySet'] as const;

type AnyFunction = (...given: unknown[]) => unknown;

/** What carries a model: a class, and by it its instances. */
export interface Modelled {
  [MODEL]?: DataModel;
}

/** Stands for 4D.DataStoreImplementation, the base of `DataStore`. */
export class DataStoreImplementation {}

/** Stands for 4D.DataClass. See docs/web-code.md#data. */
export class DataClass {
  constructor() {
    convertGiven(this);
  }
}

/** Stands for 4D.Entity: attributes as members of its own. */
export class Entity {
  [ROW]?: object;

  /** The primary key as a text. Undefined for an entity without one. */
  getKey(): string | undefined {
    return modelOf(this)?.keyOf(this);
  }
}

/** Stands for 4D.EntitySelection. `map` and `filter` give arrays, because what they give may be anything. */
// biome-ignore lint/suspicious/noExplicitAny: it holds what the developer's dataclass gives
export class EntitySelection extends Array<any> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** The first entity; null when there is none, as in 4D. */
  first(): unknown {
    return this.at(0) === undefined ? null : entityIn(this, this.at(0));
  }

  last(): unknown {
    return this.at(-1) === undefined ? null : entityIn(this, this.at(-1));
  }
}

/** An element of a selection as an entity. The code may have put a plain row there. */
export function entityIn(selection: EntitySelection, element: unknown): unknown {
  return modelOf(selection)?.entityOf(element) ?? element;
}

/** The model of an entity or a selection. Undefined when its class is not named after a dataclass. */
export function modelOf(instance: Entity | EntitySelection | DataClass): DataModel | undefined {
  return (instance.constructor as Modelled)[MODEL];
}

/** Makes what an instance of a dataclass gives entities, once. */
export function convertGiven(instance: object): void {
  for (const name of GIVERS) {
    if (Object.hasOwn(instance, name)) continue;
    const given = (instance as Record<string, unknown>)[name];
    if (typeof given !== 'function') continue;
    const value = (...parameters: unknown[]) => {
      const result = (given as AnyFunction).apply(instance, parameters);
      const convert = (each: unknown) => (instance.constructor as Modelled)[MODEL]?.given(each) ?? each;
      return isThenable(result) ? result.then(convert) : convert(result);
    };
    Object.defineProperty(instance, name, { value, configurable: true, writable: true, enumerable: false });
  }
}

/** @throws CodeMistake when a class does not extend the class of 4D that it has to */
export function assertExtends(theClass: new () => object, base: typeof Entity | typeof EntitySelection): void {
  if (theClass.prototype instanceof base) return;
  throw new CodeMistake(`The class ${theClass.name} has to extend ${base.name}, as in 4D.`);
}

function isThenable(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
