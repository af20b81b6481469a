import type { Json } from '../core/json/json';
import { filledForms } from '../core/scenario/filledForms';

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
   * @param given every value that a variable has ever had
   * @param tokens every token of a device
   */
  upTo(given: readonly (readonly [name: string, value: Json])[], tokens: readonly string[]): readonly string[] {
    for (; this.values < given.length; this.values++) {
      const [name, value] = given[this.values] as readonly [string, Json];
      if (!this.names.has(name)) continue;
      for (const form of filledForms(value)) this.found.push(form);
    }
    for (; this.tokens < tokens.length; this.tokens++) this.found.push(tokens[this.tokens] as string);
    return this.found;
  }
}
