import { validateHeaderName, validateHeaderValue } from 'node:http';
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
    bytesOf(body);
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

export function handlerAnswer({ status, headers, body }: OutgoingMessage): HandlerAnswer {
  // An answer without a body is sent as an empty text. Without a content type, a browser would save it as a file.
  const isTyped = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  // The bytes are copied. Otherwise the whole buffer that they are a part of would be sent to the server.
  return {
    status,
    headers: isTyped ? headers : { ...headers, 'Content-Type': typeOf(body) },
    body: bytesOf(body).slice(),
  };
}

function typeOf(body: unknown): string {
  if (typeof body === 'string') return 'text/plain; charset=utf-8';
  return isBlob(body) ? 'application/octet-stream' : 'application/json';
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (typeof body === 'string') return new TextEncoder().encode(body);
  const json = JSON.stringify(body);
  if (json === undefined) throw new TypeError('A body is a text, bytes, or what JSON can say.');
  return new TextEncoder().encode(json);
}

function isBlob(body: unknown): boolean {
  return body instanceof ArrayBuffer || ArrayBuffer.isView(body);
}
