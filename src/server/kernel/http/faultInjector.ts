import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Fault } from '../../../core/protocol/fault';
import type { Face } from '../../../core/protocol/journal';
import { decodeToken } from '../../../core/session/connectionToken';
import type { Clock } from '../clock/clock';
import type { Faults } from '../faults/faults';
import { bearerToken } from './bearer';
import { cut } from './cut';
import { HttpError } from './httpError';
import type { Recorder } from './recorder';

const PUBLIC_FACES: readonly Face[] = ['mobile', 'web', 'mendix', 'lifecycle'];

type FaultOf<K extends Fault['kind']> = Extract<Fault, { readonly kind: K }>;

/** The body with which a face says an error; undefined where it has no words for it. */
export type FaultBody = (status: number, errCode: number | undefined) => object | undefined;

/** Id of the web session that a `Cookie` header names, without a sign of life for it. */
export type CookieSessionOf = (cookies: string | undefined) => Promise<string | undefined>;

/** Makes requests to the public faces go wrong as somebody asked for: after the body was read, before anything is done. */
export class FaultInjector {
  constructor(
    private readonly faults: Faults,
    private readonly clock: Clock,
    private readonly recorder: Recorder,
    private readonly bodies: Readonly<Partial<Record<Face, FaultBody>>>,
    private readonly cookieSession: CookieSessionOf = async () => undefined,
  ) {}

  watch(app: FastifyInstance): void {
    app.addHook('preValidation', (request, reply, done) => {
      // Nearly always there is none, and finding out who asks takes time.
      if (this.faults.list().length === 0) return done();
      const { config, pattern } = request.handling;
      if (!config.face || !PUBLIC_FACES.includes(config.face)) return done();
      const strike = async (): Promise<boolean> => {
        const session = sessionOf(request) ?? (await this.cookieSession(request.headers.cookie));
        const fault = this.faults.strike({ route: `${request.method} ${pattern}`, path: request.url, session });
        return !fault || this.inject(fault, request, reply);
      };
      strike().then((goOn) => goOn && done(), done);
    });
  }

  /** @returns whether the request is to be answered still */
  private async inject(fault: Fault, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const { trace } = request;
    switch (fault.kind) {
      case 'delay':
        trace.rule('fault.delay', `Fault ${fault.id} delayed the request by ${fault.delayMs} ms of virtual time.`);
        if (await this.delay(request, fault.delayMs)) return true;
        trace.rule('server.client-gone', 'The client went away meanwhile.');
        this.leave(request, reply);
        return false;
      case 'status':
        trace.rule('fault.status', `Fault ${fault.id} answered instead; nothing was done.`);
        this.answer(fault, request, reply);
        return false;
      case 'reset':
        trace.rule('fault.reset', `Fault ${fault.id} ended the connection; nothing was done.`);
        this.leave(request, reply);
        cut(request.raw.socket);
        return false;
      case 'replyLost':
        trace.rule('fault.replyLost', `Fault ${fault.id} throws the answer away; what was asked is done.`);
        request.handling.answerIsLost = true;
        return true;
    }
  }

  /** Nothing is answered. */
  private leave(request: FastifyRequest, reply: FastifyReply): void {
    reply.hijack();
    this.recorder.record(request, 0, reply);
  }

  private answer({ id, status, errCode }: FaultOf<'status'>, request: FastifyRequest, reply: FastifyReply): void {
    const face = request.handling.config.face as Face;
    const body = this.bodies[face]?.(status, errCode);
    const message = `Fault ${id} answers instead of the server; remove it to go on.`;
    reply.code(status).send(body ?? new HttpError(status, 'fault', message).body);
  }

  /** @returns whether the client still waits */
  private delay({ raw: { socket } }: FastifyRequest, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const gone = () => {
        timer.dispose();
        resolve(false);
      };
      const timer = this.clock.schedule(this.clock.now() + ms, () => {
        socket.off('close', gone);
        resolve(true);
      });
      socket.once('close', gone);
    });
  }
}

/** The session that a request names, as far as the request alone tells. */
function sessionOf({ headers }: FastifyRequest): string | undefined {
  const token = bearerToken(headers.authorization);
  const decoded = token === undefined ? undefined : decodeToken(token);
  const id = decoded?.ok ? decoded.value.id : undefined;
  return typeof id === 'string' ? id : undefined;
}
