/** What a system says about pages of other origins that call its routes, in the `config` of a route. */
export interface ForeignPages {
  /** The option that lets such pages in, for messages. */
  readonly option: string;
  /**
   * Whether such a page may call.
   * @param origin the header `Origin`
   * @param method the one that the page wants to use. A browser may ask for it with OPTIONS before
   * @param isKnown whether the guard lets the page in without this
   * @returns false if the guard is to decide
   * @throws Refusal
   */
  admits(origin: string, method: string, isKnown: boolean): boolean;
}
