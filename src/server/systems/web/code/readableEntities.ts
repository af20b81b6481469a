import { CodeMistake } from './codeMistake';
import { classOfInstance, type DataModel, Entity, EntitySelection, entityIn, modelOf } from './dataModel';
import { RefusedCall } from './refusedCall';
import { exposedNames } from './singletons';

/** The attributes of a dataclass that the session may not read. It throws when it may read none. */
export type HiddenAttributes = (dataClass: string, attributes: readonly string[]) => readonly string[];

/** Tells of an attribute of a dataclass that it is left out, as its entity of the dataclass `related` may not be read. */
export type LeaveOut = (dataClass: string, attribute: string, related: string) => void;

/** What the session may read of an entity. */
export interface ReadableEntity {
  readonly model: DataModel;
  /** The primary key as a text. Undefined for an entity without one, and when it may not be read. */
  readonly key: string | undefined;
  /** The names of its attributes, and of the getters that its class exposes. */
  readonly attributes: readonly string[];
  /** The names of members of its own that 4D itself has, such as the stamp. */
  readonly system: readonly string[];
}

const SYSTEM = ['__KEY', '__TIMESTAMP', '__STAMP'];

/** What roles.json lets the session read of the entities in one answer. */
export class ReadableEntities {
  /** What the session may not read, by dataclass and attributes. Entities of one dataclass mostly have the same ones. */
  private readonly known = new Map<string, readonly string[]>();
  private readonly shown = new Map<object, unknown>();

  constructor(
    private readonly hiddenAttributes: HiddenAttributes,
    private readonly leaveOut: LeaveOut,
  ) {}

  /** @throws CodeMistake when it belongs to no dataclass */
  entity(entity: Entity): ReadableEntity {
    const model = dataClassOf(entity, 'Entity');
    const own = Object.keys(entity).filter((name) => !name.startsWith('__'));
    const all = [...own, ...computedAttributes(entity, own)];
    const hidden = this.hidden(model.name, all);
    const isKeyHidden = hidden.some((name) => name.toLowerCase() === model.primaryKey.toLowerCase());
    return {
      model,
      key: isKeyHidden ? undefined : model.keyOf(entity),
      attributes: all.filter((name) => !hidden.includes(name)),
      system: isKeyHidden ? [] : SYSTEM.filter((name) => Object.hasOwn(entity, name)),
    };
  }

  /**
   * The dataclass and the key of an entity that an attribute of another one names. Undefined when the session may not read the
   * key, or nothing of the dataclass: then the attribute is told to be left out.
   * @param dataClass that of the other one
   * @throws CodeMistake when it belongs to no dataclass
   */
  related(
    entity: Entity,
    dataClass: string,
    attribute: string,
  ): { readonly model: DataModel; readonly key: string | undefined } | undefined {
    const model = dataClassOf(entity, 'Entity');
    if (this.isKeyReadable(entity)) return { model, key: model.keyOf(entity) };
    this.leaveOut(dataClass, attribute, model.name);
    return undefined;
  }

  /**
   * Whether an attribute with a selection has an address, which has the key of its own entity. Otherwise it is told to be left
   * out.
   */
  hasAddress(entity: Entity, attribute: string): boolean {
    const { model, key } = this.entity(entity);
    if (key === undefined && model.keyOf(entity) !== undefined) this.leaveOut(model.name, attribute, model.name);
    return key !== undefined;
  }

  private isKeyReadable(entity: Entity): boolean {
    try {
      const { model, key } = this.entity(entity);
      return key !== undefined || model.keyOf(entity) === undefined;
    } catch (error) {
      if (error instanceof RefusedCall) return false;
      throw error;
    }
  }

  /** Whether `plain` has found an entity or a selection. */
  get hasShown(): boolean {
    return this.shown.size > 0;
  }

  /**
   * The elements of a selection, as entities.
   * @throws CodeMistake when it belongs to no dataclass
   */
  selection(selection: EntitySelection): { readonly model: DataModel; readonly elements: readonly unknown[] } {
    const model = dataClassOf(selection, 'Selection');
    // Also an empty selection tells something.
    this.hidden(model.name, []);
    return { model, elements: Array.from(selection, (each: unknown) => entityIn(selection, each)) };
  }

  /** An entity as an object of its attributes, and a selection as an array. Undefined for any other value. */
  plain(value: unknown): unknown {
    if (!(value instanceof Entity) && !(value instanceof EntitySelection)) return undefined;
    // The same object for the same entity, so that JSON sees a circle.
    const shown =
      this.shown.get(value) ?? (value instanceof Entity ? this.attributesOf(value) : this.selection(value).elements);
    this.shown.set(value, shown);
    return shown;
  }

  private attributesOf(entity: Entity): object {
    const { attributes, system } = this.entity(entity);
    const names = [...system, ...attributes].filter((name) => Object.hasOwn(entity, name));
    return Object.fromEntries(names.map((name) => [name, (entity as unknown as Record<string, unknown>)[name]]));
  }

  private hidden(dataClass: string, attributes: readonly string[]): readonly string[] {
    const key = JSON.stringify([dataClass, attributes]);
    const known = this.known.get(key) ?? this.hiddenAttributes(dataClass, attributes);
    this.known.set(key, known);
    return known;
  }
}

/** @throws CodeMistake when it belongs to none */
export function dataClassOf(instance: Entity | EntitySelection, ending: 'Entity' | 'Selection'): DataModel {
  const model = modelOf(instance);
  if (model) return model;
  const name = classOfInstance(instance)?.name ?? ending;
  throw new CodeMistake(
    `The class ${name} belongs to no dataclass, so nothing of it can be sent: name it like “Users${ending}”.`,
  );
}

/** The getters of an entity's class that its `static exposed` lists. */
function computedAttributes(entity: Entity, own: readonly string[]): string[] {
  return exposedNames(classOfInstance(entity) ?? Entity).filter((name) => {
    if (own.includes(name)) return false;
    for (let each: object | null = entity; each && each !== Entity.prototype; each = Object.getPrototypeOf(each)) {
      const found = Object.getOwnPropertyDescriptor(each, name);
      if (found) return found.get !== undefined;
    }
    return false;
  });
}
