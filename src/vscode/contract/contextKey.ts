/** How a `when` clause may ask for a context key: bare, with `==`, or as the list of an `in`. */
export type ContextKeyKind = 'flag' | 'choice' | 'list';

/** A context key that the extension sets: its name, and the values that it takes. */
export class ContextKey<T> {
  /** For the compiler alone: there is no value. A key is no other key that takes more, or less. */
  declare readonly takes: (value: T) => T;

  private constructor(
    readonly id: string,
    readonly kind: ContextKeyKind,
    /** The values of a choice that the manifest asks for. */
    readonly asked: readonly string[],
    /** The values of a choice that it does not ask for. */
    readonly unasked: readonly string[],
  ) {}

  /** One that is true or false. */
  static flag(id: string): ContextKey<boolean> {
    return new ContextKey(id, 'flag', [], []);
  }

  /** One of several words. */
  static choice<const Asked extends string, const Unasked extends string = never>(
    id: string,
    asked: readonly Asked[],
    unasked: readonly Unasked[] = [],
  ): ContextKey<Asked | Unasked> {
    return new ContextKey(id, 'choice', asked, unasked);
  }

  /** Words that a clause looks in. */
  static list(id: string): ContextKey<readonly string[]> {
    return new ContextKey(id, 'list', [], []);
  }
}
