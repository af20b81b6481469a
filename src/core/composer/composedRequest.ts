import { urlEncoded } from '../base/urlText';
import { type Phrase, phrase } from '../compliance/phrase';
import { readHeaderLines, withLength } from '../flows/requestText';
import type { Json } from '../json/json';
import { REDACTED } from '../protocol/redacted';
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
  /** `fatal` cannot be sent. `hint` is no fault of the draft. */
  readonly weight: 'fatal' | 'wrong' | 'hint';
}

/**
 * @param request what is known of the route that was chosen
 * @param given the places of examples that earlier answers have filled
 */
export function draftProblem(
  draft: RequestDraft,
  request: RouteRequest | undefined,
  given: ReadonlyMap<string, string> = new Map(),
): DraftProblem | undefined {
  const fatal = (text: Phrase): DraftProblem => ({ text, weight: 'fatal' });
  if (!/^[A-Za-z]+$/.test(draft.method.trim())) return fatal(phrase('“{0}” is no method.', draft.method));
  if (!draft.path.startsWith('/'))
    return fatal(phrase('A path begins with a slash. The request goes to the dev server alone.'));
  const inPath = PLACE.exec(draft.path)?.[0];
  if (inPath !== undefined) return fatal(toWrite(inPath));
  const read = readHeaderLines(draft.headers);
  if ('badLine' in read) return fatal(phrase('“{0}” is no header.', read.badLine));
  const wrong = bodyProblem(draft.body, request?.body);
  if (wrong) return { text: wrong, weight: 'wrong' };
  const places = placesIn(draft.body, request);
  const open = places.find((place) => !given.has(place));
  if (open !== undefined) return { text: toWrite(`{${open}}`), weight: 'wrong' };
  const covered = [draft.path, draft.headers, draft.body].some((text) => text.includes(REDACTED));
  if (covered)
    return { text: phrase('Secrets are not kept: write them in the place of {0}.', REDACTED), weight: 'wrong' };
  const [filled] = places;
  if (filled !== undefined) return { text: phrase('An earlier answer gives {0}.', `{${filled}}`), weight: 'hint' };
  const isNobody = draft.sender === '' && !read.headers.some(([name]) => /^(?:authorization|cookie)$/i.test(name));
  if (request?.inSession && isNobody) {
    return { text: phrase('This is answered only in a session: choose one above, or log in first.'), weight: 'hint' };
  }
  return request?.note && { text: request.note, weight: 'hint' };
}

/** The draft with what earlier answers gave, in the places of the example that still stand in its body. */
export function filledDraft(
  draft: RequestDraft,
  request: RouteRequest | undefined,
  given: ReadonlyMap<string, string>,
): RequestDraft {
  const kind = request?.body?.kind;
  const written = (value: string) => {
    if (kind === 'json') return JSON.stringify(value).slice(1, -1);
    return kind === 'form' ? urlEncoded(value) : value;
  };
  const fill = (body: string, place: string) => body.replaceAll(`{${place}}`, () => written(given.get(place) ?? ''));
  const places = placesIn(draft.body, request).filter((place) => given.has(place));
  return { ...draft, body: places.reduce(fill, draft.body) };
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

function toWrite(place: string): Phrase {
  return phrase('Write what is meant in the place of {0}.', place);
}

/** The places of the example of a route that still stand in a body. */
function placesIn(body: string, request: RouteRequest | undefined): string[] {
  return Object.keys(request?.places ?? {}).filter((place) => body.includes(`{${place}}`));
}

/** `:id` and `*` are for whoever writes the request. */
function withPlaces(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}');
}

function bodyText({ kind, schema }: NonNullable<RouteRequest['body']>): string {
  const example = exampleOf(schema);
  if (kind === 'json') return JSON.stringify(example, undefined, 2);
  if (kind === 'text') return String(example);
  // A place stays as it is written, so that it can be found.
  return Object.entries(example as Readonly<Record<string, string>>)
    .map(([name, value]) => `${urlEncoded(name)}=${PLACE.test(value) ? value : urlEncoded(value)}`)
    .join('&');
}
