import { urlEncoded } from '../../../../core/base/urlText';
import type { FormPart } from '../../../kernel/multipart/formPart';
import type { HandlerAnswer, HandlerRequest } from '../currentSession';
import { mediaTypeOf } from '../mediaTypes';
import type { FoundFile } from './codeProtocol';
import { IncomingMessage } from './incomingMessage';
import { handlerAnswer, OutgoingMessage, plainBody } from './outgoingMessage';
import { rawAnswer } from './rawAnswer';

/** A part of a body as `WEB GET BODY PART` gives it. */
export interface GivenPart {
  readonly name: string;
  readonly contents: Uint8Array;
  /** The contents as a text in UTF-8. */
  readonly text: string;
  readonly mimeType: string;
  /** Empty for a field that is no file. */
  readonly fileName: string;
}

const HTML = 'text/html; charset=utf-8';
const REDIRECT = 302;

/** 4D's commands of the theme Web Server that read a request and send its answer: docs/web-classes.md#commands. */
export class WebCommands {
  private readonly request: IncomingMessage;
  private readonly response = new OutgoingMessage();
  private readonly cookies: string[] = [];
  private status: number | undefined;
  private location: string | undefined;
  /** What the raw data so far has as its body, while more may come. */
  private chunks: Uint8Array[] | undefined;
  private sendsPage = false;
  private isMissing = false;
  /** Raw data is sent as it is. */
  private hasTags = false;

  /**
   * @param parts those of a form with files; empty for any other body
   * @param findFile looks for a file of the folder of pages, which the answer then can send
   * @param sends whether the commands that send make the answer; otherwise it is what the code returns
   */
  constructor(
    private readonly sent: HandlerRequest,
    private readonly parts: readonly FormPart[],
    private readonly findFile: (path: string) => FoundFile,
    readonly sends = true,
  ) {
    this.request = new IncomingMessage(sent);
  }

