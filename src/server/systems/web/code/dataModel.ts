import { CodeMistake } from './codeMistake';
import { assertExtends, convertGiven, Entity, EntitySelection, MODEL, type Modelled, ROW } from './dataClasses';
import { singletonOf } from './singletons';

type Class = new () => object;
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

  /** @throws CodeMistake when a class does not extend 4D's */
  constructor(
    readonly name: string,
    readonly classes: ModelClasses,
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
    return isRow(value) && !(value instanceof Entity) ? this.newEntity(value, value) : value;
  }

  /** @param row that the entity comes from, if it has one */
  newEntity(attributes: object, row?: object): Entity {
    const entity = new this.entityClass();
    for (const [name, value] of Object.entries(attributes)) {
      // A getter of the class is a computed attribute, which the row cannot set.
      if (name !== '__proto__') Reflect.set(entity, name, value);
    }
    if (row) Object.defineProperty(entity, ROW, { value: row, enumerable: false });
    return entity;
  }

  selectionOf(rows: readonly unknown[]): EntitySelection {
    const selection = new this.selectionClass();
    for (const row of rows) selection.push(this.entityOf(row));
    return selection;
  }

  /** @throws CodeMistake when the dataclass does not say which entities it has */
  async all(): Promise<EntitySelection> {
    return this.asSelection(await this.giver('all')(), 'all');
  }

  /** The entity with a key. Undefined when there is none. */
  async find(key: string): Promise<Entity | undefined> {
    const { dataClass } = this;
    if (typeof dataClass?.get === 'function') {
      const found: unknown = await dataClass.get(key);
      return found instanceof Entity ? found : undefined;
    }
    return (await this.all()).find((each) => each instanceof Entity && this.keyOf(each) === key);
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

function setModel(theClass: Class, model: DataModel): void {
  // The class may be frozen. Then its entities are those of a class without a name.
  Reflect.defineProperty(theClass as Class & Modelled, MODEL, { value: model, configurable: true, enumerable: false });
}

function isRow(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
