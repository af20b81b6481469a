import type { Phrase } from '../compliance/phrase';
import type { Json } from '../json/json';

/** The part of JSON Schema that says what a request has in its body. */
export interface BodySchema {
  readonly type: 'object' | 'array' | 'string' | 'number' | 'boolean';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, BodySchema>>;
  readonly required?: readonly string[];
  readonly items?: BodySchema;
  readonly enum?: readonly Json[];
  /** The first one is what a made request has. */
  readonly examples?: readonly Json[];
}

/** What a client sends to a route, as far as the route does not say it. */
export interface RouteRequest {
  /** As the list of routes names it. */
  readonly route: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** With `?`. */
  readonly query?: string;
  /** Whether it is answered only in a session. */
  readonly inSession?: boolean;
  /**
   * What is to be written into the example, by what stands for it in braces: `code` for `{code}`. With the members of earlier
   * answers that give it.
   */
  readonly places?: Readonly<Record<string, readonly string[]>>;
  /** What else it needs, so that nobody wonders at its answer. */
  readonly note?: Phrase;
  readonly body?: { readonly kind: 'json' | 'form' | 'text'; readonly schema: BodySchema };
}
