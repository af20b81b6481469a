import { CodeMistake } from './codeMistake';
import { NO_DATA } from './noData';
import { singletonOf } from './singletons';

type Class = new () => object;
/** Where a class of a dataclass has what the server knows of the dataclass. A symbol cannot meet a developer's name. */
const MODEL = Symbol('model');
/** Marks a function whose results become entities already. */
const CONVERTS = Symbol('converts');

/** The functions of a dataclass that give its entities. What they return becomes entities, whoever calls them. */
const GIVERS = ['all', 'get', 'query', 'orderBy', 'entitySet'] as const;

type AnyFunction = (...given: unknown[]) => unknown;

/** What carries a model: a class, and by it its instances. */
interface Modelled {
  [MODEL]?: DataModel;
}

/** Stands for 4D.DataStoreImplementation, the base of `DataStore`. */
export class DataStoreImplementation {}

/** Stands for 4D.DataClass. See docs/web-code.md#data. */
export class DataClass {
  constructor() {
    convertGiven(this);
  }

  get [NO_DATA](): string {
    return 'a dataclass';
  }

  /**
   * The entity with a key among those of `all()`; null when there is none, as in 4D. A promise when `all()` returns one.
   * @throws CodeMistake when the dataclass does not say which entities it has
   */
  get(key: unknown): unknown {
    const { all } = this as { all?: unknown };
    const name = Object.getPrototypeOf(this).constructor.name;
    if (typeof all !== 'function')
      throw new CodeMistake(`The dataclass ${name} has no all(), which gives its entities.`);
    const find = (found: unknown) => modelOf(this)?.entityIn(found, key) ?? null;
    const entities: unknown = (all as AnyFunction).call(this);
    return isThenable(entities) ? entities.then(find) : find(entities);
  }
}

/** Stands for 4D.Entity: attributes as members of its own. */
export class Entity {
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

  /** The entities from one place up to another, as a selection of the same class, as in 4D. */
  override slice(start?: number, end?: number): this {
    // The class may have a constructor of its own, which knows nothing of this.
    return Object.setPrototypeOf(super.slice(start, end), Object.getPrototypeOf(this));
  }
}

/** An element of a selection as an entity. The code may have put a plain row there. */
export function entityIn(selection: EntitySelection, element: unknown): unknown {
  return modelOf(selection)?.entityOf(element) ?? element;
}

/**
 * The model of an entity, a selection or a dataclass. A class that belongs to no module tells it by its name, as in 4D.
 * Undefined when the name does not tell either.
 */
export function modelOf(instance: object): DataModel | undefined {
  const theClass = classOfInstance(instance) as (Class & Modelled) | undefined;
  if (!theClass) return undefined;
  // A dataclass that extends another one is a table of its own. Entities of a class without a module are those of its base.
  const known = instance instanceof DataClass ? [theClass] : [theClass, ...basesOf(theClass)];
  const own = known.find((each) => Object.hasOwn(each, MODEL));
  if (own) return own[MODEL];
  const [name, classes] = namedClasses(theClass);
  return name === '' ? undefined : new DataModel(name, classes);
}

/** The class of an instance. An attribute with the name `constructor` does not change it. */
export function classOfInstance(instance: object): Class | undefined {
  const found: unknown = Object.getPrototypeOf(instance)?.constructor;
  return typeof found === 'function' ? (found as Class) : undefined;
}

function* basesOf(theClass: Class): Generator<Class & Modelled> {
  for (let each = Object.getPrototypeOf(theClass); typeof each === 'function'; each = Object.getPrototypeOf(each)) {
    yield each as Class & Modelled;
  }
}

function namedClasses(theClass: Class): [name: string, classes: ModelClasses] {
  const { name, prototype } = theClass;
  const before = (ending: string) => (name.endsWith(ending) ? name.slice(0, -ending.length) : '');
  if (prototype instanceof Entity) return [before('Entity'), { entity: theClass }];
  if (prototype instanceof EntitySelection) return [before('Selection'), { selection: theClass }];
  const isBase = [Entity, EntitySelection, DataClass].some((base) => base === theClass);
  return [isBase ? '' : name, { dataClass: theClass }];
}

