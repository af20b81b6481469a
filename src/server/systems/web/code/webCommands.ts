import type { FormPart } from '../../../kernel/multipart/formPart';
import type { HandlerRequest } from '../currentSession';
import { IncomingMessage } from './incomingMessage';
import { OutgoingMessage } from './outgoingMessage';

/** 4D's commands of the theme Web Server, for a project method that answers `/4DACTION/…`. */
export class WebCommands {
  readonly response = new OutgoingMessage();
  private readonly request: IncomingMessage;
  /** WEB Is secured connection. */
  readonly isSecured: boolean;

  private readonly fields: Readonly<Record<string, string>>;

  /** @param parts those of a form with files; empty for any other body */
  constructor(
    request: HandlerRequest,
    readonly parts: readonly FormPart[],
  ) {
    this.request = new IncomingMessage(request);
    this.isSecured = request.isSecured;
    this.fields = fieldsOf(request, parts);
  }

  /**
   * WEB GET VARIABLES: the values of form and query by name. If a name occurs several times, the first value counts.
   */
  getVariables(): Record<string, string> {
    return { ...this.request.urlQuery, ...this.fields };
  }

  /** WEB GET HTTP HEADER, for one header. */
  getHttpHeader(name: string): string {
    return this.request.getHeader(name);
  }

  /** WEB SET HTTP HEADER, for one header. */
  setHttpHeader(name: string, value: string): void {
    this.response.setHeader(name, value);
  }

  /** WEB SEND TEXT. */
  sendText(text: string, type = 'text/html; charset=utf-8'): void {
    this.response.setBody(String(text));
    this.response.setHeader('Content-Type', type);
  }

  /** WEB SEND BLOB. */
  sendBlob(blob: Uint8Array, type = 'application/octet-stream'): void {
    this.response.setBody(blob);
    this.response.setHeader('Content-Type', type);
  }

  /** WEB SEND HTTP REDIRECT. */
  sendHttpRedirect(url: string): void {
    this.response.setStatus(302);
    this.response.setHeader('Location', url);
  }
}

function fieldsOf({ headers, body }: HandlerRequest, parts: readonly FormPart[]): Record<string, string> {
  const isUrlEncoded = /^application\/x-www-form-urlencoded/i.test(headers['content-type'] ?? '');
  const decoder = new TextDecoder();
  const given: Iterable<readonly [string, string]> = isUrlEncoded
    ? new URLSearchParams(decoder.decode(body))
    : // Uploaded files are not variables.
      parts.filter(({ fileName }) => fileName === undefined).map(({ name, bytes }) => [name, decoder.decode(bytes)]);
  const fields = new Map<string, string>();
  for (const [name, value] of given) if (!fields.has(name)) fields.set(name, value);
  return Object.fromEntries(fields);
}
