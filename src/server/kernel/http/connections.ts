import { type IncomingMessage, type Server, ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpError } from '../answer/httpError';
import type { Refusal } from '../answer/refusal';
import { type ConnectionError, connectionRefusal, GONE, handshakeRefusal, targetOf } from './clientErrors';
import type { Recorder } from './recorder';
import type { FormedRefusal, RefusalForms } from './refusalForms';

/**
 * Properties of a socket. A map of sockets would cost each request, and the garbage collector, more than all other
 * hooks.
 */
const LAST = Symbol('last request');
const IS_REFUSED = Symbol('nothing more is read');

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** The answer before this one, if it was not complete when the request arrived. */
  readonly previous: ServerResponse | undefined;
  /** Whether the whole request was read, so that the client waits for the server. */
  isRead: boolean;
}

interface HttpSocket extends Socket {
  [LAST]?: Exchange;
  [IS_REFUSED]?: boolean;
}

/** “100-continue”, as Node looks for it. */
const CONTINUE = /(?:^|\W)100-continue(?:$|\W)/i;

/**
 * Handles what Node would answer without the rest of the server, so that each request and each connection that fails has
 * one entry in the journal: errors of the connection, tunnels, and the header `Expect`.
 */
export class Connections {
  constructor(
    private readonly recorder: Recorder,
    private readonly forms: RefusalForms,
  ) {}

  watch(server: Server): void {
    // Node remembers the address if it is read now. It cannot be read after the connection is closed.
    server.on('connection', (socket: Socket) => void socket.remoteAddress);
    // Without these listeners, Node answers or closes the connection itself, before the host is checked.
    const route = (request: IncomingMessage, response: ServerResponse) => server.emit('request', request, response);
    server.on('checkContinue', route);
    server.on('checkExpectation', route);
    // With this listener, Node no longer closes idle connections itself. The client of an idle connection is not at fault
    // while the server works on the answer.
    server.on('timeout', (socket: HttpSocket) => {
      const last = socket[LAST];
      if (!last?.isRead || last.reply.sent || last.reply.raw.headersSent) socket.destroy();
    });
    server.on('connect', (request: IncomingMessage, socket: Socket) => {
      socket.on('error', () => {});
      const response = new ServerResponse(request);
      response.shouldKeepAlive = false;
      response.assignSocket(socket);
      response.once('finish', () => socket.destroySoon());
      server.emit('request', request, response);
    });
  }

  /** Remembers the request as the last one of its connection. */
  begin(request: FastifyRequest, reply: FastifyReply): void {
    const socket = request.raw.socket as HttpSocket;
    const before = socket[LAST]?.reply.raw;
    socket[LAST] = { request, reply, previous: before?.writableFinished === false ? before : undefined, isRead: false };
  }

  /**
   * Call it after the guard.
   * @throws HttpError if the request wants a tunnel, or expects what this server does not do
   */
  check({ method, raw }: FastifyRequest): void {
    if (method === 'CONNECT') {
      throw new HttpError(405, 'tunnel', 'This server is no proxy and opens no tunnel; send it its own requests.');
    }
    if (expectationOf(raw) === 'unknown') {
      throw new HttpError(417, 'expectation', 'This server knows no Expect but 100-continue; leave the header out.');
    }
  }

  /** Call it when the body was read. */
  read({ raw }: FastifyRequest): void {
    const last = (raw.socket as HttpSocket)[LAST];
    if (last) last.isRead = true;
  }

  /** Asks for the body of a client that waits with it. Call it when the request is allowed. */
  continue({ raw }: FastifyRequest, reply: FastifyReply): void {
    if (expectationOf(raw) === 'continue') reply.raw.writeContinue();
  }

  /** Refuses what cannot be read as a request, once for each connection, and closes the connection. */
  refuse(error: ConnectionError, socket: HttpSocket): void {
    // Node reports an error for each further piece of data.
    if (socket[IS_REFUSED]) return;
    socket[IS_REFUSED] = true;
    const handshake = handshakeRefusal(error);
    if (handshake) {
      socket.destroy();
      this.recorder.recordRefused(socket, handshake);
      return;
    }
    const last = socket[LAST];
    if (socket.destroyed || error.code === 'ECONNRESET') {
      // A request that has begun gets its own entry when its handling ends.
      if (!last && socket.bytesRead > 0) this.recorder.recordRefused(socket, GONE);
      socket.destroy();
      return;
    }
    const refusal = connectionRefusal(error);
    // With pipelining, the answers to earlier requests must be sent first.
    if (last && !last.request.raw.complete) {
      whenSent(last.previous, () => this.refuseRequest(last, socket, refusal));
    } else {
      whenSent(last?.reply.raw, () => {
        // Browsers open connections in advance, so one that sends nothing is no failure.
        if (socket.bytesRead > 0) this.recorder.recordRefused(socket, refusal);
        close(socket, refusal, this.forms.of(refusal, targetOf(error)));
      });
    }
  }

  /** Refuses a request whose end cannot be read. */
  private refuseRequest({ request, reply }: Exchange, socket: Socket, refusal: Refusal): void {
    if (request.handling.isRecorded || reply.raw.headersSent) socket.destroySoon();
    else {
      const formed = this.forms.of(refusal, request.url);
      this.recorder.recordBroken(request, refusal, JSON.stringify(formed.body));
      close(socket, refusal, formed);
    }
  }
}

/** What a request expects before it sends its body. HTTP 1.0 has no expectations. */
function expectationOf({ headers: { expect }, httpVersion }: IncomingMessage): 'continue' | 'unknown' | undefined {
  if (expect === undefined || httpVersion !== '1.1') return undefined;
  return CONTINUE.test(expect) ? 'continue' : 'unknown';
}

function whenSent(response: ServerResponse | undefined, then: () => void): void {
  if (!response || response.writableFinished || response.destroyed) then();
  else response.once('close', then);
}

function close(socket: Socket, { statusCode }: Refusal, { headers, body }: FormedRefusal): void {
  if (socket.writable) {
    const text = JSON.stringify(body);
    const lines = [
      `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(text)}`,
      'Connection: close',
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n${text}`);
  }
  socket.destroySoon();
}