/** Makes what an instance of a dataclass gives entities, once. */
function convertGiven(instance: object): void {
  for (const name of GIVERS) {
    const given = (instance as Record<string, unknown>)[name];
    if (typeof given !== 'function' || CONVERTS in given) continue;
    const value = (...parameters: unknown[]) => {
      const result = (given as AnyFunction).apply(instance, parameters);
      const convert = (each: unknown) => modelOf(instance)?.given(each) ?? each;
      return isThenable(result) ? result.then(convert) : convert(result);
    };
    Object.defineProperty(value, CONVERTS, { value: true });
    Reflect.defineProperty(instance, name, { value, configurable: true, writable: true, enumerable: false });
  }
}

/** @throws CodeMistake when a class does not extend the class of 4D that it has to */
function assertExtends(theClass: new () => object, base: typeof Entity | typeof EntitySelection): void {
  if (theClass.prototype instanceof base) return;
  throw new CodeMistake(`The class ${theClass.name} has to extend ${base.name}, as in 4D.`);
}

function isThenable(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

type EntityClass = new () => Entity;
type SelectionClass = new () => EntitySelection;

/** The classes of a dataclass that a project has modules for. */
export interface ModelClasses {
  readonly dataClass?: Class | undefined;
  readonly entity?: Class | undefined;
  readonly selection?: Class | undefined;
}

/** 4D's usual name of a primary key. */
const PRIMARY_KEY = 'ID';

/**
 * A dataclass of a project: its name and its three classes, as in 4D. The data is what the code of the dataclass gives.
 * This server has no database and no query engine.
 */
export class DataModel {
  readonly entityClass: EntityClass;
  readonly selectionClass: SelectionClass;

  /**
   * @param fault why a module of the dataclass could not be loaded
   * @throws CodeMistake when a class does not extend 4D's
   */
  constructor(
    readonly name: string,
    readonly classes: ModelClasses,
    private readonly fault?: unknown,
  ) {
    const { dataClass, entity, selection } = classes;
    if (entity) assertExtends(entity, Entity);
    if (selection) assertExtends(selection, EntitySelection);
    this.entityClass = (entity ?? class extends Entity {}) as EntityClass;
    this.selectionClass = (selection ?? class extends EntitySelection {}) as SelectionClass;
    for (const each of [dataClass, this.entityClass, this.selectionClass]) if (each) setModel(each, this);
  }

  /** The dataclass itself: one instance in each process. Undefined when the project has no module for it. */
  get dataClass(): Record<string, unknown> | undefined {
    const { dataClass } = this.classes;
    if (!dataClass) return undefined;
    const instance = singletonOf(dataClass);
    convertGiven(instance);
    return instance as Record<string, unknown>;
  }

  /** Call this before its classes are used. It throws what the module of a class that could not be loaded threw. */
  assertLoaded(): void {
    if (this.fault !== undefined) throw this.fault;
  }

  /** The attribute with the primary key: `static primaryKey` of the dataclass, or ID. */
  get primaryKey(): string {
    const given = (this.classes.dataClass as { primaryKey?: unknown } | undefined)?.primaryKey;
    return typeof given === 'string' ? given : PRIMARY_KEY;
  }

  keyOf(entity: object): string | undefined {
    const { primaryKey } = this;
    const name = Object.keys(entity).find((each) => each.toLowerCase() === primaryKey.toLowerCase());
    const key = name === undefined ? undefined : (entity as Record<string, unknown>)[name];
    return typeof key === 'string' || typeof key === 'number' ? String(key) : undefined;
  }

  /** What a function that gives entities returned, with each plain row as an entity. Other values stay. */
  given(value: unknown): unknown {
    if (value instanceof EntitySelection || !Array.isArray(value)) return this.entityOf(value);
    return value.every(isRow) ? this.selectionOf(value) : value;
  }

  /** A row as an entity. What is an entity, or no row, stays. */
  entityOf(value: unknown): unknown {
    return isRow(value) && !(value instanceof Entity) ? this.newEntity(value) : value;
  }

  /**
   * An entity with attributes.
   * @throws CodeMistake when an attribute has the name of a function of the class
   */
  newEntity(attributes: object): Entity {
    this.assertLoaded();
    const entity = new this.entityClass();
    for (const [name, value] of Object.entries(attributes)) {
      if (setAttribute(entity, name, value)) continue;
      throw new CodeMistake(`A row of ${this.name} has the attribute “${name}”, which is a function of its entities.`);
    }
    return entity;
  }

  selectionOf(rows: readonly unknown[]): EntitySelection {
    this.assertLoaded();
    const selection = new this.selectionClass();
    for (const row of rows) selection.push(this.entityOf(row));
    return selection;
  }

  /** @throws CodeMistake when the dataclass does not say which entities it has */
  async all(): Promise<EntitySelection> {
    return this.asSelection(await this.giver('all')(), 'all');
  }

  /**
   * The entity with a key. Undefined when there is none.
   * @throws CodeMistake when the dataclass does not say which entities it has
   */
  async find(key: string): Promise<Entity | undefined> {
    const found: unknown = await this.giver(this.dataClass ? 'get' : 'all')(key);
    return found instanceof Entity ? found : undefined;
  }

  /** The entity with a key in what `all()` has returned. */
  entityIn(all: unknown, key: unknown): Entity | undefined {
    const wanted = String(key);
    return this.asSelection(all, 'all').find((each) => each instanceof Entity && this.keyOf(each) === wanted);
  }

  /** Whether the code of the dataclass answers a kind of question. */
  answers(name: string): boolean {
    return typeof this.dataClass?.[name] === 'function';
  }

  /** Asks the code of the dataclass for a selection. */
  async ask(name: 'query' | 'orderBy' | 'entitySet', ...given: unknown[]): Promise<EntitySelection> {
    return this.asSelection(await this.giver(name)(...given), name);
  }

  private giver(name: string): (...given: unknown[]) => unknown {
    const given = this.dataClass?.[name];
    if (typeof given === 'function') return given as (...given: unknown[]) => unknown;
    const place = this.classes.dataClass ? 'has no' : 'has no module, and so no';
    throw new CodeMistake(`The dataclass ${this.name} ${place} ${name}(), which gives its entities.`);
  }

  private asSelection(value: unknown, name: string): EntitySelection {
    if (value instanceof EntitySelection) return value;
    if (Array.isArray(value) && value.every(isRow)) return this.selectionOf(value);
    throw new CodeMistake(`${this.name}.${name}() has to return an array of objects, or an entity selection.`);
  }
}

/**
 * Sets an attribute of an entity. One that the class has as a getter is a computed attribute: its setter is called, if it
 * has one. Names that every object has, such as `constructor`, are attributes like all others.
 * @returns false when the class has a function of this name, which stays as it is
 */
export function setAttribute(entity: Entity, name: string, value: unknown): boolean {
  const member = memberOf(entity, name);
  if (typeof member?.value === 'function') return false;
  if (member && !('value' in member)) Reflect.set(entity, name, value);
  else Reflect.defineProperty(entity, name, { value, writable: true, enumerable: true, configurable: true });
  return true;
}

function memberOf(entity: Entity, name: string): PropertyDescriptor | undefined {
  const own = Object.getOwnPropertyDescriptor(entity, name);
  if (own || name === 'constructor') return own;
  for (
    let each = Object.getPrototypeOf(entity);
    each && each !== Object.prototype;
    each = Object.getPrototypeOf(each)
  ) {
    const found = Object.getOwnPropertyDescriptor(each, name);
    if (found) return found;
  }
  return undefined;
}

function setModel(theClass: Class, model: DataModel): void {
  // The class may be frozen. Then its entities are those of a class without a name.
  Reflect.defineProperty(theClass as Class & Modelled, MODEL, { value: model, configurable: true, enumerable: false });
}

function isRow(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
