/**
 * What secret variables and the devices of a run have got. Each is looked at once, however often somebody asks: the values of
 * a run may be many, and each line that is told of it asks.
 */
export class GivenSecrets {
  private readonly names: ReadonlySet<string>;
  private readonly found: string[] = [];
  private values = 0;
  private tokens = 0;

  /** @param names of the secret variables */
  constructor(names: Iterable<string>) {
    this.names = new Set(names);
  }

  /** The latest is last. The list only grows. */
  get texts(): readonly string[] {
    return this.found;
  }

  /**
   * @param given every text that a variable has ever had
   * @param tokens every token of a device
   */
  upTo(given: readonly (readonly [name: string, text: string])[], tokens: readonly string[]): readonly string[] {
    for (; this.values < given.length; this.values++) {
      const [name, text] = given[this.values] as readonly [string, string];
      if (this.names.has(name)) this.found.push(text);
    }
    for (; this.tokens < tokens.length; this.tokens++) this.found.push(tokens[this.tokens] as string);
    return this.found;
  }
}
