import type { HandlerRequest } from '../currentSession';
import { IncomingMessage } from './incomingMessage';
import { OutgoingMessage } from './outgoingMessage';

/** 4D's commands of the theme Web Server, for a project method that answers `/4DACTION/…`. */
export class WebCommands {
  readonly response = new OutgoingMessage();
  private readonly request: IncomingMessage;
  /** WEB Is secured connection. */
  readonly isSecured: boolean;

  private constructor(
    request: HandlerRequest,
    private readonly fields: Readonly<Record<string, string>>,
  ) {
    this.request = new IncomingMessage(request);
    this.isSecured = request.isSecured;
  }

  /** Reads the form in advance, because `multipart/form-data` can only be read asynchronously. */
  static async of(request: HandlerRequest): Promise<WebCommands> {
    return new WebCommands(request, await fieldsOf(request));
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

async function fieldsOf({ headers, body }: HandlerRequest): Promise<Record<string, string>> {
  const type = headers['content-type'] ?? '';
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(type)) return {};
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  const fields = new Map<string, string>();
  // Uploaded files are not variables.
  for (const [name, value] of form) if (typeof value === 'string' && !fields.has(name)) fields.set(name, value);
  return Object.fromEntries(fields);
}
