import { parsedUrl } from '../core/base/parsedUrl';
import type { JournalEntry } from '../core/protocol/journal';
import { headerValues } from '../core/scenario/facts';
import type { Answer, KeptCookie, RunEvent, RunMessage, SentRequest } from '../core/scenario/runEvents';
import type { RequestSource } from '../core/scenario/scenarioSource';
import { tampered, withoutParts } from '../core/scenario/tamper';
import type { Actor } from './actors';
import { addressedByHand, buildRequest, redirected, withAddressHeaders } from './buildRequest';
import { journalShares } from './journalShares';
import type { Reach } from './reach';
import type { WaysOut } from './runRules';
import { type SiteContext, siteContext } from './sameSite';
import { type BodyBudget, type HttpAnswer, sendHttp } from './sendHttp';
import { sendProblem } from './sendProblem';

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
  /** Whether an answer was cut off at a limit of the run, which is never what a scenario expects. */
  readonly isCut?: boolean;
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
  readonly reach: Reach;
  /** How long the requests of one step wait altogether, in real milliseconds. */
  readonly limitMs: number;
  /** The most bytes that are read of the bodies of one step altogether. */
  readonly limitBytes: number;
  readonly waysOut: WaysOut;
  readonly beforeSend?: BeforeSend | undefined;
}

/** A message that is ready to be sent. */
interface Ready {
  readonly source: RequestSource;
  readonly envelope: Envelope;
  /** As the scenario has it, for redirects. */
  readonly built: SentRequest;
  readonly request: SentRequest;
  readonly context: SiteContext;
  readonly cookiesBefore: readonly KeptCookie[];
  readonly heldBack: RunMessage['heldBack'];
  readonly missing: readonly string[];
}

/** What came back over the wire. */
interface Heard {
  readonly answer?: HttpAnswer;
  readonly problem?: string;
  readonly isCut?: boolean;
  readonly ms: number;
  readonly at: number;
}

/** What came back to a message that was sent alongside others. */
interface HeardAlready {
  readonly heard: Heard;
  readonly journal: readonly JournalEntry[];
}

type Transfer = Pick<Ready, 'request' | 'context' | 'cookiesBefore' | 'heldBack' | 'envelope'> &
  Pick<RunMessage, 'follows'>;

/** Sends the messages of actors over HTTP and fires an event for each. */
export class Messenger {
  private nextId = 1;
  /** Real milliseconds that the requests of this step may still wait. */
  private leftMs: number;
  /** Bytes of bodies that may still be read in this step. Requests that are sent alongside share them. */
  private bytes: BodyBudget;

  constructor(private readonly parts: MessengerParts) {
    this.leftMs = parts.limitMs;
    this.bytes = { left: parts.limitBytes };
  }

  /** The requests from now on belong to another step. */
  beginStep(): void {
    this.leftMs = this.parts.limitMs;
    this.bytes = { left: this.parts.limitBytes };
  }

  /** Id of the latest message. */
  get lastId(): number {
    return this.nextId - 1;
  }

  /** @param signal cancels the request, which then rejects */
  async send(source: RequestSource, envelope: Envelope, signal: AbortSignal): Promise<Delivered> {
    return this.finish(await this.prepare(source, envelope), signal);
  }

  /**
   * Sends messages at the same moment, each with the cookies that its actor has before. Resolves when all are answered.
   * @returns for each message what keeps its cookies and fires its events. Call one after the other, in this order: then
   * the cookies that an actor has do not depend on which answer was faster.
   */
  async sendAlongside(
    messages: readonly { readonly source: RequestSource; readonly envelope: Envelope }[],
    signal: AbortSignal,
  ): Promise<(() => Promise<Delivered>)[]> {
    const all: Ready[] = [];
    for (const { source, envelope } of messages) all.push(await this.prepare(source, envelope));
    for (const { request } of all) this.parts.reach.assert(request.url);
    const heard = await Promise.all(all.map(({ request }) => this.hear(request, signal)));
    const shares = journalShares(
      await this.parts.journal(),
      all.map(({ request }, at) => ({
        request,
        status: heard[at]?.answer?.status ?? 0,
        answeredAt: heard[at]?.at ?? 0,
      })),
    );
    return all.map((ready, at) => () => {
      return this.finish(ready, signal, { heard: heard[at] as Heard, journal: shares[at] ?? [] });
    });
  }

  /** Sends an earlier message again, byte for byte. */
  async repeat(message: RunMessage, actor: Actor, signal: AbortSignal): Promise<Delivered> {
    const { from, to, title, id, request } = message;
    const envelope = { from, to, title, actor, repeats: id };
    const context = siteContext([request.url], request.method, 'navigate');
    const cookiesBefore = actor.cookies.all();
    const sent = await this.deliver({ request, context, cookiesBefore, heldBack: [], envelope }, signal);
    return { ...sent, request, url: request.url, missing: [] };
  }

