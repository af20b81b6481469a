import path from 'node:path';
import {
  composedRequest,
  type DraftProblem,
  draftProblem,
  filledDraft,
  type RequestDraft,
  type RouteChoice,
  routeChoices,
} from '../../core/composer/composedRequest';
import type { ComposedAnswer, SentBefore } from '../../core/composer/composerMessages';
import { sentCurl } from '../../core/flows/sentCurl';
import type { Json } from '../../core/json/json';
import { parseJson } from '../../core/json/parseJson';
import { happenedByItself, type JournalEntry } from '../../core/protocol/journal';
import type { RecordedExchange } from '../../core/protocol/recordedExchange';
import { SENT_IN } from '../../core/protocol/sentIn';
import { headerValues, parsedJson } from '../../core/scenario/facts';
import type { Headers, SentRequest } from '../../core/scenario/runEvents';
import { secretsOfRequest } from '../../core/scenario/runSecrets';
import { isRecord } from '../../core/session/sessionFields';
import type { SystemSender } from '../../core/system/systemSender';
import { SYSTEM_PARTS } from '../../core/systems';
import { ActorCookies } from '../../scenario/actorCookies';
import { withAddressHeaders } from '../../scenario/buildRequest';
import { journalEntryOf } from '../../scenario/journalShares';
import { ANSWER_BYTES, ANSWER_MS } from '../../scenario/runnerOptions';
import { siteContext } from '../../scenario/sameSite';
import { type HttpAnswer, sendHttp } from '../../scenario/sendHttp';
import type { ControlClient } from '../../server/client/controlClient';
import { errorText } from '../host/errorText';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { uriOf } from '../mobileApps/sessionDocuments';
import { currentText } from '../mobileApps/sessionWriter';
import { tokenIn } from '../mobileApps/tokenText';
import type { DevServerController } from '../server/devServerController';
import { changedText } from '../server/entryText';

/** As many requests are remembered. */
const MOST_KEPT = 30;
/** The sender of what earlier answers have given: their cookies, and the last access token. */
const KEPT_SENDER = 'kept';

/** A request with what came back, and with all its secrets. */
export interface Composed {
  readonly draft: RequestDraft;
  readonly request: SentRequest;
  readonly answer: ComposedAnswer;
  readonly exchange: RecordedExchange;
  /** Whether the server has put in the session, so that its secret is not in the request. */
  readonly isSentIn: boolean;
  /** Whether the server made its session or put it in, so that no request before it is its login. */
  readonly isWithoutLogin: boolean;
}

/** A request that is shown with its answer: one that was sent, or the one that was kept over a reload. */
export type ShownRequest = Pick<Composed, 'draft' | 'answer'>;

/** A sender as the user chooses it. */
export interface ShownSender {
  readonly id: string;
  readonly text: string;
}

/** Sends requests to the dev server of the window, in a session if wanted, and finds out why they were answered so. */
export class RequestComposer {
  private nextId = 1;
  private sent: readonly Composed[] = [];
  private readonly cookies = new ActorCookies(() => Date.now(), false);
  private token: string | undefined;
  private readonly made = new Map<string, Headers>();
  /** What earlier answers gave for the places of examples, by the place. */
  private readonly given = new Map<string, string>();
  /** From before the window was reloaded, without its secrets. */
  private before: ShownRequest | undefined;
  /** Routes of the project that the server serves. */
  private ofProject: readonly RouteChoice[] = [];

  constructor(private readonly server: Pick<DevServerController, 'address' | 'client' | 'options' | 'state'>) {}

  /** The latest first. */
  get history(): readonly SentBefore[] {
    return this.shownRequests.map(({ answer: { id, title, status } }) => ({ id, title, status }));
  }

  /** The one that was sent last. */
  get last(): ShownRequest | undefined {
    return this.shownRequests[0];
  }

  shown(id: number): ShownRequest | undefined {
    return this.shownRequests.find(({ answer }) => answer.id === id);
  }

  /** Shows an answer of before the reload among those that come. It can be neither copied nor saved. */
  restore({ draft, answer }: ShownRequest): void {
    this.before = { draft, answer: { ...answer, id: 0, isKept: true } };
  }

  /** What is secret in all that was sent and given, as far as that is known. */
  get secrets(): readonly string[] {
    const sent = this.sent.flatMap(({ request }) => secretsOfRequest(request));
    const kept = this.cookies.all().map(({ value }) => value);
    return [...sent, ...kept, ...this.given.values(), ...(this.token === undefined ? [] : [this.token])];
  }

