import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fault } from '../../../core/protocol/fault';
import type { FaceName } from '../../../core/protocol/journal';
import type { Clock } from '../clock/clock';
import { type Faults, isOver } from '../faults/faults';
import { note } from '../journal/note';
import type { EmulatedSystem } from '../system/emulatedSystem';
import { cut } from './cut';
import type { Recorder } from './recorder';

type FaultOf<K extends Fault['kind']> = Extract<Fault, { readonly kind: K }>;

/** The reason for each kind of fault. */
type FaultRule = `fault.${Fault['kind']}`;

/** The systems that faults apply to, by the names of their faces. */
export type FaultySystems = ReadonlyMap<FaceName, Pick<EmulatedSystem, 'faultBody' | 'faultHeaders' | 'sessionOf'>>;

/** Applies faults to requests to the public faces: after the body was read, and before the request has any effect. */
export class FaultInjector {
  constructor(
    private readonly faults: Faults,
    private readonly clock: Clock,
    private readonly recorder: Recorder,
    private readonly systems: FaultySystems,
  ) {}

  /**
   * Applies the fault that hits a request, if there is one.
   * @param done called when the request must still be answered, with the error if that is what to answer
   */
  strike(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
    const { face } = request.handling.config;
    // Nearly always there are no faults, and finding out the session takes time.
    if (this.faults.list().length === 0 || !face || !this.systems.has(face)) done();
    else this.goesOn(request, reply).then((goOn) => goOn && done(), done);
  }

  private async goesOn(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const route = `${request.method} ${request.handling.pattern}`;
    const session = await this.sessionOf(request);
    const fault = await this.faults.strike({ route, path: request.url, session });
    return !fault || this.inject(fault, request, reply);
  }

  /** All systems are asked, because a request can name the session of another system. */
  private async sessionOf(request: FastifyRequest): Promise<string | undefined> {
    for (const system of this.systems.values()) {
      const session = await system.sessionOf?.(request);
      if (session !== undefined) return session;
    }
    return undefined;
  }

  /** @returns whether the request must still be answered */
  private async inject(fault: Fault, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const { trace } = request;
    const struck = (rule: FaultRule, message: string) => {
      note(trace, rule, message);
      if (!isOver(fault)) return;
      note(trace, 'fault.ended', `Fault ${fault.id} is over and was removed.`);
      trace.changed('fault', fault.id, 'removed');
    };
    switch (fault.kind) {
      case 'delay':
        struck('fault.delay', `Fault ${fault.id} delayed the request by ${fault.delayMs} ms of virtual time.`);
        if (await this.delay(request, fault.delayMs)) return true;
        note(trace, 'server.client-gone', 'The client went away meanwhile.');
        this.leave(request, reply);
        return false;
      case 'status':
        struck('fault.status', `Fault ${fault.id} answered instead; nothing was done.`);
        this.answer(fault, request, reply);
        return false;
      case 'reset':
        struck('fault.reset', `Fault ${fault.id} ended the connection; nothing was done.`);
        this.leave(request, reply);
        cut(request.raw.socket);
        return false;
      case 'replyLost':
        struck('fault.replyLost', `Fault ${fault.id} throws the answer away; what was asked is done.`);
        request.handling.answerIsLost = true;
        return true;
    }
  }

  /** Stops Fastify from answering. */
  private leave(request: FastifyRequest, reply: FastifyReply): void {
    reply.hijack();
    this.recorder.record(request, 0, reply);
  }

  private answer({ id, status, errCode }: FaultOf<'status'>, request: FastifyRequest, reply: FastifyReply): void {
    const { config, pattern } = request.handling;
    const system = this.systems.get(config.face as FaceName);
    const body = system?.faultBody?.(status, errCode, pattern);
    const message = `Fault ${id} answers instead of the server; remove it to go on.`;
    reply
      .code(status)
      .headers(system?.faultHeaders?.(status, pattern) ?? {})
      .send(body ?? { error: { code: 'fault', message } });
  }

  /**
   * @param ms milliseconds of virtual time
   * @returns whether the client still waits
   */
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
