/** How a `when` clause may use a context key: alone, with `==`, or as the list on the right of `in`. */
export type ContextKeyKind = 'flag' | 'choice' | 'list';

/** A context key that is true or false, and what it is now. */
export type FlagValue = readonly [flag: ContextKey<boolean>, value: boolean];

/** A context key that the extension sets: its name and its possible values. */
export class ContextKey<T> {
  /** Only a type, with no value at run time. Keys with different values are not interchangeable. */
  declare readonly takes: (value: T) => T;

  /** Only a type. An object with any id is no context key. */
  declare private readonly declared: true;

  private constructor(
    readonly id: string,
    readonly kind: ContextKeyKind,
    /** The values that a `when` clause in the manifest compares with. */
    readonly asked: readonly string[],
    /** The values that no `when` clause compares with. */
    readonly unasked: readonly string[],
  ) {}

  /** A key that is true or false. */
  static flag(id: string): ContextKey<boolean> {
    return new ContextKey(id, 'flag', [], []);
  }

  /** A key whose value is one of several words. */
  static choice<const Asked extends string, const Unasked extends string = never>(
    id: string,
    asked: readonly Asked[],
    unasked: readonly Unasked[] = [],
  ): ContextKey<Asked | Unasked> {
    return new ContextKey(id, 'choice', asked, unasked);
  }

  /** A key whose value is a list of words, for the `in` operator. */
  static list(id: string): ContextKey<readonly string[]> {
    return new ContextKey(id, 'list', [], []);
  }
}