  /** What is wrong with a draft for one of the routes. */
  problem(route: string, draft: RequestDraft): DraftProblem | undefined {
    return draftProblem(draft, this.choice(route)?.request, this.given);
  }

  choice(route: string): RouteChoice | undefined {
    return this.routes().find(({ id }) => id === route);
  }

  composed(id: number): Composed | undefined {
    return this.sent.find(({ answer }) => answer.id === id);
  }

  /** What was sent before a request and can be a step of a scenario, in this order. */
  earlierThan(id: number): readonly RecordedExchange[] {
    return this.sent
      .filter(({ answer, isWithoutLogin }) => answer.id < id && !isWithoutLogin)
      .map(({ exchange }) => exchange)
      .reverse();
  }

  /** The routes of the running server. */
  routes(): readonly RouteChoice[] {
    const { state, options } = this.server;
    if (!state) return [];
    const given = parseJson(JSON.stringify(options ?? {})) as { readonly [option: string]: Json };
    return [...this.ofProject, ...routeChoices(SYSTEM_PARTS, Object.keys(state.systems), given)];
  }

  /** Asks the server for the routes of its project. They change when a file of it changes. */
  async lookForRoutes(): Promise<void> {
    const { client, state } = this.server;
    const found: RouteChoice[] = [];
    for (const { name, askRoutes } of client && state ? SYSTEM_PARTS : []) {
      const routes = (await askRoutes?.(state?.systems ?? {}, (call) => (client as ControlClient).ask(call))) ?? [];
      found.push(...routes.map((id) => ({ id, system: name, request: undefined })));
    }
    this.ofProject = found;
  }

  senders(): readonly ShownSender[] {
    const kept = this.token !== undefined || this.cookies.all().length > 0;
    return [
      { id: '', text: l10n.t('Nobody: no session') },
      ...(kept ? [{ id: KEPT_SENDER, text: l10n.t('With what earlier answers gave: cookies and token') }] : []),
      ...this.systemSenders().map(({ id, name, detail }) => ({
        id,
        text: `${typeof name === 'string' ? name : phraseIn(name)} – ${detail}`,
      })),
    ];
  }

  /**
   * @param route that was chosen for the draft; empty for none
   * @throws when the server does not run, or when the sender has no secret any more
   */
  async send(draft: RequestDraft, route = ''): Promise<ComposedAnswer> {
    const { address, client } = this.server;
    if (!address || !client) throw new Error(l10n.t('The dev session server is not running.'));
    const filled = filledDraft(draft, this.choice(route)?.request, this.given);
    const sentIn = this.sentInOf(draft.sender);
    const secrets = sentIn === undefined ? await this.secretsOf(draft.sender, address.url) : [];
    const request = withAddressHeaders(composedRequest(filled, address.url, secrets), [], undefined);
    const before = (await client.journal(this.lastJournalId(), 1000)).entries.at(-1)?.id ?? this.lastJournalId();
    const begun = Date.now();
    const heard = await this.hear(
      // The control token is in nothing that is kept or shown.
      sentIn === undefined
        ? request
        : {
            ...request,
            headers: [...request.headers, [SENT_IN.session, sentIn], [SENT_IN.token, address.controlToken]],
          },
    );
    const ms = Date.now() - begun;
    const { entries } = await client.journal(before, 1000);
    const status = heard.answer?.status ?? 0;
    const entry = journalEntryOf(
      entries.filter((each) => each.face !== 'control' && !happenedByItself(each)),
      { request, status, answeredAt: Date.now() },
    );
    const answer = answerOf(this.nextId++, draft, heard, ms, entry);
    // What a session of somebody else gets is that client's.
    if (sentIn === undefined) this.keep(request, heard.answer);
    const exchange = exchangeOf(request, address.url, heard.answer, entry);
    const isSentIn = sentIn !== undefined;
    const isWithoutLogin = isSentIn || this.made.has(draft.sender);
    this.sent = [{ draft, request, answer, exchange, isSentIn, isWithoutLogin }, ...this.sent].slice(0, MOST_KEPT);
    return answer;
  }

  /** A command for a terminal, with all secrets. */
  curlOf(id: number): string | undefined {
    const composed = this.composed(id);
    return composed && sentCurl(composed.request);
  }

  private get shownRequests(): readonly ShownRequest[] {
    return [...this.sent, ...(this.before ? [this.before] : [])];
  }

  /** The places of the examples of all routes, with the members of answers that give them. */
  private get places(): readonly (readonly [place: string, members: readonly string[]])[] {
    return this.routes().flatMap(({ request }) => Object.entries(request?.places ?? {}));
  }