  /**
   * WEB GET VARIABLES: the values of form and query by name. If a name occurs several times, the first value counts.
   * Uploaded files are not variables.
   */
  getVariables(): Record<string, string> {
    const all = new Map<string, string>();
    const add = (name: string, value: string) => all.has(name) || all.set(name, value);
    const isForm = /^\s*application\/x-www-form-urlencoded/i.test(this.request.getHeader('content-type'));
    if (isForm) for (const [name, value] of new URLSearchParams(textOf(this.sent.body))) add(name, value);
    for (const { name, fileName, bytes } of this.parts) {
      if (fileName === undefined) add(name, textOf(bytes));
    }
    for (const [name, value] of new URLSearchParams(/\?([^#]*)/.exec(this.sent.url)?.[1] ?? '')) add(name, value);
    return Object.fromEntries(all);
  }

  /** WEB Get body part count. */
  get bodyPartCount(): number {
    return this.parts.length;
  }

  /**
   * WEB GET BODY PART.
   * @param part number of the part; the first one is 1
   * @throws RangeError when there is no such part
   */
  getBodyPart(part: number): GivenPart {
    const found = Number.isInteger(part) ? this.parts[part - 1] : undefined;
    if (!found) throw new RangeError(`There is no part ${String(part)}: the body has ${this.parts.length}.`);
    const { name, type, fileName = '', bytes } = found;
    return { name, contents: bytes.slice(), text: textOf(bytes), mimeType: type, fileName };
  }

  /** WEB GET HTTP BODY, as bytes, or as a text. */
  getHttpBody(type = 'blob'): string | Uint8Array {
    if (type === 'blob') return this.request.getBlob();
    if (type === 'text') return this.request.getText();
    throw new TypeError("webGetHttpBody() takes 'blob' or 'text'.");
  }

  /**
   * WEB GET HTTP HEADER: one header, or `X-METHOD`, `X-URL` or `X-VERSION` for the parts of the first line. Without a name
   * all lines.
   */
  getHttpHeader(name?: string): string {
    const { verb, url, version, headers } = this.sent;
    if (name === undefined) {
      const lines = Object.entries(headers).map(([header, value]) => `${headerCase(header)}: ${value}`);
      return [`${verb} ${url} ${version}`, ...lines].join('\r\n');
    }
    const firstLine: Readonly<Record<string, string>> = { 'x-method': verb, 'x-url': url, 'x-version': version };
    const key = String(name).toLowerCase();
    return this.request.getHeader(key) || (Object.hasOwn(firstLine, key) ? (firstLine[key] ?? '') : '');
  }

  /**
   * WEB SET HTTP HEADER: one header, or lines of them as one text, which may begin with a status line. `X-STATUS` sets the
   * status. Each `Set-Cookie` is sent.
   * @throws TypeError when one is no text; a value may also be a number
   */
  setHttpHeader(name: string, value?: string): void {
    const given = textFor('webSetHttpHeader', name);
    if (value !== undefined) {
      const text = typeof value === 'number' ? String(value) : value;
      this.setOne(given, textFor('webSetHttpHeader', text));
      return;
    }
    const { status, headers, body } = rawAnswer(new TextEncoder().encode(given));
    if (body.length > 0)
      throw new TypeError('webSetHttpHeader() takes a name and a value, or lines such as “Name: value”.');
    checkAll(headers, status);
    if (status !== undefined) this.setStatus(status);
    for (const [each, text] of headers) this.setOne(each, text);
  }

  /**
   * WEB SEND TEXT.
   * @param type a media type, or an extension such as `.css`
   * @throws TypeError when one is no text
   */
  sendText(text: string, type: string = HTML): void {
    this.send(textFor('webSendText', text), textFor('webSendText', type));
  }

  /**
   * WEB SEND BLOB.
   * @param type a media type, or an extension such as `.gif`; empty for that of a picture, or bytes
   * @throws TypeError when the blob has no bytes
   */
  sendBlob(blob: Uint8Array, type = ''): void {
    if (!isBytes(blob)) throw new TypeError('webSendBlob() takes bytes; use webSendText() for a text.');
    this.send(blob, textFor('webSendBlob', type));
  }

  /**
   * WEB SEND FILE: sends a file of the folder of pages.
   * @returns whether the file is there, as OK says in 4D
   * @throws TypeError when the path is no text
   * @throws Error when the path leads out of the folder, or the file may not be sent
   */
  sendFile(path: string): boolean {
    const found = this.findFile(textFor('webSendFile', path));
    if (found.kind === 'refused') throw new Error(`webSendFile() cannot send “${path}”. ${found.reason}`);
    this.isMissing = found.kind === 'missing';
    if (found.kind === 'missing') return false;
    this.send('', found.type);
    this.sendsPage = true;
    return true;
  }

  /**
   * WEB SEND RAW DATA: header and body of an answer as they are to be sent. What is missing in the header is added.
   * @param chunked whether this is a part: what follows is added to it, and the answer is sent without its length
   * @throws TypeError when the data is neither a text nor bytes
   */
  sendRawData(data: string | Uint8Array, chunked?: '*'): void {
    if (typeof data !== 'string' && !isBytes(data)) throw new TypeError('webSendRawData() takes a text or bytes.');
    const bytes = plainBody(data);
    const given = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes.slice();
    if (this.chunks) {
      this.chunks.push(given);
      return;
    }
    const { status, headers, body } = rawAnswer(given);
    checkAll(headers, status);
    this.send(body, HTML);
    this.hasTags = false;
    for (const [name, value] of headers) this.setOne(name, value);
    const isMoved = headers.some(([name]) => name.toLowerCase() === 'location');
    if (status !== undefined || isMoved) this.setStatus(status ?? REDIRECT);
    if (chunked === '*') this.chunks = [body];
  }

  /**
   * WEB SEND HTTP REDIRECT. It prevails over everything that the method sends.
   * @param asItIs without it, characters that a URL cannot have are encoded
   * @throws TypeError when the URL is no text, is empty, or has what a header cannot have
   */
  sendHttpRedirect(url: string, asItIs?: '*'): void {
    const given = textFor('webSendHttpRedirect', url);
    if (given.trim() === '') throw new TypeError('webSendHttpRedirect() needs a URL: this one is empty.');
    const location = asItIs === '*' ? given : encodedUrl(given);
    // This throws here, at the line of the mistake, when HTTP does not allow it. Then nothing has changed.
    this.response.setHeader('Location', location);
    this.location = location;
  }

  /** Whether the method has sent anything, or looked for a file to send. */
  get hasSent(): boolean {
    const { response, cookies, status, location, chunks, sendsPage, isMissing } = this;
    if (status !== undefined || location !== undefined || chunks || sendsPage || isMissing) return true;
    return cookies.length > 0 || response.body !== '' || Object.keys(response.headers).length > 0;
  }

  /** The answer with everything that the commands have sent. */
  answer(): HandlerAnswer {
    const { response, cookies } = this;
    if (this.chunks) response.body = Buffer.concat(this.chunks);
    const isRedirect = this.location !== undefined;
    if (isRedirect) response.body = '';
    // A browser gets this for a file that is not there. What the method sends after that counts instead.
    const status = this.status ?? (isRedirect ? REDIRECT : this.isMissing ? 404 : undefined);
    if (status !== undefined) response.setStatus(status);
    return {
      ...handlerAnswer(response, plainBody(response.body)),
      ...(cookies.length > 0 && { cookies }),
      ...(this.sendsPage && !isRedirect && { sendsPage: true }),
      ...(this.chunks && !isRedirect && { isChunked: true }),
      ...(this.hasTags && !isRedirect && { hasTags: true }),
    };
  }

  private send(body: unknown, type: string): void {
    if (type !== '') checkAll([['Content-Type', mediaTypeOf(type)]]);
    this.response.setBody(body);
    if (type !== '') this.response.setHeader('Content-Type', mediaTypeOf(type));
    this.sendsPage = false;
    this.isMissing = false;
    this.hasTags = true;
    this.chunks = undefined;
  }

  private setOne(name: string, value: string): void {
    const key = name.toLowerCase();
    if (key === 'x-version') return;
    if (key === 'x-status') this.setStatus(Number.parseInt(value, 10));
    else if (key === 'set-cookie') {
      checkAll([[name, value]]);
      this.cookies.push(value);
    } else this.response.setHeader(name, value);
  }

  private setStatus(status: number): void {
    this.response.setStatus(status);
    this.status = status;
  }
}

/**
 * Checks headers and status before anything of an answer changes, so that code which catches the error goes on with what it had.
 * @throws Error when HTTP does not allow one
 */
function checkAll(headers: readonly (readonly [name: string, value: string])[], status?: number): void {
  const message = new OutgoingMessage();
  if (status !== undefined) message.setStatus(status);
  for (const [name, value] of headers) {
    if (name.toLowerCase() === 'x-status') message.setStatus(Number.parseInt(value, 10));
    else message.setHeader(name, value);
  }
}

/** @throws TypeError when a command was given something else than a text, which would be sent as “[object Object]” */
function textFor(command: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(
    `${command}() takes a text: write String(value), or JSON.stringify(value) for an object or a collection.`,
  );
}

function isBytes(value: unknown): boolean {
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** The names of the request come in lower case, and 4D shows them as browsers write them. */
function headerCase(name: string): string {
  return name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

/** A URL with its special characters encoded. What is encoded already stays. */
function encodedUrl(url: string): string {
  return url.replace(/%(?![\da-f]{2})|[^\x21-\x7e]|["<>\\^`{|}]/giu, (character) => urlEncoded(character));
}
