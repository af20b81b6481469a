import { pointerParts } from '../../src/core/json/pointer';

/** What tests read of a schema. */
export interface PlaceSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, PlaceSchema>>;
  readonly additionalProperties?: boolean | PlaceSchema;
  readonly items?: PlaceSchema;
  readonly allOf?: readonly PlaceSchema[];
  readonly anyOf?: readonly PlaceSchema[];
  readonly oneOf?: readonly PlaceSchema[];
  readonly then?: PlaceSchema;
}

/** An object of a schema that has no members but its own. */
export interface ObjectPlace {
  /** The names and numbers that lead to it. */
  readonly path: readonly string[];
  /** The members that it may have. */
  readonly names: readonly string[];
  /** Its members that are one of several values. */
  readonly choices: readonly (readonly [name: string, values: readonly unknown[]])[];
  /** A whole value in which it has this member, with what it must have. */
  readonly with: (name: string, value?: unknown) => unknown;
  /** A whole value that has another value in its place. */
  readonly instead: (value: unknown) => unknown;
}

/** The members of an object that must be there. */
type Beside = Readonly<Record<string, unknown>>;

/** Finds every object of a schema that has no members but its own. */
export class ObjectPlaces {
  /**
   * @param root the document that references without a file are in
   * @param files other documents, by their names in references
   */
  constructor(
    private readonly root: unknown,
    private readonly files: Readonly<Record<string, unknown>> = {},
  ) {}

  /** @param whole makes a whole value of a value at the place of the schema */
  *in(
    given: PlaceSchema,
    whole: (value: unknown) => unknown = (value) => value,
    path: readonly string[] = [],
    followed: readonly string[] = [],
  ): Generator<ObjectPlace> {
    // A schema that has itself in it has no other members further in.
    if (given.$ref !== undefined && followed.includes(given.$ref)) return;
    const on = given.$ref === undefined ? followed : [...followed, given.$ref];
    const { at, schema } = this.resolved(given);
    const { properties = {}, additionalProperties, items } = schema;
    const beside = at.besideIn(schema);
    const names = Object.keys(properties).filter((name) => name !== '$schema');
    if (additionalProperties === false && names.length > 0) {
      const choices = names.flatMap((name) => {
        const { enum: values } = at.resolved(properties[name] as PlaceSchema).schema;
        return values ? [[name, values] as const] : [];
      });
      const withMember = (name: string, value: unknown = null) => whole({ ...beside, [name]: value });
      yield { path, names, choices, with: withMember, instead: whole };
    }
    for (const [name, member] of Object.entries(properties)) {
      yield* at.in(member, (value) => whole({ ...beside, [name]: value }), [...path, name], on);
    }
    if (typeof additionalProperties === 'object') {
      yield* at.in(additionalProperties, (value) => whole({ ...beside, any: value }), [...path, 'any'], on);
    }
    if (items) yield* at.in(items, (value) => whole([value]), [...path, '0'], on);
    const { allOf = [], anyOf = [], oneOf = [], then } = schema;
    for (const part of [...allOf, ...anyOf, ...oneOf, ...(then ? [then] : [])]) yield* at.in(part, whole, path, on);
  }

  /** The members that an object must have, with values that its schema takes. */
  private besideIn({ required = [], properties = {} }: PlaceSchema): Beside {
    return Object.fromEntries(required.map((name) => [name, this.sample(properties[name] ?? {})]));
  }

  private sample(given: PlaceSchema): unknown {
    const { at, schema } = this.resolved(given);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return schema.enum[0];
    if (schema.examples) return schema.examples[0];
    const [first] = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
    if (first) return at.sample(first);
    switch ([schema.type].flat()[0]) {
      case 'array':
        return schema.minItems ? [at.sample(schema.items ?? {})] : [];
      case 'object':
        return at.besideIn(schema);
      case 'integer':
      case 'number':
        return schema.minimum ?? 1;
      case 'boolean':
        return true;
      default:
        return 'x';
    }
  }

  /** What a reference leads to, with the document that it is in. */
  private resolved(given: PlaceSchema): { readonly at: ObjectPlaces; readonly schema: PlaceSchema } {
    if (given.$ref === undefined) return { at: this, schema: given };
    const [file = '', pointer = ''] = given.$ref.split('#');
    const at = file === '' ? this : new ObjectPlaces(this.files[file], this.files);
    let part: unknown = at.root;
    for (const name of pointerParts(pointer)) part = (part as Record<string, unknown>)[name];
    return at.resolved(part as PlaceSchema);
  }
}

/** A name with its second letter twice, as a slip of the finger makes it. */
export function misspelt(name: string): string {
  return name.slice(0, 2) + name.slice(1);
}
