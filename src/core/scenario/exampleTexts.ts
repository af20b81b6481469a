import { strictlyDecoded } from '../base/urlText';
import type { Json } from '../json/json';
import type { RecordedExchange } from '../protocol/recordedExchange';
import { isSecretName } from '../protocol/secretNames';
import { textsIn } from './textsIn';

/** What a schema of a body offers. */
interface ExampleSchema {
  readonly examples?: readonly Json[];
  readonly enum?: readonly Json[];
  readonly properties?: Readonly<Record<string, ExampleSchema>>;
  readonly items?: ExampleSchema;
}

/** A route with an example of what it takes. */
export interface RouteExample {
  /** As the list of routes names it. */
  readonly route: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: { readonly schema: ExampleSchema };
}

/** The values of the examples of routes. Everybody has the same, so none is a secret. */
export class ExampleTexts {
  constructor(private readonly requests: readonly RouteExample[]) {}

  /** The values of the example of the route that a request was sent to, as they stand in a request. */
  of({ method, url }: Pick<RecordedExchange, 'method' | 'url'>): readonly string[] {
    const path = url.replace(/[?#].*$/s, '');
    return this.requests
      .filter(({ route }) => isOfRoute(route, `${method} ${path}`))
      .flatMap(({ headers = {}, query = '', body }) => [
        ...secretsOf(headers),
        ...valuesOf(query),
        ...(body ? textsOf(body.schema) : []),
      ])
      .filter((text) => text !== '');
  }
}

function isOfRoute(route: string, request: string): boolean {
  const [parts, given] = [route.split('/'), request.split('/')];
  const isRest = parts.at(-1) === '*';
  if (isRest ? given.length < parts.length : given.length !== parts.length) return false;
  return parts.every((part, at) => part.startsWith(':') || (isRest && part === '*') || part === given[at]);
}

/** Others, as that of `X-QMobile`, are numbers and words that may be a secret elsewhere. */
function secretsOf(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).flatMap(([name, value]) => (isSecretName(name) ? [value] : []));
}

function valuesOf(query: string): string[] {
  return query
    .replace(/^\?/, '')
    .split('&')
    .flatMap((pair) => {
      const value = pair.replace(/^[^=]*=?/s, '');
      return [value, strictlyDecoded(value) ?? value];
    });
}

function textsOf({ examples = [], enum: allowed = [], properties = {}, items }: ExampleSchema): string[] {
  const own = [...examples, ...allowed].flatMap((each) => [...textsIn(each)].map(({ text }) => text));
  return [...own, ...[...Object.values(properties), ...(items ? [items] : [])].flatMap(textsOf)];
}
