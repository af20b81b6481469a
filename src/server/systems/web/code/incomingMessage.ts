import { parseJson } from '../../../../core/json/parseJson';
import type { HandlerRequest } from '../currentSession';

/** Stands for 4D.IncomingMessage, with the members in docs/web-code.md#what-is-there. */
export class IncomingMessage {
  readonly url: string;
  readonly urlPath: readonly string[];
  readonly urlQuery: Readonly<Record<string, string>>;
  readonly verb: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly #body: Uint8Array;

  constructor({ url, urlPath, urlQuery, verb, headers, body }: HandlerRequest) {
    this.url = url;
    this.urlPath = Object.freeze([...urlPath]);
    this.urlQuery = Object.freeze({ ...urlQuery });
    this.verb = verb;
    this.headers = Object.freeze({ ...headers });
    this.#body = body;
  }

  /** Ignores case. Returns an empty text when the header is absent. */
  getHeader(name: string): string {
    const key = name.toLowerCase();
    return Object.hasOwn(this.headers, key) ? (this.headers[key] ?? '') : '';
  }

  getText(): string {
    const charset = /;\s*charset="?([^\s;"]+)/i.exec(this.getHeader('content-type'))?.[1] ?? 'utf-8';
    return new TextDecoder(charset).decode(this.#body);
  }

  getBlob(): Uint8Array {
    return this.#body.slice();
  }

  /** @throws SyntaxError when the body is not JSON */
  getJSON(): unknown {
    return parseJson(this.getText());
  }

  /** Undefined when the body is not a picture. */
  getPicture(): Uint8Array | undefined {
    return /^image\//i.test(this.getHeader('content-type')) ? this.getBlob() : undefined;
  }
}
