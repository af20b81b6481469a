import type { Json } from '../json/json';
import { headerValues, parsedJson } from '../scenario/facts';
import type { Answer, AnswerGist } from '../scenario/runEvents';
import { isRecord } from '../session/sessionFields';
import { textOfPage } from './textOfPage';

/** As many characters are shown on an arrow. */
const MOST = 110;
/** What is said stands at the beginning of a body. */
const LOOKED_AT = 20_000;
/** Members that say what happened, the first that is there wins. */
const TELLING = ['error', '__ERROR', 'errors', 'message', 'errorMessage', 'statusText', 'detail', 'title', 'reason'];
/** What explains a code beside it. */
const EXPLAINING = ['error_description', 'message', 'statusText', 'detail'];

/** How secrets are covered in what an answer says. */
export interface GistCover {
  readonly url: (url: string) => string;
  /** @param type the media type */
  readonly body: (body: string, type: string) => string;
  /** Covers what is a secret whatever it is called. */
  readonly text: (text: string) => string;
}

/** Where secrets are shown. */
export const NO_COVER: GistCover = { url: (url) => url, body: (body) => body, text: (text) => text };

/**
 * What an answer says, for its arrow: where a redirect leads to, or the first words of the body.
 * @param origin of the server: an address on it is shown without
 */
export function answerGist(answer: Answer, cover: GistCover, origin: string | undefined): AnswerGist | undefined {
  const [location] = headerValues(answer.headers, 'location');
  if (location !== undefined) {
    const isOwn = origin !== undefined && location.startsWith(`${origin}/`);
    const path = isOwn ? location.slice(origin.length) : location;
    return { location: shortened(cover.text(cover.url(path))) };
  }
  const [type = ''] = headerValues(answer.headers, 'content-type');
  const words = shortened(
    cover
      .text(firstWords(answer.body.slice(0, LOOKED_AT), type, cover))
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return words === '' ? undefined : { words };
}

function firstWords(body: string, type: string, cover: GistCover): string {
  if (/^(?:image|audio|video|font)\/|octet-stream|javascript|css/i.test(type)) return '';
  if (/\bhtml\b/i.test(type) || /^\s*<(?:!doctype html|html)\b/i.test(body)) {
    return cover.body(textOfPage(body), 'text/plain');
  }
  const text = cover.body(body, type);
  const json = parsedJson(text);
  return json === undefined ? text : (told(json) ?? members(json));
}

/** What a JSON says of itself: its error, its message. */
function told(json: Json): string | undefined {
  if (!isRecord(json)) return undefined;
  for (const name of TELLING) {
    const text = sentenceIn(json[name] as Json | undefined);
    if (text === undefined) continue;
    const more = EXPLAINING.filter((each) => each !== name).map((each) => sentenceIn(json[each] as Json | undefined));
    return [text, ...more.filter((each) => each !== undefined && each !== text).slice(0, 1)].join(': ');
  }
  return undefined;
}

function sentenceIn(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (Array.isArray(value)) return sentenceIn(value[0]);
  return value !== undefined && isRecord(value) ? told(value as Json) : undefined;
}

/** The first members that say anything, as far as they are short: `ok: true, count: 3`. */
function members(json: Json): string {
  if (!isRecord(json)) return Array.isArray(json) ? `[${json.length}]` : String(json ?? '');
  return Object.entries(json as Record<string, Json>)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${brief(value)}`)
    .join(', ');
}

function brief(value: Json): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  return typeof value === 'object' && value !== null ? '{…}' : String(value);
}

function shortened(text: string): string {
  const characters = [...text.slice(0, 2 * MOST + 2)];
  return characters.length <= MOST
    ? text
    : `${characters
        .slice(0, MOST - 1)
        .join('')
        .trimEnd()}…`;
}
