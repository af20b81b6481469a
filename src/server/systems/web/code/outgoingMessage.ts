import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { HandlerAnswer } from '../currentSession';
import { NO_DATA } from './noData';
import { pictureType } from './pictureType';
import type { ReadableEntities } from './readableEntities';
import { saidInJson } from './saidInJson';
import { readOnlyCopy, refuseUnknownMembers, showMembers } from './shownMembers';

const NAME = 'OutgoingMessage';

/** Stands for 4D.OutgoingMessage, with the members in docs/web-classes.md#outgoingmessage. */
export class OutgoingMessage {
  /** A text, bytes, or what JSON can say. Setting it leaves the headers alone. */
  declare body: unknown;
  declare readonly headers: Readonly<Record<string, string>>;
  declare readonly status: number;
  #body: unknown = '';
  #status = 200;
  /** From lower-case name to name and value. */
  readonly #headers = new Map<string, readonly [string, string]>();

  static {
    refuseUnknownMembers(OutgoingMessage, NAME, 'it has body, setBody(), setHeader() and setStatus()');
  }

  constructor() {
    showMembers(this, NAME, {
      body: {
        get: () => this.#body,
        set: (body) => {
          // This throws here, at the line of the mistake, when the body cannot be sent.
          plainBody(body);
          this.#body = body;
        },
      },
      headers: {
        get: () =>
          readOnlyCopy(Object.fromEntries(this.#headers.values()), `${NAME}.headers is read-only: use setHeader().`),
        instead: 'setHeader()',
      },
      status: { get: () => this.#status, instead: 'setStatus()' },
    });
  }

  get [NO_DATA](): string {
    return `an ${NAME}`;
  }

  /** Also sets a suitable Content-Type. To use another one, set it after the body. */
  setBody(body: unknown): void {
    this.body = body;
    this.setHeader('Content-Type', typeOf(body));
  }

  /** @throws when name or value is no text, or HTTP does not allow the header */
  setHeader(name: string, value: string): void {
    if (typeof name !== 'string' || typeof value !== 'string') {
      throw new TypeError(`${NAME}.setHeader() takes two texts; write String(value) for another value.`);
    }
    validateHeaderName(name);
    validateHeaderValue(name, value);
    this.#headers.set(name.toLowerCase(), [name, value]);
  }

  setStatus(status: number): void {
    if (!Number.isInteger(status) || status < 200 || status > 599) {
      throw new RangeError(`${status} is no HTTP status that a handler can give: 200 to 599.`);
    }
    this.#status = status;
  }
}

/** The message that a handler's result stands for: the message itself, or one whose body the result is. */
export function messageOfResult(result: unknown): OutgoingMessage {
  if (result instanceof OutgoingMessage) return result;
  const message = new OutgoingMessage();
  if (result !== undefined && result !== null) message.setBody(result);
  return message;
}

/**
 * The body as text or bytes. It is not copied, because it may be too large.
 * @param readable what the session may read of entities in it; without it, the body is not to be sent
 */
export function plainBody(body: unknown, readable?: ReadableEntities): string | Uint8Array {
  if (typeof body === 'string') return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (body instanceof OutgoingMessage) throw new TypeError(`The body is an ${NAME}; return it, or use its body.`);
  return saidInJson(body, 'The body', readable);
}

/** @param plain what `plainBody` returns for the body of the message */
export function handlerAnswer({ status, headers, body }: OutgoingMessage, plain: string | Uint8Array): HandlerAnswer {
  // An answer without a body is sent as an empty text. Without a content type, a browser would save it as a file.
  const isTyped = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  // The bytes are copied. Otherwise the whole buffer that they are a part of would be sent to the server.
  return {
    status,
    headers: { ...headers, ...(!isTyped && { 'Content-Type': typeOf(body) }) },
    body: typeof plain === 'string' ? new TextEncoder().encode(plain) : plain.slice(),
  };
}

function typeOf(body: unknown): string {
  if (typeof body === 'string') return 'text/plain; charset=utf-8';
  if (!(body instanceof ArrayBuffer) && !ArrayBuffer.isView(body)) return 'application/json';
  return pictureType(plainBody(body) as Uint8Array) ?? 'application/octet-stream';
}
