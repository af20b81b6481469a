import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CONTROL_PATH } from '../../../core/protocol/address';
import type { ClockMove } from '../../../core/protocol/clockState';
import type { FaultRequest } from '../../../core/protocol/fault';
import type { ChangesPage } from '../../../core/protocol/state';
import { writtenDuration } from '../../../core/server/duration';
import type { Face } from '../answer/face';
import { HttpError, type HttpErrorCode } from '../answer/httpError';
import { preferredWaitMs } from '../answer/preferredWait';
import { sendInPieces } from '../answer/sendInPieces';
import { whileAsked } from '../answer/whileAsked';
import { ClockMoveError } from '../clock/clockMoveError';
import type { ClockSnapshot } from '../clock/virtualClock';
import { FaultError } from '../faults/faultError';
import type { Limits } from '../http/limits';
import type { Recording } from '../http/recording';
import { requestError } from '../http/validators';
import { JournalFeed } from '../journal/journalFeed';
import { note } from '../journal/note';
import { ChangeLog } from './changeLog';
import { changesQuery, clockMove, faultRequest, journalQuery, snapshot } from './controlSchemas';
import { EventStream } from './eventStream';
import { addRecordingRoutes } from './recordingControl';
import type { ServerView, ViewParts } from './serverView';
import type { Snapshot } from './snapshot';

// The maximum size of a snapshot. About a hundred thousand sessions fit, because every snapshot that was taken must be
// accepted again.
const SNAPSHOT_BYTES = 512 * 1024 * 1024;
const PAGE = 100;
/** Two servers rarely begin with numbers that are close together. */
const MOST_FIRST = 2 ** 40;

export interface ControlParts extends ViewParts {
  readonly recording: Recording;
  readonly view: ServerView;
  readonly limits: Pick<Limits, 'heartbeatMs' | 'idleMs'>;
  readonly log: (message: string) => void;
}

/** The control API. It can do everything that the user interface can. schemas/openapi.json describes it. */
export class ControlApi implements Face {
  private readonly streams = new Set<EventStream>();
  private readonly changes: ChangeLog;
  private readonly feed: JournalFeed;

  constructor(private readonly parts: ControlParts) {
    const { onDidChangeState, onDidReplace } = parts.view;
    // A server that is started again begins with another number.
    this.feed = new JournalFeed(parts.journal);
    this.changes = new ChangeLog({ onDidChange: onDidChangeState, onDidReplace }, randomInt(MOST_FIRST));
  }

  register(app: FastifyInstance): void {
    app.register(async (scope) => this.addTo(scope), { prefix: CONTROL_PATH });
  }

  dispose(): void {
    for (const stream of this.streams) stream.dispose();
    this.feed.dispose();
    this.changes.dispose();
  }

