import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { counted } from '../../../core/base/counted';
import { CONTROL_PATH } from '../../../core/protocol/address';
import type { ClockMove } from '../../../core/protocol/clock';
import type { FaultRequest } from '../../../core/protocol/fault';
import type { MobileState } from '../../systems/mobile/mobileState';
import { ClockMoveError } from '../clock/clockMoveError';
import type { Face } from '../face';
import { FaultError } from '../faults/faultError';
import { HttpError } from '../http/httpError';
import type { Limits } from '../http/limits';
import type { Recording } from '../http/recording';
import { clockMove, faultRequest, journalQuery, snapshot } from './controlSchemas';
import { EventStream } from './eventStream';
import { addRecordingRoutes } from './recordingControl';
import type { ServerView, ViewParts } from './serverView';
import type { Snapshot } from './snapshot';
import { strictValidators } from './validators';
import { addWebRoutes } from './webControl';

// What was put out must go in again: a hundred thousand sessions are about so much.
const SNAPSHOT_BYTES = 512 * 1024 * 1024;
const PAGE = 100;

export interface ControlParts extends ViewParts {
  readonly recording: Recording;
  readonly view: ServerView;
  readonly limits: Pick<Limits, 'heartbeatMs' | 'idleMs'>;
  readonly log: (message: string) => void;
}

/** What a person can click, a test script can call; schemas/openapi.json describes it. */
export class ControlApi implements Face {
  private readonly streams = new Set<EventStream>();

  constructor(private readonly parts: ControlParts) {}

  register(app: FastifyInstance): void {
    app.register(async (scope) => this.addTo(scope), { prefix: CONTROL_PATH });
  }

  dispose(): void {
    for (const stream of this.streams) stream.dispose();
  }

  private addTo(scope: FastifyInstance): void {
    const { clock, faults, journal, outbox, snapshots, view } = this.parts;
    const config = { face: 'control' } as const;
    const quiet = { face: 'control', quiet: true } as const;
    scope.setValidatorCompiler(strictValidators());
    // No page of another origin may read this, so nothing here may say that one may; nor may anything be kept.
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    });

    scope.get('/state', { config: quiet }, () => view.state());
    scope.get('/events', { config: quiet }, (request, reply) => this.follow(request, reply));
    scope.get<{ Querystring: { after?: number; limit?: number } }>(
      '/journal',
      { config: quiet, schema: { querystring: journalQuery } },
      async ({ query: { after = 0, limit = PAGE } }) => journal.page(after, limit),
    );
    scope.post<{ Body: ClockMove }>('/clock', { config, schema: { body: clockMove } }, async ({ body, trace }) => {
      const state = refusing(ClockMoveError, 'clock-move', () => clock.move(body));
      trace.rule('control.clock', `The clock was moved: ${JSON.stringify(body)}.`);
      trace.changed('clock', 'clock', 'changed', `now ${state.now}${state.paused ? ', paused' : ''}`);
      return state;
    });
    scope.post('/mobile/refresh', { config }, async ({ trace }) => {
      const report = await this.mobile().refresh();
      const { checked, refreshed, removed, errors } = report;
      trace.rule(
        'control.mobile.refresh',
        `${counted(checked, 'file')} ${checked === 1 ? 'was' : 'were'} checked, ${refreshed.length} refreshed, ${removed.length} removed, ${errors.length} at fault.`,
      );
      // As many as a person reads; the answer has them all.
      for (const file of refreshed.slice(0, PAGE)) trace.changed('mobileSession', file, 'changed');
      for (const file of removed.slice(0, PAGE)) trace.changed('mobileSession', file, 'removed');
      return report;
    });
    addWebRoutes(scope, this.parts.web);
    scope.get('/mobile/sessions', { config }, () => this.mobile().list());
    scope.get('/faults', { config }, async () => faults.list());
    scope.post<{ Body: FaultRequest }>(
      '/faults',
      { config, schema: { body: faultRequest } },
      async ({ body, trace }, reply) => {
        const fault = refusing(FaultError, 'fault-invalid', () => faults.add(body));
        trace.rule('control.fault.add', `A fault of the kind ${fault.kind} is to happen.`);
        trace.changed('fault', fault.id, 'created', fault.kind);
        return reply.code(201).send(fault);
      },
    );
    scope.delete<{ Params: { id: string } }>('/faults/:id', { config }, async ({ params: { id }, trace }, reply) => {
      if (!faults.remove(id)) {
        throw new HttpError(404, 'fault-unknown', 'There is no such fault any more; GET faults lists those there are.');
      }
      trace.rule('control.fault.remove', 'The fault will not happen any more.');
      trace.changed('fault', id, 'removed');
      return reply.code(204).send();
    });
    scope.get('/outbox', { config: quiet }, async () => outbox.mails());
    scope.get('/snapshot', { config: quiet }, async () => snapshots.take());
    scope.put<{ Body: Snapshot }>(
      '/snapshot',
      { config: { ...config, withoutBody: true }, schema: { body: snapshot }, bodyLimit: SNAPSHOT_BYTES },
      async ({ body, trace }, reply) => {
        await snapshots.put(body);
        trace.rule('control.snapshot.put', 'The whole state was replaced by that of a snapshot.');
        return reply.code(204).send();
      },
    );
    addRecordingRoutes(scope, this.parts.recording);
    scope.post('/reset', { config }, async ({ trace }, reply) => {
      await snapshots.reset();
      trace.rule(
        'control.reset',
        'Everything was emptied, the clock is back, and the sessions are those of the files.',
      );
      return reply.code(204).send();
    });
  }

  private mobile(): MobileState {
    const { mobile } = this.parts;
    if (mobile) return mobile;
    throw new HttpError(
      404,
      'mobile-apps-missing',
      'This server has no MobileApps folder; start it with one (serve --mobile-apps DIR).',
    );
  }

  private follow({ raw }: FastifyRequest, reply: FastifyReply): void {
    const { view, limits, log } = this.parts;
    reply.hijack();
    // A reader that takes nothing is cut off, as anybody who is stuck.
    raw.socket.setTimeout(limits.idleMs);
    const stream = new EventStream(reply.raw, view, limits.heartbeatMs, (error) =>
      log(`An event stream failed: ${(error as Error).message}`),
    );
    this.streams.add(stream);
    raw.socket.once('close', () => this.streams.delete(stream));
  }
}

/** What somebody else's check refuses is the asker's fault, and told in the words of the check. */
function refusing<T>(kind: new (message: string) => Error, code: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof kind ? new HttpError(400, code, error.message) : error;
  }
}
