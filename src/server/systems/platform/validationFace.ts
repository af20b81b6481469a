import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Face, FaceRequest } from '../../kernel/answer/face';
import type { Refusal } from '../../kernel/answer/refusal';
import { sendPage } from '../../kernel/answer/sendPage';
import { whileAsked } from '../../kernel/answer/whileAsked';
import type { Clock } from '../../kernel/clock/clock';
import { note as noteOfServer } from '../../kernel/journal/note';
import type { Trace } from '../../kernel/journal/trace';
import { type AnswerRequest, askedFor, type Fields, fieldsIn, requestedAnswer } from './answerRequest';
import { answeredUrl, type CallbackRules, passcodeIn } from './callback';
import { callBack, type PlatformCall } from './caller';
import { note } from './note';
import { PlatformRefusal } from './platformRefusal';
import { validationPage } from './validationPage';
import type { Validation, Validations } from './validations';
import { waited } from './wait';

export interface ValidationParts {
  readonly validations: Validations;
  readonly rules: CallbackRules;
  readonly clock: Clock;
}

type WithId = { Params: { id: string } };

/**
 * The route `/validate`. It stands for a payment service or another platform that validates something and then calls
 * back (docs/web-code.md#the-external-platform). A person approves or refuses on the page. A program gives the answer
 * in JSON.
 */
export class ValidationFace implements Face {
  private readonly ended = new AbortController();

  constructor(private readonly parts: ValidationParts) {}

  register(app: FastifyInstance): void {
    // A Fastify scope of its own, because only these routes parse forms.
    app.register(async (scope) => this.addTo(scope));
  }

  dispose(): void {
    this.ended.abort();
  }

  private addTo(scope: FastifyInstance): void {
    const config = { face: 'platform' } as const;
    // A page of the server itself may send a form here.
    const asked = { face: 'platform', serverMayCall: true } as const;
    scope.addContentTypeParser<Buffer>(
      'application/x-www-form-urlencoded',
      { parseAs: 'buffer' },
      (request, body, done) => {
        request.handling.sent = body;
        done(null, Object.fromEntries(new URLSearchParams(body.toString())));
      },
    );
    scope.get('/validate', { config: asked }, async (request, reply) =>
      this.showPage(reply, await this.received(request, fieldsIn(request.query))),
    );
    scope.post('/validate', { config: asked }, async (request, reply) => {
      const fields = { ...fieldsIn(request.query), ...fieldsIn(request.body) };
      const validation = await this.received(request, fields);
      if (isForm(request)) return this.showPage(reply, validation);
      const { id } = validation;
      const answer = requestedAnswer(fields);
      if (!answer) return reply.code(202).send({ id, status: 'waiting' });
      const calls = await this.whileAsked(request, (signal) =>
        this.answerItself(request.trace, signal, validation, answer, answer.times),
      );
      return reply.send({ id, calls });
    });
    scope.get<WithId>('/validations/:id', { config }, async (request, reply) => {
      const validation = await this.known(request);
      note(request.trace, 'platform.shown');
      return this.showPage(reply, validation);
    });
    scope.post<WithId>('/validations/:id', { config }, async (request, reply) => {
      const validation = await this.known(request);
      const answer = requestedAnswer(fieldsIn(request.body));
      if (!answer) throw new PlatformRefusal(400, 'answer-missing', 'Say “answer” as approve or refuse.');
      if (answer.by === 'platform' || !isForm(request)) {
        const calls = await this.whileAsked(request, (signal) =>
          this.answerItself(request.trace, signal, validation, answer, answer.times),
        );
        return isForm(request) ? this.showPage(reply, await this.known(request), calls) : reply.send({ calls });
      }
      return this.whileAsked(request, (signal) => this.sendBrowserBack(reply, signal, validation, answer));
    });
  }

  /** Stores a new request. It waits until somebody answers it. */
  private async received({ trace }: FaceRequest, fields: Fields): Promise<Validation> {
    const { callback, state } = askedFor(fields);
    const url = this.parts.rules.read(callback);
    hideSecrets(trace, url, state);
    const { validation, isNew } = await this.parts.validations.add(url.href, state);
    const carried =
      passcodeIn(url) !== undefined ? 'with $4DSID in it' : state !== undefined ? 'with a state' : 'without a passcode';
    note(
      trace,
      isNew ? 'platform.asked' : 'platform.asked.again',
      `A validation is asked for${isNew ? '' : ' again'}; the callback leads to ${placeOf(url)}, ${carried}.`,
    );
    if (isNew) trace.changed('validation', validation.id, 'created');
    return validation;
  }

