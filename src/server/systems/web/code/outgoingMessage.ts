import { validateHeaderName, validateHeaderValue } from 'node:http';
import { tooDeepAt } from '../../../../core/json/jsonDepth';
import { JsonTooDeepError } from '../../../../core/json/parseJson';
import type { HandlerAnswer } from '../currentSession';

/** Stands for 4D.OutgoingMessage, with the members in docs/web-code.md#what-is-there. */
export class OutgoingMessage {
  #body: unknown = '';
  #status = 200;
  /** From lower-case name to name and value. */
  readonly #headers = new Map<string, readonly [string, string]>();

  get body(): unknown {
    return this.#body;
  }

  get headers(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#headers.values());
  }

  get status(): number {
    return this.#status;
  }

  /** Also sets a suitable Content-Type. To use another one, set it after the body. */
  setBody(body: unknown): void {
    // This throws here, at the line of the mistake, when the body cannot be represented as JSON.
    plainBody(body);
    this.#body = body;
    this.setHeader('Content-Type', typeOf(body));
  }

  /** @throws when HTTP does not allow the header */
  setHeader(name: string, value: string): void {
    const text = String(value);
    validateHeaderName(name);
    validateHeaderValue(name, text);
    this.#headers.set(name.toLowerCase(), [name, text]);
  }

  setStatus(status: number): void {
    if (!Number.isInteger(status) || status < 200 || status > 599) {
      throw new RangeError(`${status} is no HTTP status that a handler can give: 200 to 599.`);
    }
    this.#status = status;
  }
}

/** The body as text or bytes. It is not copied, because it may be too large. */
export function plainBody(body: unknown): string | Uint8Array {
  if (typeof body === 'string') return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  const json = JSON.stringify(body);
  if (json === undefined) throw new TypeError('A body is a text, bytes, or what JSON can say.');
  if (tooDeepAt(json) !== undefined) throw new JsonTooDeepError();
  return json;
}

/** @param plain what `plainBody` returns for the body of the message */
export function handlerAnswer({ status, headers, body }: OutgoingMessage, plain: string | Uint8Array): HandlerAnswer {
  // An answer without a body is sent as an empty text. Without a content type, a browser would save it as a file.
  const isTyped = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  // The bytes are copied. Otherwise the whole buffer that they are a part of would be sent to the server.
  return {
    status,
    headers: isTyped ? headers : { ...headers, 'Content-Type': typeOf(body) },
    body: typeof plain === 'string' ? new TextEncoder().encode(plain) : plain.slice(),
  };
}

function typeOf(body: unknown): string {
  if (typeof body === 'string') return 'text/plain; charset=utf-8';
  return isBlob(body) ? 'application/octet-stream' : 'application/json';
}

function isBlob(body: unknown): boolean {
  return body instanceof ArrayBuffer || ArrayBuffer.isView(body);
}
