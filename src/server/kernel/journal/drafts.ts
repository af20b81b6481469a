import { RecentMap } from '../../../core/base/recentMap';
import type { FaceName, JournalChange, JournalEntry } from '../../../core/protocol/journal';
import { COMMON_SECRETS, type NamedSecrets } from '../../../core/redaction/namedSecrets';
import { headersSize, type RawHeaders } from '../../../core/redaction/redactMessage';
import type { Draft } from './draft';
import { entryOf, type Findings, type RawExchange } from './journalEntry';
import type { KnownActor, Trace, TracedCause } from './trace';

/** The size of the constant parts of an entry, in characters. */
const FRAME = 500;
/** Roughly what a remedy takes. */
const REMEDY = 100;
/** As many routes are remembered, and as many clients that no system knows. */
const REMEMBERED = 1_000;

/** The last headers of a client, and its identity. */
interface Asking {
  readonly ip: string;
  readonly known: KnownActor | undefined;
  readonly headers: RawHeaders;
  /** The number of the headers. */
  readonly count: number;
  readonly size: number;
}

/** The last answer of a route, and its reasons. */
interface Answering {
  readonly face: FaceName;
  readonly method: string;
  readonly url: string;
  readonly route: string | undefined;
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: string | undefined;
  readonly bodyBytes: number;
  readonly causes: readonly TracedCause[];
  readonly size: number;
}

/**
 * Creates drafts of journal entries. Thousands of them stay in memory, so long that the garbage collector moves them to
 * its old generation, which costs more than answering. So each draft is one small object, and drafts share all parts
 * that are equal to the last ones.
 */
export class Drafts {
  /**
   * By what is known of the client, if a system gives the same object for each request of it. So as many are remembered as
   * the system remembers.
   */
  private readonly known = new WeakMap<KnownActor, Asking>();
  private readonly asking = new RecentMap<string, Asking>(REMEMBERED);
  private readonly answering = new RecentMap<string, Answering>(REMEMBERED);

  /** @param names the names that stand for secrets in this server */
  constructor(private readonly names: NamedSecrets = COMMON_SECRETS) {}

  /**
   * Creates the draft that `entryOf` turns into an entry when it is read. Nothing is added to the trace afterwards.
   * @param at virtual milliseconds since 1970
   */
  of(trace: Trace, exchange: RawExchange, at: number): Draft {
    trace.seal();
    const asking = this.asked(trace, exchange.request.headers);
    const answering = this.answered(trace, exchange);
    return new ExchangeDraft(trace, exchange, asking, answering, at, this.names);
  }

  private asked({ ip, known }: Findings, headers: RawHeaders): Asking {
    const own = known && this.known.get(known);
    if (own && own.ip === ip && sameHeaders(own, headers)) return own;
    const { authorization, cookie } = headers;
    const client = String(authorization ?? cookie ?? '');
    const last = own ?? this.asking.get(client);
    const isSame = last !== undefined && sameHeaders(last, headers);
    if (isSame && last.ip === ip && sameMembers(last.known ?? {}, known ?? {})) {
      if (known) this.known.set(known, last);
      return last;
    }
    const asking = {
      ip,
      known,
      headers: isSame ? last.headers : headers,
      count: isSame ? last.count : countOf(headers),
      size: headersSize(headers),
    };
    if (known) this.known.set(known, asking);
    this.asking.set(client, asking);
    return asking;
  }

  private answered({ face, causes }: Findings, exchange: RawExchange): Answering {
    const { method, url, route, status, response } = exchange;
    const { headers, body, bodyBytes } = response;
    const last = this.answering.get(route ?? '');
    if (
      last?.url === url &&
      last.status === status &&
      last.method === method &&
      last.face === face &&
      last.body === body &&
      last.bodyBytes === bodyBytes &&
      sameItems(last.causes, causes) &&
      sameMembers(last.headers, headers)
    ) {
      return last;
    }
    let size = url.length + headersSize(headers) + (body?.length ?? 0);
    for (const { rule, message, remedy } of causes) {
      size += rule.length + message.length + (remedy ? REMEDY : 0);
    }
    // Copied, because a list that has grown keeps room to grow further.
    const kept = causes.slice();
    const answering = { face, method, url, route, status, headers, body, bodyBytes, causes: kept, size };
    this.answering.set(route ?? '', answering);
    return answering;
  }
}

class ExchangeDraft implements Draft {
  readonly size: number;
  private readonly requestBody: string | undefined;
  private readonly requestBytes: number;
  /** A whole number, because V8 stores small integers without an extra object. */
  private readonly microseconds: number;
  private readonly changes: readonly JournalChange[];
  private readonly cookies: readonly string[];
  private readonly secrets: ReadonlySet<string>;
  private readonly isLogin: boolean;

  constructor(
    { changes, cookies, secrets, isLogin }: Findings,
    { request, ms }: RawExchange,
    private readonly asking: Asking,
    private readonly answering: Answering,
    private readonly at: number,
    private readonly names: NamedSecrets,
  ) {
    this.requestBody = request.body;
    this.requestBytes = request.bodyBytes;
    this.microseconds = Math.round(ms * 1000);
    this.changes = changes;
    this.cookies = cookies;
    this.secrets = secrets;
    this.isLogin = isLogin;
    let size = FRAME + asking.size + (request.body?.length ?? 0) + answering.size;
    for (const { id, detail = '' } of changes) size += id.length + detail.length;
    this.size = size;
  }

  write(): Omit<JournalEntry, 'id'> {
    const { ip, known, headers } = this.asking;
    const { face, causes, method, url, route, status, ...response } = this.answering;
    const { changes, cookies, secrets, isLogin, requestBody: body, requestBytes: bodyBytes, microseconds } = this;
    const exchange = { method, url, route, request: { headers, body, bodyBytes }, status, response };
    return entryOf(
      { face, ip, known, causes, changes, cookies, secrets, isLogin },
      { ...exchange, ms: microseconds / 1000 },
      this.at,
      this.names,
    );
  }
}

function countOf(headers: RawHeaders): number {
  let count = 0;
  for (const name in headers) if (headers[name] !== undefined) count++;
  return count;
}

/** As `sameMembers`, with one look at each header. */
function sameHeaders({ headers, count }: Asking, others: RawHeaders): boolean {
  let same = 0;
  for (const name in others) {
    const value = others[name];
    if (value === undefined) continue;
    if (value !== headers[name]) return false;
    same++;
  }
  return same === count;
}

/** Whether two objects have the same members. A member that is undefined counts as absent. */
function sameMembers<T extends object>(some: T, others: T): boolean {
  for (const name in some) if (some[name] !== others[name]) return false;
  for (const name in others) if (some[name] !== others[name]) return false;
  return true;
}

function sameItems<T>(some: readonly T[], others: readonly T[]): boolean {
  return some.length === others.length && some.every((item, at) => item === others[at]);
}
