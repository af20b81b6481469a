import { parseJson } from '../../../../core/json/parseJson';
import type { HandlerRequest } from '../currentSession';
import { NO_DATA } from './noData';
import { pictureType } from './pictureType';
import { showMembers } from './shownMembers';

/** A value of the query that is JSON in quotes: docs/facts/4d-web.md#request-handlers. */
const QUOTED_JSON = /^'\s*(?:\[.*\]|\{.*\})\s*'$/s;

/** Stands for 4D.IncomingMessage, with the members in docs/web-classes.md#incomingmessage. */
export class IncomingMessage {
  declare readonly url: string;
  declare readonly urlPath: readonly string[];
  declare readonly urlQuery: Readonly<Record<string, string>>;
  declare readonly verb: string;
  declare readonly headers: Readonly<Record<string, string>>;
  readonly #body: Uint8Array;

  constructor({ url, urlPath, urlQuery, verb, headers, body }: HandlerRequest) {
    const values = {
      url,
      urlPath: Object.freeze([...urlPath]),
      urlQuery: Object.freeze(
        Object.fromEntries(Object.entries(urlQuery).map(([name, value]) => [name, withoutQuotes(value)])),
      ),
      verb,
      headers: Object.freeze({ ...headers }),
    };
    const members = Object.entries(values).map(([name, value]) => [name, { get: () => value }]);
    showMembers(this, 'IncomingMessage', Object.fromEntries(members));
    this.#body = body;
  }

  get [NO_DATA](): string {
    return 'an IncomingMessage';
  }

  /** Ignores case. Returns an empty text when the header is absent. */
  getHeader(name: string): string {
    const key = String(name).toLowerCase();
    return Object.hasOwn(this.headers, key) ? (this.headers[key] ?? '') : '';
  }

  getText(): string {
    return decoded(this.#body, this.getHeader('content-type'));
  }

  getBlob(): Uint8Array {
    return this.#body.slice();
  }

  /** @throws SyntaxError when the body is not JSON */
  getJSON(): unknown {
    return parseJson(this.getText());
  }

  /** Null when the headers name no picture, or the body is none. */
  getPicture(): Uint8Array | null {
    const isNamed = /^\s*image\//i.test(this.getHeader('content-type'));
    return isNamed && pictureType(this.#body) !== undefined ? this.getBlob() : null;
  }
}

/** JSON that stands in single quotes, as in `?p='[1]'`, without them. Other values keep their quotes. */
function withoutQuotes(value: string): string {
  return QUOTED_JSON.test(value) ? value.slice(1, -1) : value;
}

function decoded(bytes: Uint8Array, contentType: string): string {
  const charset = /;\s*charset="?([^\s;"]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // The charset comes from the client. One that nobody knows is no error of the code.
    return new TextDecoder().decode(bytes);
  }
}
