import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JournalEntry } from '../../../core/protocol/journal';
import { isOwnAction } from '../../../core/server/entryHeadline';
import type { LiveLine } from '../../../core/server/startPageParts';
import type { Face } from '../answer/face';
import { HttpError } from '../answer/httpError';
import type { Limits } from '../http/limits';
import type { Journal } from '../journal/storedJournal';
import type { PageLanguages } from './pageLanguages';
import type { PageWords } from './pageWords';

/** So many lines are sent before the live ones. */
const BEFORE = 20;
/** A person has few windows. More are not needed, and each costs. */
const MOST_STREAMS = 16;

export interface LiveParts {
  readonly journal: Pick<Journal, 'latest' | 'onDidAdd'>;
  readonly limits: Pick<Limits, 'heartbeatMs' | 'idleMs'>;
  /** How an entry reads. It knows the words of all systems, and is loaded when the first page asks. */
  readonly lineOf: () => Promise<(entry: JournalEntry, words: PageWords) => LiveLine>;
  readonly languages: PageLanguages;
  /** Whether who asks sits at this machine. */
  readonly isHere: (request: FastifyRequest) => boolean;
}

/**
 * `GET /_workbench/events`: the journal for the start page, line by line, as server-sent events. It is for this machine only,
 * needs no token and gives nothing but the lines, so that the page needs no way into the control API.
 */
export class LiveFace implements Face {
  private readonly streams = new Set<() => void>();

  constructor(private readonly parts: LiveParts) {}

  register(app: FastifyInstance): void {
    app.get(
      '/_workbench/events',
      { exposeHeadRoute: false, config: { face: 'server', quiet: true } },
      async (request, reply) => {
        if (!this.parts.isHere(request)) {
          throw new HttpError(
            403,
            'not-loopback',
            'The live journal is for this machine only; open the page here, at localhost.',
          );
        }
        await this.follow(request, reply);
        return reply;
      },
    );
  }

  dispose(): void {
    for (const end of this.streams) end();
  }

  private async follow({ raw, headers }: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { journal, limits, lineOf, languages } = this.parts;
    const [line, words] = await Promise.all([lineOf(), languages.wanted(headers['accept-language'])]);
    // What is added while the earlier ones are read waits for them.
    const added: JournalEntry[] = [];
    let send = (entry: JournalEntry) => void added.push(entry);
    const following = journal.onDidAdd((entry) => send(entry));
    const before = await journal.latest(BEFORE);
    reply.hijack();
    raw.socket.setTimeout(limits.idleMs);
    const response = reply.raw;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    let last = 0;
    send = (entry) => {
      if (entry.id <= last) return;
      last = entry.id;
      // What the client does not read is not kept for it: the page shows the newest only.
      if (isOwnAction(entry) || response.writableNeedDrain) return;
      response.write(`event: entry\ndata: ${JSON.stringify(line(entry, words))}\n\n`);
    };
    response.write(': live\n\n');
    for (const entry of [...before, ...added]) send(entry);
    const heartbeat = setInterval(() => {
      if (!response.writableNeedDrain) response.write(': alive\n\n');
    }, limits.heartbeatMs).unref();
    const end = () => {
      this.streams.delete(end);
      clearInterval(heartbeat);
      following.dispose();
      response.end();
    };
    this.streams.add(end);
    response.once('close', end);
    const [oldest] = this.streams;
    if (this.streams.size > MOST_STREAMS) oldest?.();
  }
}
