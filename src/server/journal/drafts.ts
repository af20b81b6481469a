import { Youngest } from '../../core/base/youngest';
import type { Face, JournalCause, JournalChange, JournalEntry } from '../../core/protocol/journal';
import type { Draft } from './draft';
import { type Exchange, entryOf, type Findings } from './journalEntry';
import type { RawHeaders } from './redact';
import type { KnownActor, Trace } from './trace';

/** What an entry has besides texts that differ from one to the next. */
const FRAME = 500;
/** So many clients, and so many routes, are remembered. */
const REMEMBERED = 1_000;

/** What a client sent last, and who it was. */
interface Asking {
  readonly headers: RawHeaders;
  readonly size: number;
  readonly known: KnownActor | undefined;
}

/** What a route answered last, and why. */
interface Answering {
  readonly headers: RawHeaders;
  readonly size: number;
  readonly body: string | undefined;
  readonly causes: readonly JournalCause[];
}

/**
 * Makes drafts of exchanges. Thousands wait in the journal, longer than the garbage collector takes a thing to be young, and
 * to move them costs more than to answer. So each is one flat object, and what is as it was the last time is not kept twice.
 */
export class Drafts {
  private readonly asking = new Youngest<string, Asking>(REMEMBERED);
  private readonly answering = new Youngest<string, Answering>(REMEMBERED);

  /**
   * What becomes `entryOf`, once somebody looks; nothing is noted in the trace any more.
   * @param at virtual milliseconds since 1970
   */
  of(trace: Trace, exchange: Exchange, at: number): Draft {
    trace.seal();
    const asking = this.asked(exchange, trace.known);
    const answering = this.answered(exchange, trace.causes);
    const { url, request } = exchange;
    let size = FRAME + url.length + asking.size + (request.body?.length ?? 0) + answering.size;
    for (const { id, detail = '' } of trace.changes) size += id.length + detail.length;
    return new ExchangeDraft(size, trace, exchange, asking, answering, at);
  }

  private asked({ request: { headers } }: Exchange, known: KnownActor | undefined): Asking {
    const { authorization, cookie } = headers;
    const client = String(authorization ?? cookie ?? '');
    const last = this.asking.get(client);
    const isSame = last !== undefined && sameMembers(last.headers, headers);
    if (isSame && sameMembers(last.known ?? {}, known ?? {})) return last;
    const asking = { headers: isSame ? last.headers : headers, size: sizeOf(headers), known };
    this.asking.set(client, asking);
    return asking;
  }

  private answered({ route = '', response: { headers, body } }: Exchange, causes: readonly JournalCause[]): Answering {
    const last = this.answering.get(route);
    if (last && last.body === body && sameItems(last.causes, causes) && sameMembers(last.headers, headers)) return last;
    let size = sizeOf(headers) + (body?.length ?? 0);
    for (const { rule, message } of causes) size += rule.length + message.length;
    // A list that has grown has room to grow more.
    const answering = { headers, size, body, causes: causes.slice() };
    this.answering.set(route, answering);
    return answering;
  }
}

/** The findings and the exchange of one answer. */
class ExchangeDraft implements Draft, Findings {
  readonly face: Face;
  readonly ip: string;
  readonly known: KnownActor | undefined;
  readonly causes: readonly JournalCause[];
  readonly changes: readonly JournalChange[];
  readonly cookies: readonly string[];
  readonly secrets: ReadonlySet<string>;
  private readonly method: string;
  private readonly url: string;
  private readonly route: string | undefined;
  private readonly requestHeaders: RawHeaders;
  private readonly requestBody: string | undefined;
  private readonly requestBytes: number;
  private readonly status: number;
  private readonly responseHeaders: RawHeaders;
  private readonly responseBody: string | undefined;
  private readonly responseBytes: number;
  /** A whole number takes no room of its own. */
  private readonly microseconds: number;

  constructor(
    readonly size: number,
    { face, ip, changes, cookies, secrets }: Findings,
    { method, url, route, request, status, response, ms }: Exchange,
    asking: Asking,
    answering: Answering,
    private readonly at: number,
  ) {
    this.face = face;
    this.ip = ip;
    this.known = asking.known;
    this.causes = answering.causes;
    this.changes = changes;
    this.cookies = cookies;
    this.secrets = secrets;
    this.method = method;
    this.url = url;
    this.route = route;
    this.requestHeaders = asking.headers;
    this.requestBody = request.body;
    this.requestBytes = request.bodyBytes;
    this.status = status;
    this.responseHeaders = answering.headers;
    this.responseBody = answering.body;
    this.responseBytes = response.bodyBytes;
    this.microseconds = Math.round(ms * 1000);
  }

  write(): Omit<JournalEntry, 'id'> {
    const { method, url, route, status, microseconds } = this;
    const request = { headers: this.requestHeaders, body: this.requestBody, bodyBytes: this.requestBytes };
    const response = { headers: this.responseHeaders, body: this.responseBody, bodyBytes: this.responseBytes };
    return entryOf(this, { method, url, route, request, status, response, ms: microseconds / 1000 }, this.at);
  }
}

function sizeOf(headers: RawHeaders): number {
  let size = 0;
  for (const name in headers) size += name.length + String(headers[name]).length;
  return size;
}

function sameMembers<T extends object>(some: T, others: T): boolean {
  let surplus = 0;
  for (const _ in others) surplus++;
  for (const name in some) {
    if (some[name] !== others[name]) return false;
    surplus--;
  }
  return surplus === 0;
}

function sameItems<T>(some: readonly T[], others: readonly T[]): boolean {
  return some.length === others.length && some.every((item, at) => item === others[at]);
}
