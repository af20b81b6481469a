/** What JSON schema calls the types of a value. */
export type JsonType = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';

/** The types that the manifest has to name for a setting of this type. */
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

/** A part of a schema, without the words for a person. */
export type SchemaPart = Readonly<Record<string, unknown>>;

export interface SettingOptions {
  readonly scope?: 'window' | 'resource' | 'machine-overridable';
  /** What else the manifest says of its value, without the words for a person. */
  readonly schema?: SchemaPart;
}

/** A setting: its key, its type and its default. */
export class Setting<T> {
  constructor(
    /** Whole, with the section. */
    readonly key: string,
    readonly type: TypeOf<T> | readonly TypeOf<T>[],
    /** What counts where nothing is set. */
    readonly fallback: T,
    readonly options: SettingOptions = {},
  ) {}
}

/** The values of several settings, by the names that the code has for them. */
export type SettingValues<S extends Readonly<Record<string, Setting<unknown>>>> = {
  readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never;
};

/** What counts where nothing is set. */
export function defaultsOf<S extends Readonly<Record<string, Setting<unknown>>>>(settings: S): SettingValues<S> {
  const values = Object.entries(settings).map(([name, { fallback }]) => [name, fallback]);
  return Object.fromEntries(values) as SettingValues<S>;
}
