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
  readonly body?: { readonly kind: 'json' | 'form' | 'text'; readonly schema: BodySchema };
}
