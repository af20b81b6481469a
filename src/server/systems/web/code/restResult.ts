import { JSON_DEPTH } from '../../../../core/json/jsonDepth';
import { JsonTooDeepError } from '../../../../core/json/parseJson';
import { CodeMistake } from './codeMistake';
import { CodeSession } from './codeSession';
import { classOfInstance, DataClass, Entity, EntitySelection, entityIn, modelOf } from './dataModel';
import { IncomingMessage } from './incomingMessage';
import { OutgoingMessage } from './outgoingMessage';
import { exposedNames } from './singletons';

/** The attributes of a dataclass that the session may not read. It throws when it may read none. */
type HiddenAttributes = (dataClass: string, attributes: readonly string[]) => readonly string[];

type PlainObject = { [key: string]: unknown };

/** Objects that JSON would show as an empty object, or as numbers with indices. */
const KINDS_WITH_JSON = ['Object', 'Array', 'Date', 'Boolean', 'Number', 'String', 'Arguments'];

/**
 * The result of a function as the JSON that REST answers with. An entity and an entity selection are the whole answer;
 * anything else is its `result` (docs/facts/4d-web.md#functions). Attributes that the session may not read are left out.
 */
export class RestResult {
  /** What the session may not read, by dataclass and attributes. Entities of one dataclass mostly have the same ones. */
  private readonly known = new Map<string, readonly string[]>();

  constructor(
    private readonly hiddenAttributes: HiddenAttributes,
    /** The function, as a message names it. */
    private readonly subject: string,
  ) {}

  /** @throws CodeMistake when the result is not what JSON can say */
  json(result: unknown): string {
    const isData = result instanceof Entity || result instanceof EntitySelection;
    const plain = this.plain(result ?? null, []);
    if (plain === undefined) throw this.mistake('returned what JSON cannot say');
    return JSON.stringify(isData ? plain : { result: plain });
  }

  /** Undefined for what JSON leaves out. */
  private plain(value: unknown, above: readonly object[]): unknown {
    if (typeof value === 'bigint')
      throw this.mistake('returned a BigInt, which JSON cannot say: return a number or a text');
    if (typeof value === 'function' || typeof value === 'symbol') return undefined;
    if (typeof value !== 'object' || value === null) return value;
    if (above.includes(value)) throw this.mistake('returned an object that contains itself');
    if (above.length >= JSON_DEPTH.levels) throw new CodeMistake(new JsonTooDeepError().message);
    const below = [...above, value];
    // Before `toJSON`, which an entity may have too: it must not show more than the session may read.
    if (value instanceof Entity) return this.entity(value, below);
    if (value instanceof EntitySelection) return this.selection(value, below);
    this.refuseOdd(value);
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') return this.plain(toJSON.call(value, ''), below);
    if (value instanceof Boolean || value instanceof Number || value instanceof String) return value.valueOf();
    // In an array JSON says null for what it cannot say.
    if (Array.isArray(value)) return Array.from(value, (each: unknown) => this.plain(each, below) ?? null);
    return this.members(value, Object.keys(value), below);
  }

  private members(value: object, names: readonly string[], below: readonly object[]): PlainObject {
    return Object.fromEntries(
      names.flatMap((name) => {
        const plain = this.plain((value as PlainObject)[name], below);
        return plain === undefined ? [] : [[name, plain]];
      }),
    );
  }

  private refuseOdd(value: object): void {
    if (value instanceof OutgoingMessage) {
      throw this.mistake('returned an OutgoingMessage inside another value: return the message itself');
    }
    if (value instanceof IncomingMessage || value instanceof CodeSession || value instanceof DataClass) {
      throw this.mistake(`returned ${nameOf(value)}, which is no data: return what is to be known of it`);
    }
    const isBytes = ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
    if (isBytes)
      throw this.mistake(`returned bytes (${nameOf(value)}): put them into an OutgoingMessage with setBody()`);
    if (value instanceof Promise) throw this.mistake('returned a Promise inside another value: await it before');
    const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
    const hasOwnJson = typeof (value as { toJSON?: unknown }).toJSON === 'function';
    if (KINDS_WITH_JSON.includes(kind) || hasOwnJson) return;
    throw this.mistake(`returned a ${kind}, which JSON cannot say: return an object or an array`);
  }

  private entity(entity: Entity, below: readonly object[]): PlainObject {
    const dataClass = this.dataClassOf(entity, 'Entity');
    const own = Object.keys(entity).filter((name) => !name.startsWith('__'));
    const attributes = [...own, ...computedAttributes(entity, own)];
    const hidden = this.hidden(dataClass, attributes);
    const model = modelOf(entity);
    const isKeyHidden = hidden.some((name) => name.toLowerCase() === (model?.primaryKey ?? 'ID').toLowerCase());
    const key = isKeyHidden ? undefined : model?.keyOf(entity);
    const given = entity as unknown as PlainObject;
    const system = ['__KEY', '__TIMESTAMP', '__STAMP'].filter((name) => Object.hasOwn(entity, name) && !isKeyHidden);
    const shown = attributes.filter((name) => !hidden.includes(name));
    return {
      __entityModel: dataClass,
      __DATACLASS: dataClass,
      ...(key !== undefined && { __KEY: key }),
      ...this.members(entity, system, below),
      ...Object.fromEntries(shown.flatMap((name) => this.attribute(name, given[name], dataClass, key, below))),
    };
  }

  /** A related entity or selection is told by its address only, as in 4D. */
  private attribute(
    name: string,
    value: unknown,
    dataClass: string,
    key: string | undefined,
    below: readonly object[],
  ): [string, unknown][] {
    if (value instanceof Entity) {
      const related = modelOf(value)?.keyOf(value);
      const uri = `/rest/${this.dataClassOf(value, 'Entity')}(${related ?? ''})`;
      return [[name, { __deferred: { uri, ...(related !== undefined && { __KEY: related }) } }]];
    }
    if (value instanceof EntitySelection) {
      return [[name, { __deferred: { uri: `/rest/${dataClass}(${key ?? ''})/${name}?$expand=${name}` } }]];
    }
    const plain = this.plain(value, below);
    return plain === undefined ? [] : [[name, plain]];
  }

  private selection(selection: EntitySelection, below: readonly object[]): PlainObject {
    const dataClass = this.dataClassOf(selection, 'Selection');
    // Also an empty selection tells something.
    this.hidden(dataClass, []);
    const entities = Array.from(selection, (each: unknown) => this.plain(entityIn(selection, each), below) ?? null);
    return {
      __DATACLASS: dataClass,
      __entityModel: dataClass,
      __COUNT: entities.length,
      __FIRST: 0,
      __ENTITIES: entities,
      __SENT: entities.length,
    };
  }

  private hidden(dataClass: string, attributes: readonly string[]): readonly string[] {
    const key = JSON.stringify([dataClass, attributes]);
    const known = this.known.get(key) ?? this.hiddenAttributes(dataClass, attributes);
    this.known.set(key, known);
    return known;
  }

  private dataClassOf(instance: Entity | EntitySelection, ending: 'Entity' | 'Selection'): string {
    const model = modelOf(instance);
    if (model) return model.name;
    const name = classOfInstance(instance)?.name;
    throw this.mistake(`returned a ${name} that belongs to no dataclass: name its class like “Users${ending}”`);
  }

  private mistake(what: string): CodeMistake {
    return new CodeMistake(`${this.subject} ${what}.`);
  }
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

function nameOf(value: object): string {
  return value.constructor?.name || 'Object';
}
