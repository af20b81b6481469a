import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificateOf } from '../../src/server/kernel/http/certificate';

/** A request that the server got, with its whole body. */
export interface UpstreamRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** Answers a request. `begin` is called before the body has come, and answers if it returns true. */
export interface UpstreamAnswers {
  readonly begin?: (request: http.IncomingMessage, response: http.ServerResponse) => boolean;
  readonly answer?: (request: UpstreamRequest, response: http.ServerResponse) => void;
}

/** A second real server, in the place of a 4D Server, which answers as a test wants. */
export class UpstreamServer {
  readonly seen: UpstreamRequest[] = [];
  /** The connections that were opened to it. */
  connections = 0;
  answers: UpstreamAnswers = {};

  private constructor(
    private readonly server: http.Server,
    /** Its certificate as PEM; undefined over HTTP. */
    readonly certificate: string | undefined,
  ) {}

  static async start({ tls = false }: { readonly tls?: boolean } = {}): Promise<UpstreamServer> {
    const made = tls ? await certificateOf(true, ['localhost', '127.0.0.1']) : undefined;
    const server = made ? https.createServer(made) : http.createServer();
    const upstream = new UpstreamServer(server, made?.cert);
    server.on(tls ? 'secureConnection' : 'connection', () => {
      upstream.connections += 1;
    });
    server.on('request', (request, response) => upstream.take(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return upstream;
  }

  get url(): string {
    return `${this.certificate === undefined ? 'http' : 'https'}://127.0.0.1:${this.port}`;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private take(request: http.IncomingMessage, response: http.ServerResponse): void {
    if (this.answers.begin?.(request, response)) return;
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('error', () => {});
    request.on('end', () => {
      const { method = '', url = '', headers, rawHeaders } = request;
      const whole = { method, url, headers, rawHeaders, body: Buffer.concat(pieces) };
      this.seen.push(whole);
      if (this.answers.answer) this.answers.answer(whole, response);
      else json(response, 200, { ok: true, success: true });
    });
  }
}

/** Answers with JSON. */
export function json(
  response: http.ServerResponse,
  status: number,
  body: unknown,
  headers: http.OutgoingHttpHeaders = {},
) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}
