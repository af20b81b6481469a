import type { ForeignPage } from './callingPage';

/** What a system says about pages of other origins that call its routes, in the `config` of a route. */
export interface ForeignPages {
  /** The option that lets such pages in, for messages. */
  readonly option: string;
  /** Whether it decides about this URL. A route for everything gets also what other parts of the server are asked for. */
  covers(url: string): boolean;
  /**
   * Whether such a page may call.
   * @param method the one that the page wants to use. A browser may ask for it with OPTIONS before
   * @returns false if the guard is to decide
   * @throws Refusal
   */
  admits(page: ForeignPage, method: string): boolean;
}
