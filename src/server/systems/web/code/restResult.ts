import { urlEncoded } from '../../../../core/base/urlText';
import { JSON_DEPTH } from '../../../../core/json/jsonDepth';
import { JsonTooDeepError } from '../../../../core/json/parseJson';
import { CodeMistake } from './codeMistake';
import { Entity, EntitySelection } from './dataModel';
import { noDataKind } from './noData';
import { OutgoingMessage } from './outgoingMessage';
import type { ReadableEntities } from './readableEntities';

type PlainObject = { [key: string]: unknown };

/** Objects that JSON would show as an empty object, or as numbers with indices. */
const KINDS_WITH_JSON = ['Object', 'Array', 'Date', 'Boolean', 'Number', 'String', 'Arguments'];

/**
 * The result of a function as the JSON that REST answers with. An entity and an entity selection are the whole answer;
 * anything else is its `result` (docs/facts/4d-web.md#functions). Attributes that the session may not read are left out.
 */
export class RestResult {
  constructor(
    private readonly readable: ReadableEntities,
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
    const noData = noDataKind(value);
    if (noData !== undefined)
      throw this.mistake(`returned ${noData}, which is no data: return what is to be known of it`);
    const isBytes = ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
    if (isBytes)
      throw this.mistake(`returned bytes (${nameOf(value)}): put them into an OutgoingMessage with setBody()`);
    if (value instanceof Promise) throw this.mistake('returned a Promise inside another value: await it before');
    const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
    const hasOwnJson = typeof (value as { toJSON?: unknown }).toJSON === 'function';
    if (KINDS_WITH_JSON.includes(kind) || hasOwnJson) return;
    throw this.mistake(
      `returned ${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}, which JSON cannot say: return an object or an array`,
    );
  }

  private entity(entity: Entity, below: readonly object[]): PlainObject {
    const { model, key, attributes, system } = this.readable.entity(entity);
    const dataClass = model.name;
    const given = entity as unknown as PlainObject;
    return {
      __entityModel: dataClass,
      __DATACLASS: dataClass,
      ...(key !== undefined && { __KEY: key }),
      ...this.members(entity, system, below),
      ...Object.fromEntries(attributes.flatMap((name) => this.attribute(entity, name, given[name], below))),
    };
  }

  /** A related entity or selection is told by its address only, as in 4D, and not at all if its key may not be read. */
  private attribute(entity: Entity, name: string, value: unknown, below: readonly object[]): [string, unknown][] {
    const { model, key } = this.readable.entity(entity);
    if (value instanceof Entity) {
      const related = this.readable.related(value, model.name, name);
      if (!related) return [];
      const uri = addressOf(related.model.name, related.key);
      return [[name, { __deferred: { uri, ...(related.key !== undefined && { __KEY: related.key }) } }]];
    }
    if (value instanceof EntitySelection) {
      if (!this.readable.hasAddress(entity, name)) return [];
      const member = urlEncoded(name);
      return [[name, { __deferred: { uri: `${addressOf(model.name, key)}/${member}?$expand=${member}` } }]];
    }
    const plain = this.plain(value, below);
    return plain === undefined ? [] : [[name, plain]];
  }

  private selection(selection: EntitySelection, below: readonly object[]): PlainObject {
    const { model, elements } = this.readable.selection(selection);
    const { name: dataClass } = model;
    const entities = elements.map((each) => this.plain(each, below) ?? null);
    return {
      __DATACLASS: dataClass,
      __entityModel: dataClass,
      __COUNT: entities.length,
      __FIRST: 0,
      __ENTITIES: entities,
      __SENT: entities.length,
    };
  }

  private mistake(what: string): CodeMistake {
    return new CodeMistake(`${this.subject} ${what}.`);
  }
}

/** The address of an entity. */
function addressOf(dataClass: string, key = ''): string {
  return `/rest/${urlEncoded(dataClass)}(${urlEncoded(key)})`;
}

function nameOf(value: object): string {
  return value.constructor?.name || 'Object';
}