  private lastJournalId(): number {
    return this.server.state?.journal.at(-1)?.id ?? 0;
  }

  private systemSenders(): readonly SystemSender[] {
    const { state } = this.server;
    return state ? SYSTEM_PARTS.flatMap((part) => part.senders?.(state.systems) ?? []) : [];
  }

  /** The session, if the server puts in what is secret in it. */
  private sentInOf(id: string): string | undefined {
    const secret = this.systemSenders().find((each) => each.id === id)?.secret;
    return secret?.kind === 'ofServer' ? secret.session : undefined;
  }

  private async secretsOf(id: string, base: string): Promise<Headers> {
    if (id === '') return [];
    if (id === KEPT_SENDER) return this.keptHeaders(base);
    const sender = this.systemSenders().find((each) => each.id === id);
    if (!sender) throw new Error(l10n.t('The session is not there any more. Choose another one.'));
    const { secret } = sender;
    if (secret.kind === 'ofServer') return [];
    if (secret.kind === 'sessionFile') {
      const { dir, base: name } = path.posix.parse(secret.file);
      const text = await currentText(uriOf({ folder: secret.folder, application: dir, name }));
      return [['Authorization', `Bearer ${tokenIn(text)}`]];
    }
    const known = this.made.get(id);
    if (known) return known;
    const { cookie } = (await this.server.client?.ask(secret.call)) ?? {};
    if (!cookie) return [];
    const headers: Headers = [['Cookie', `${cookie.name}=${cookie.value}`]];
    this.made.set(id, headers);
    return headers;
  }

  private keptHeaders(base: string): Headers {
    const { cookies } = this.cookies.forRequest(`${base}/`, siteContext([`${base}/`], 'GET', 'navigate'));
    const pairs = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    return [
      ...(pairs === '' ? [] : [['Cookie', pairs] as const]),
      ...(this.token === undefined ? [] : [['Authorization', `Bearer ${this.token}`] as const]),
    ];
  }

  /** Cookies and an access token that an answer gives can be sent with the next request. */
  private keep({ url, method }: SentRequest, answer: HttpAnswer | undefined): void {
    if (!answer) return;
    this.cookies.store(url, headerValues(answer.headers, 'set-cookie'), siteContext([url], method, 'navigate'));
    const body = parsedJson(answer.body);
    const given = isRecord(body) ? body : {};
    const token = given.access_token ?? given.token;
    if (typeof token === 'string' && token !== '') this.token = token;
    for (const [place, members] of this.places) {
      const value = members.map((name) => given[name]).find((each) => typeof each === 'string' && each !== '');
      if (typeof value === 'string') this.given.set(place, value);
    }
  }

  private async hear(request: SentRequest): Promise<{ answer?: HttpAnswer; problem?: string }> {
    try {
      return { answer: await sendHttp(request, { limitMs: ANSWER_MS, bytes: { left: ANSWER_BYTES } }) };
    } catch (error) {
      return { problem: errorText(error) };
    }
  }
}

function answerOf(
  id: number,
  draft: RequestDraft,
  { answer, problem }: { answer?: HttpAnswer; problem?: string },
  ms: number,
  entry: JournalEntry | undefined,
): ComposedAnswer {
  const causes = entry?.causes ?? [];
  const status = answer?.status ?? 0;
  const refusal = causes.findLast(({ kind }) => kind === 'refused') ?? (status >= 400 ? causes.at(-1) : undefined);
  return {
    id,
    title: `${draft.method.toUpperCase()} ${draft.path}`,
    status,
    statusText: answer?.statusText ?? '',
    ms,
    headers: answer?.headers ?? [],
    body: answer?.body ?? '',
    ...(problem !== undefined && { problem }),
    causes,
    changes: (entry?.changes ?? []).map(changedText),
    ...(refusal && { refusal: refusal.rule }),
  };
}

/** As a recording has it. */
function exchangeOf(
  { method, url, headers, body }: SentRequest,
  base: string,
  answer: HttpAnswer | undefined,
  entry: JournalEntry | undefined,
): RecordedExchange {
  const lower = (pairs: Headers) => pairs.map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    at: entry?.at ?? new Date().toISOString(),
    face: entry?.face ?? 'server',
    method,
    url: url.slice(base.length),
    request: { headers: lower(headers), ...(body !== undefined && { body }) },
    status: answer?.status ?? 0,
    response: { headers: lower(answer?.headers ?? []), ...(answer && { body: answer.body }) },
  };
}
