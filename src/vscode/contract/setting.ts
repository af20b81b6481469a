/** The names that JSON Schema has for types. */
export type JsonType = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';

/** The type names that the manifest must have for a setting of this type. */
type TypeOf<T> = T extends string
  ? 'string'
  : T extends boolean
    ? 'boolean'
    : T extends number
      ? 'integer' | 'number'
      : T extends null
        ? 'null'
        : T extends readonly unknown[]
          ? 'array'
          : 'object';

/** A part of a JSON schema, without descriptions. */
export type SchemaPart = Readonly<Record<string, unknown>>;

export interface SettingOptions {
  readonly scope?: 'window' | 'resource' | 'machine-overridable';
  /** What else the manifest says about its value, without descriptions. */
  readonly schema?: SchemaPart;
}

/** A setting: its key, its type and its default value. */
export class Setting<T> {
  /** Only a type. An object with any key is no setting. */
  declare private readonly declared: true;

  constructor(
    /** The full key, including the section. */
    readonly key: string,
    readonly type: TypeOf<T> | readonly TypeOf<T>[],
    /** The default value. */
    readonly fallback: T,
    readonly options: SettingOptions = {},
  ) {}
}

/** The values of several settings, by the names that code uses for them. */
export type SettingValues<S extends Readonly<Record<string, Setting<unknown>>>> = {
  readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never;
};
