import { counted } from '../core/base/counted';
import type { JournalEntry } from '../core/protocol/journal';
import { headerValues } from '../core/scenario/facts';
import type { Answer, RunEvent, RunMessage, SentRequest } from '../core/scenario/runEvents';
import type { RequestSource } from '../core/scenario/scenarioSource';
import { tampered, withoutParts } from '../core/scenario/tamper';
import type { Actor } from './actors';
import { buildRequest, redirected, withAddressHeaders } from './buildRequest';
import { siteContext } from './sameSite';
import { sendHttp } from './sendHttp';

/** A browser gives up after this many redirects. */
const MOST_REDIRECTS = 20;

/** Sender, receiver and title of a message. */
export interface Envelope {
  readonly from: string;
  readonly to: string;
  readonly title: string;
  readonly actor: Actor;
  readonly step?: number;
  readonly repeats?: number;
}

/** May change a request just before it is sent. */
export type BeforeSend = (
  request: SentRequest,
  envelope: Omit<Envelope, 'actor'>,
) => SentRequest | Promise<SentRequest>;

export interface Delivered {
  readonly request: SentRequest;
  readonly answer?: Answer;
  /** The URL that answered, after redirects. */
  readonly url: string;
  readonly journal: readonly JournalEntry[];
  /** Why there was no answer. */
  readonly problem?: string;
  /** Parts that should be left out or tampered with, but are not in the request. */
  readonly missing: readonly string[];
}

export interface MessengerParts {
  /** Origin of the server, for URLs that are only a path. */
  readonly base: string;
  readonly emit: (event: RunEvent) => void;
  /** Returns the journal entries since the last call. */
  readonly journal: () => Promise<JournalEntry[]>;
  /** Virtual milliseconds since 1970. */
  readonly now: () => number;
  readonly limitMs: number;
  readonly beforeSend?: BeforeSend | undefined;
}

/** Sends the messages of actors over HTTP and fires an event for each. */
export class Messenger {
  private nextId = 1;

  constructor(private readonly parts: MessengerParts) {}

  /** Id of the latest message. */
  get lastId(): number {
    return this.nextId - 1;
  }

  /** @param signal cancels the request, which then rejects */
  async send(source: RequestSource, envelope: Envelope, signal: AbortSignal): Promise<Delivered> {
    const { actor } = envelope;
    const { drop = [], tamper = [], mode = 'navigate', initiator } = source;
    let request = buildRequest(source, actor, this.parts.base);
    const chain = initiator === undefined ? [] : [initiator];
    const missing: string[] = [];
    const journal: JournalEntry[] = [];
    let follows: number | undefined;
    for (let hop = 0; ; hop++) {
      const context = siteContext([...chain, request.url], request.method, mode);
      const { cookies, heldBack } = actor.cookies.forRequest(request.url, context);
      let ready = withAddressHeaders(request, cookies, initiator);
      if (hop === 0) {
        const less = withoutParts(ready, drop);
        const other = tampered(less.request, tamper);
        ready = other.request;
        missing.push(...less.missing, ...other.missing);
        if (this.parts.beforeSend) ready = await this.parts.beforeSend(ready, named(envelope));
      }
      const sent = await this.deliver(
        ready,
        { ...envelope, heldBack, ...(follows !== undefined && { follows }) },
        signal,
        context,
      );
      journal.push(...sent.journal);
      const { answer } = sent;
      const next = source.follow && answer ? targetOf(answer, ready.url) : undefined;
      if (next === undefined || hop === MOST_REDIRECTS)
        return { ...sent, request: ready, url: ready.url, journal, missing };
      chain.push(ready.url);
      follows = this.lastId;
      request = redirected({ ...request, url: ready.url, method: ready.method }, answer?.status ?? 0, next);
    }
  }

  /** Sends an earlier message again, byte for byte. */
  async repeat(message: RunMessage, actor: Actor, signal: AbortSignal): Promise<Delivered> {
    const { from, to, title, id, request } = message;
    const envelope = { from, to, title, actor, repeats: id, heldBack: [] };
    const sent = await this.deliver(request, envelope, signal, siteContext([request.url], request.method, 'navigate'));
    return { ...sent, request, url: request.url, missing: [] };
  }

  private async deliver(
    request: SentRequest,
    envelope: Envelope & Pick<RunMessage, 'heldBack' | 'follows'>,
    signal: AbortSignal,
    context: ReturnType<typeof siteContext>,
  ): Promise<Pick<Delivered, 'answer' | 'problem' | 'journal'>> {
    const { emit, now, limitMs } = this.parts;
    const { actor, ...rest } = envelope;
    const id = this.nextId++;
    const at = new Date(now()).toISOString();
    emit({
      kind: 'messageSent',
      message: { ...rest, id, as: actor.name, at, request, cookiesBefore: actor.cookies.all() },
    });
    const started = performance.now();
    let answer: Answer | undefined;
    let problem: string | undefined;
    try {
      const limit = AbortSignal.timeout(limitMs);
      const heard = await sendHttp(request, AbortSignal.any([signal, limit]));
      const cookies = headerValues(heard.headers, 'set-cookie');
      answer = { ...heard, setCookies: actor.cookies.store(request.url, cookies, context) };
    } catch (error) {
      signal.throwIfAborted();
      problem = problemOf(error as Error, limitMs);
    }
    const ms = Math.round(performance.now() - started);
    const journal = await this.parts.journal();
    emit({
      kind: 'messageAnswered',
      answer: {
        id,
        ...(answer && { answer }),
        ...(problem !== undefined && { problem }),
        cookiesAfter: actor.cookies.all(),
        journal,
        ms,
      },
    });
    return { journal, ...(answer && { answer }), ...(problem !== undefined && { problem }) };
  }
}

function named({ actor: _, ...rest }: Envelope): Omit<Envelope, 'actor'> {
  return rest;
}

function targetOf({ status, headers }: Answer, base: string): string | undefined {
  const [location] = headerValues(headers, 'location');
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return undefined;
  const target = URL.canParse(location, base) ? new URL(location, base) : undefined;
  return target && /^https?:$/.test(target.protocol) ? target.href : undefined;
}

function problemOf(error: Error & { code?: string }, limitMs: number): string {
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return `There was no answer within ${counted(limitMs / 1000, 'second')}.`;
  if (error.code === 'ECONNRESET') return 'The connection was ended without an answer.';
  if (error.code === 'ECONNREFUSED') return 'Nobody listens there.';
  return `The request could not be sent: ${error.message}`;
}