  private addTo(scope: FastifyInstance): void {
    const { clock, faults, journal, outbox, snapshots, view } = this.parts;
    const config = { face: 'control' } as const;
    const quiet = { face: 'control', quiet: true } as const;
    scope.setSchemaErrorFormatter(requestError);
    // No header may allow a page of another origin to read the answers, and nothing may be cached.
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    });
    scope.addHook('preHandler', async (request) => assertNoOtherBody(request));
    // What is read may be as long as the state is.
    scope.addHook('onRoute', (route) => {
      const { handler } = route;
      if (route.method !== 'GET') return;
      route.handler = async function (request, reply) {
        const told = await handler.call(this, request, reply);
        return told === undefined || told === reply ? told : sendInPieces(reply, told);
      };
    });

    scope.get('/state', { config: quiet }, () => view.state());
    scope.get<{ Querystring: { after?: number; limit?: number } }>(
      '/changes',
      { config: quiet, schema: { querystring: changesQuery } },
      async ({ query: { after, limit = PAGE } }): Promise<ChangesPage> => {
        await view.settled();
        const page = this.changes.page(after, limit);
        return { ...page, clock: view.clock };
      },
    );
    scope.get('/events', { config: quiet }, (request, reply) => this.follow(request, reply));
    scope.get<{ Querystring: { after?: number; limit?: number } }>(
      '/journal',
      { config: quiet, schema: { querystring: journalQuery } },
      async (request) => {
        const { after = 0, limit = PAGE } = request.query;
        const waitMs = preferredWaitMs(request.headers.prefer);
        if (waitMs === undefined) return journal.page(after, limit);
        return whileAsked(request, (gone) => this.feed.next({ after, limit, waitMs }, gone));
      },
    );
    scope.post<{ Body: ClockMove }>('/clock', { config, schema: { body: clockMove } }, async ({ body, trace }) => {
      const before = clock.snapshot();
      const state = await refusing(ClockMoveError, 'clock-move', async () => clock.move(body));
      if (isSamePosition(before, clock.snapshot())) {
        note(trace, 'control.clock.unchanged');
        return state;
      }
      note(trace, 'control.clock', `The clock ${doneWords(body)}.`);
      trace.changed('clock', 'clock', 'changed', `now ${state.now}${state.paused ? ', paused' : ''}`);
      return state;
    });
    for (const [, system] of this.parts.systems) system.addControl?.(scope);
    scope.get('/faults', { config }, async ({ trace }) => {
      note(trace, 'control.fault.list');
      return faults.list();
    });
    scope.post<{ Body: FaultRequest }>(
      '/faults',
      { config, schema: { body: faultRequest } },
      async ({ body, trace }, reply) => {
        const fault = await refusing(FaultError, 'fault-invalid', () => faults.add(body));
        note(trace, 'control.fault.add', `A fault of the kind ${fault.kind} is to happen.`);
        trace.changed('fault', fault.id, 'created', fault.kind);
        return reply.code(201).send(fault);
      },
    );
    scope.delete<{ Params: { id: string } }>('/faults/:id', { config }, async ({ params: { id }, trace }, reply) => {
      if (!(await faults.remove(id))) {
        throw new HttpError(404, 'fault-unknown', 'There is no such fault any more; GET faults lists those there are.');
      }
      note(trace, 'control.fault.remove');
      trace.changed('fault', id, 'removed');
      return reply.code(204).send();
    });
    scope.get('/outbox', { config: quiet }, () => outbox.mails());
    scope.delete('/outbox', { config }, async ({ trace }, reply) => {
      if ((await outbox.mails()).length === 0) note(trace, 'control.outbox.unchanged');
      else {
        await outbox.clear();
        note(trace, 'control.outbox.clear');
        trace.changed('mail', 'all', 'removed');
      }
      return reply.code(204).send();
    });
    scope.get('/snapshot', { config: quiet }, () => snapshots.take());
    scope.put<{ Body: Snapshot }>(
      '/snapshot',
      {
        config: { ...config, withoutBody: true, wrapsValues: true, bodyOption: false },
        schema: { body: snapshot },
        bodyLimit: SNAPSHOT_BYTES,
      },
      async ({ body, trace }, reply) => {
        await this.feed.keep();
        await snapshots.put(body);
        await this.feed.replaced();
        note(trace, 'control.snapshot.put');
        trace.changed('state', 'all', 'changed', 'snapshot');
        return reply.code(204).send();
      },
    );
    addRecordingRoutes(scope, this.parts.recording);
    scope.post('/reset', { config }, async ({ trace }, reply) => {
      await this.feed.keep();
      await snapshots.reset();
      await this.feed.replaced();
      note(trace, 'control.reset');
      trace.changed('state', 'all', 'changed', 'reset');
      return reply.code(204).send();
    });
  }

  private follow({ raw }: FastifyRequest, reply: FastifyReply): void {
    const { view, limits, log } = this.parts;
    reply.hijack();
    // A client that stops reading is disconnected like any other idle client.
    raw.socket.setTimeout(limits.idleMs);
    const stream = new EventStream(reply.raw, view, limits.heartbeatMs, (error) =>
      log(`An event stream failed: ${(error as Error).message}`),
    );
    this.streams.add(stream);
    raw.socket.once('close', () => this.streams.delete(stream));
  }
}

/**
 * A call that takes no body does something else than a client means that sends one. An empty object is none: many clients
 * send it with each call.
 * @throws HttpError
 */
function assertNoOtherBody({ body, routeOptions: { method, url = '', schema } }: FastifyRequest): void {
  if (body === undefined || schema?.body !== undefined || isDeepStrictEqual(body, {})) return;
  const call = `${method} ${url.slice(CONTROL_PATH.length + 1)}`;
  throw new HttpError(400, 'body-invalid', `The call ${call} takes no body; send none, or {}.`);
}

/** Whether the clock is at the same place. A clock that is paused has another offset at each moment. */
function isSamePosition(before: ClockSnapshot, now: ClockSnapshot): boolean {
  if (before.pausedAt !== undefined || now.pausedAt !== undefined) return before.pausedAt === now.pausedAt;
  return before.offsetMs === now.offsetMs;
}

/**
 * Converts errors of one class to refusals with status 400 and the message of the error.
 * @param code code of the refusal
 */
async function refusing<T>(
  kind: new (message: string) => Error,
  code: HttpErrorCode,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof kind ? new HttpError(400, code, error.message) : error;
  }
}

/** What was done to the clock, in words behind it. */
function doneWords(move: ClockMove): string {
  if ('advanceMs' in move) return `was moved by ${writtenDuration(move.advanceMs)}`;
  if ('reset' in move) return 'shows the real time again';
  return move.pause ? 'was paused' : 'runs again';
}
