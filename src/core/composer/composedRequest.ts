import { urlEncoded } from '../base/urlText';
import { type Phrase, phrase } from '../compliance/phrase';
import { readHeaderLines, withLength } from '../flows/requestText';
import type { Json } from '../json/json';
import type { Headers, SentRequest } from '../scenario/runEvents';
import type { RouteRequest } from '../system/routeRequest';
import type { SystemPart } from '../system/systemPart';
import { bodyProblem } from './bodyProblem';
import { exampleOf } from './exampleOf';

/** A route that a running server has. */
export interface RouteChoice {
  /** Method and path, as the journal names it. */
  readonly id: string;
  readonly system: string;
  readonly request: RouteRequest | undefined;
}

/** A request while it is written. */
export interface RequestDraft {
  readonly method: string;
  /** Path and query on the server. */
  readonly path: string;
  /** One header a line. */
  readonly headers: string;
  readonly body: string;
  /** The session that it is sent in. Empty for none. */
  readonly sender: string;
}

/** The routes of the systems that run with these options. */
export function routeChoices(
  parts: readonly SystemPart[],
  running: readonly string[],
  options: { readonly [option: string]: Json },
): RouteChoice[] {
  return parts
    .filter(({ name }) => running.includes(name))
    .flatMap((part) => {
      const server = { ...options, [part.name]: options[part.name] ?? {} };
      const requests = part.requests?.(server) ?? [];
      const routes = part.routes?.(server) ?? [];
      return routes.map((id) => ({
        id,
        system: part.name,
        request: requests.find(({ route }) => route === id),
      }));
    });
}

/** A request to a route, with an example of what it takes. Its sender stays. */
export function draftFor({ id, request }: RouteChoice, sender: string): RequestDraft {
  const [method = 'GET', path = '/'] = id.split(' ');
  const { headers = {}, query = '', body } = request ?? {};
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const type = body && CONTENT_TYPES[body.kind];
  if (type !== undefined) lines.push(`Content-Type: ${type}`);
  return {
    method,
    path: `${withPlaces(path)}${query}`,
    headers: lines.join('\n'),
    body: body ? bodyText(body) : '',
    sender,
  };
}

/** What cannot be sent, or is likely to be refused. */
export interface DraftProblem {
  readonly text: Phrase;
  readonly isFatal: boolean;
}

export function draftProblem(draft: RequestDraft, body: RouteRequest['body']): DraftProblem | undefined {
  const fatal = (text: Phrase): DraftProblem => ({ text, isFatal: true });
  if (!/^[A-Za-z]+$/.test(draft.method.trim())) return fatal(phrase('“{0}” is no method.', draft.method));
  if (!draft.path.startsWith('/'))
    return fatal(phrase('A path begins with a slash. The request goes to the dev server alone.'));
  const place = PLACE.exec(draft.path)?.[0];
  if (place !== undefined) return fatal(phrase('Write what is meant in the place of {0}.', place));
  const read = readHeaderLines(draft.headers);
  if ('badLine' in read) return fatal(phrase('“{0}” is no header.', read.badLine));
  const text = bodyProblem(draft.body, body);
  return text && { text, isFatal: false };
}

/** The request that is sent. What the sender adds takes the place of what the draft says of it. */
export function composedRequest(draft: RequestDraft, base: string, added: Headers): SentRequest {
  const read = readHeaderLines(draft.headers);
  const written = 'headers' in read ? read.headers : [];
  const isAdded = (name: string) => added.some(([each]) => each.toLowerCase() === name.toLowerCase());
  return withLength({
    method: draft.method.trim().toUpperCase(),
    url: `${base}${draft.path}`,
    headers: [...written.filter(([name]) => !isAdded(name)), ...added],
    ...(draft.body !== '' && { body: draft.body }),
  });
}

const CONTENT_TYPES = { json: 'application/json', form: 'application/x-www-form-urlencoded', text: undefined } as const;
/** Where something has to be written. */
const PLACE = /\{[^{}/?]+\}/;

/** `:id` and `*` are for whoever writes the request. */
function withPlaces(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}');
}

function bodyText({ kind, schema }: NonNullable<RouteRequest['body']>): string {
  const example = exampleOf(schema);
  if (kind === 'json') return JSON.stringify(example, undefined, 2);
  if (kind === 'text') return String(example);
  return Object.entries(example as Readonly<Record<string, string>>)
    .map(([name, value]) => `${urlEncoded(name)}=${urlEncoded(value)}`)
    .join('&');
}