  private async known({ params, trace }: { params: WithId['Params']; trace: Trace }): Promise<Validation> {
    const validation = await this.parts.validations.get(params.id);
    if (!validation) {
      throw unknownValidation();
    }
    hideSecrets(trace, new URL(validation.callback), validation.state);
    return validation;
  }

  /**
   * Redirects the browser to the callback address. If two answers were requested, the platform first calls the server
   * itself, as payment services do.
   */
  private async sendBrowserBack(
    reply: FastifyReply,
    signal: AbortSignal,
    validation: Validation,
    answer: AnswerRequest,
  ): Promise<unknown> {
    const { trace } = reply.request;
    const first = answer.times - 1;
    if (first > 0) await this.answerItself(trace, signal, validation, answer, first);
    else await this.decide(trace, signal, validation, answer);
    if (signal.aborted)
      throw new PlatformRefusal(503, 'answer-given-up', 'Nobody waits for the answer any more; ask again.', {
        headers: {
          'retry-after': '1',
        },
      });
    const target = answeredUrl(validation.callback, validation.state, answer.verdict);
    note(trace, 'platform.browser-sent', `The browser is sent back to ${placeOf(new URL(target))}.`);
    return reply.redirect(target, 303);
  }

  /** Calls the callback address from server to server. The calls are made one after the other. */
  private async answerItself(
    trace: Trace,
    signal: AbortSignal,
    validation: Validation,
    answer: AnswerRequest,
    times: number,
  ): Promise<PlatformCall[]> {
    const { rules } = this.parts;
    const { callback, state } = validation;
    // Check the address again: the request may come from a snapshot, and the names of this server may have changed.
    const url = rules.read(answeredUrl(callback, state, answer.verdict));
    if (!(await this.decide(trace, signal, validation, answer))) return [];
    const calls: PlatformCall[] = [];
    for (let number = 1; number <= times && !signal.aborted; number++) {
      const isServer = rules.isServer(url.origin) || rules.isServerForACaller(url);
      const call = await callBack(url, isServer, signal);
      const got = call.status === 0 ? 'no answer' : String(call.status);
      note(trace, 'platform.called', `The platform itself called ${placeOf(url)} and got ${got}.`);
      calls.push(call);
    }
    return calls;
  }

  /**
   * Waits for the requested delay, and then stores the verdict.
   * @returns false when the client has gone or the server ends before that
   */
  private async decide(
    trace: Trace,
    signal: AbortSignal,
    { id }: Validation,
    { verdict, delayMs, time }: AnswerRequest,
  ): Promise<boolean> {
    if (delayMs > 0) {
      note(trace, 'platform.delayed', `The platform takes ${delayMs} ms of ${time} time.`);
      if (!(await waited(delayMs, time, this.parts.clock, signal))) {
        noteOfServer(trace, 'server.client-gone', 'Who asked went away meanwhile.');
        return false;
      }
    }
    if (!(await this.parts.validations.answered(id, verdict))) throw unknownValidation();
    note(trace, verdict === 'approve' ? 'platform.approved' : 'platform.refused');
    trace.changed('validation', id, 'changed', verdict === 'approve' ? 'approved' : 'refused');
    return true;
  }

  private showPage(reply: FastifyReply, validation: Validation, calls?: readonly PlatformCall[]): FastifyReply {
    const { origin } = new URL(validation.callback);
    // Browsers apply the `form-action` policy of the page to the target of a redirect too, so it must be allowed here.
    return sendPage(reply, 200, 'A validation is asked for', validationPage(validation, calls), {
      formTargets: [origin],
    });
  }

  /** Runs an operation. Its signal is aborted when the client's connection closes or the server ends. */
  private whileAsked<T>(request: FaceRequest, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return whileAsked(request, (signal) => run(AbortSignal.any([signal, this.ended.signal])));
  }
}

function unknownValidation(): Refusal {
  const message = 'This platform was not asked that, or it was reset; ask again at /validate.';
  return new PlatformRefusal(404, 'validation-unknown', message);
}

/** Origin and path only, because the query may contain secrets. */
function placeOf({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

function hideSecrets(trace: Trace, callback: URL, state: string | undefined): void {
  for (const secret of [state, passcodeIn(callback)]) if (secret !== undefined) trace.hide(secret);
}

function isForm({ headers }: FaceRequest): boolean {
  return /^application\/x-www-form-urlencoded/i.test(headers['content-type'] ?? '');
}