  /** The first request of a message, with all that the jar adds to it. */
  private async prepare(source: RequestSource, envelope: Envelope): Promise<Ready> {
    const { drop = [], tamper = [], initiator } = source;
    const built = buildRequest(source, envelope.actor, this.parts.base);
    const ready = this.addressed(source, envelope, built, initiator === undefined ? [] : [initiator]);
    const less = withoutParts(ready.request, drop);
    const other = tampered(less.request, tamper);
    const { beforeSend } = this.parts;
    const changed = beforeSend ? await beforeSend(other.request, named(envelope)) : other.request;
    const request = changed === other.request ? changed : addressedByHand(changed, this.parts.base);
    return { ...ready, request, missing: [...less.missing, ...other.missing] };
  }

  /** @param before the URLs that lead to the request */
  private addressed(source: RequestSource, envelope: Envelope, built: SentRequest, before: readonly string[]): Ready {
    const { mode = 'navigate', initiator } = source;
    const jar = envelope.actor.cookies;
    const context = siteContext([...before, built.url], built.method, mode);
    const { cookies, heldBack } = jar.forRequest(built.url, context);
    const request = withAddressHeaders(built, cookies, initiator);
    return { source, envelope, built, request, context, cookiesBefore: jar.all(), heldBack, missing: [] };
  }

  /** Sends a message and follows its redirects, if that is wanted. */
  private async finish(first: Ready, signal: AbortSignal, already?: HeardAlready): Promise<Delivered> {
    const { source, envelope, missing } = first;
    const chain = source.initiator === undefined ? [] : [source.initiator];
    const journal: JournalEntry[] = [];
    let ready = first;
    let sent = await this.deliver(ready, signal, already);
    for (let hop = 0; ; hop++) {
      journal.push(...sent.journal);
      const { request, built } = ready;
      const next = source.follow && sent.answer ? targetOf(sent.answer, request.url) : undefined;
      if (next === undefined || hop === MOST_REDIRECTS) return { ...sent, request, url: request.url, journal, missing };
      chain.push(request.url);
      const { method, url } = request;
      const following = redirected({ ...built, url, method }, sent.answer?.status ?? 0, next);
      ready = this.addressed(source, envelope, following, chain);
      sent = await this.deliver({ ...ready, follows: this.lastId }, signal);
    }
  }

  private async deliver(
    { request, context, cookiesBefore, heldBack, envelope, follows }: Transfer,
    signal: AbortSignal,
    already?: HeardAlready,
  ): Promise<Pick<Delivered, 'answer' | 'problem' | 'isCut' | 'journal'>> {
    const { emit, now } = this.parts;
    const { actor, ...rest } = envelope;
    if (!already) this.parts.reach.assert(request.url);
    const id = this.nextId++;
    const at = new Date(now()).toISOString();
    emit({
      kind: 'messageSent',
      message: {
        ...rest,
        heldBack,
        ...(follows !== undefined && { follows }),
        id,
        as: actor.name,
        at,
        request,
        cookiesBefore,
      },
    });
    const { answer: heard, problem, isCut, ms } = already?.heard ?? (await this.hear(request, signal));
    const answer = heard && {
      ...heard,
      setCookies: actor.cookies.store(request.url, headerValues(heard.headers, 'set-cookie'), context),
    };
    const journal = already?.journal ?? (await this.parts.journal());
    const outcome = { ...(answer && { answer }), ...(problem !== undefined && { problem }) };
    emit({ kind: 'messageAnswered', answer: { id, ...outcome, cookiesAfter: actor.cookies.all(), journal, ms } });
    return { journal, ...outcome, ...(isCut !== undefined && { isCut }) };
  }

  /** @throws when `signal` cancels it */
  private async hear(request: SentRequest, signal: AbortSignal): Promise<Heard> {
    const { limitMs, limitBytes: mostBytes, waysOut } = this.parts;
    const { leftMs } = this;
    const started = performance.now();
    let hasBegun = false;
    const onHeaders = () => {
      hasBegun = true;
    };
    try {
      const answer = await sendHttp(request, { signal, limitMs: leftMs, bytes: this.bytes, onHeaders });
      return { answer, ...this.ended(started, leftMs) };
    } catch (error) {
      signal.throwIfAborted();
      const limits = { limitMs, mostBytes, hasBegun, waysOut };
      return { ...sendProblem(error as Error, limits), ...this.ended(started, leftMs) };
    }
  }

  /** @param leftMs what was left when the request was sent. Requests that are sent alongside wait at the same time. */
  private ended(started: number, leftMs: number): { readonly ms: number; readonly at: number } {
    const at = performance.now();
    const ms = Math.round(at - started);
    this.leftMs = Math.max(0, Math.min(this.leftMs, leftMs - ms));
    return { ms, at };
  }
}

function named({ actor: _, ...rest }: Envelope): Omit<Envelope, 'actor'> {
  return rest;
}

function targetOf({ status, headers }: Answer, base: string): string | undefined {
  const [location] = headerValues(headers, 'location');
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return undefined;
  const target = parsedUrl(() => new URL(location, base));
  return target && /^https?:$/.test(target.protocol) ? target.href : undefined;
}
