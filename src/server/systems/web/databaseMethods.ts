import type { FastifyReply } from 'fastify';
import { parseJson } from '../../../core/json/parseJson';
import type { JournalRemedy } from '../../../core/protocol/journal';
import { optionWords } from '../../../core/server/optionWords';
import { WEB_REASONS } from '../../../core/systems/web/webReasons';
import type { FaceRequest } from '../../kernel/answer/face';
import { whileAsked } from '../../kernel/answer/whileAsked';
import { isSameText } from '../../kernel/secrets/isSameText';
import type { CookieSession } from './cookieSession';
import { note } from './note';
import { remedyOf, sendFailure, sendOutcome } from './outcomes';
import type { SemiDynamicPages } from './semiDynamicPage';
import { withFilledTags } from './sentTags';
import type { CodeFailure, RestOutcome, WebCode } from './webCode';
import type { WebUser } from './webOptions';
import { handlerRequestOf, pathOf } from './webRequest';
import { sendRestError } from './webRestError';

/** 4D passes so much of headers and body to the database methods (docs/facts/4d-web.md#database-methods). */
const LONGEST_REQUEST = 32_768;
/** What says nothing about the method: the server has no turn for it, the client has left, or its form cannot be read. */
const HOLDING_UP: readonly CodeFailure['kind'][] = ['busy', 'left', 'malformedForm', 'tooManyParts'];
const AUTHENTICATION = 'web.authentication';
const USERS = 'web.users';
const ASKED = `${WEB_REASONS.codes['web.authentication.asked'].sentence} That is what ${optionWords(AUTHENTICATION)} has.`;
const ON_WEB_AUTHENTICATION = 'onWebAuthentication';
const ON_WEB_CONNECTION = 'onWebConnection';

/** How 4D asks who calls. */
export type WebAuthentication = 'custom' | 'basic';

export interface DatabaseMethodParts {
  readonly code: WebCode;
  readonly semiDynamic: SemiDynamicPages;
  readonly authentication: WebAuthentication;
  /** The users of the database. Their passwords are looked at with basic authentication. */
  readonly users: readonly WebUser[];
  /** In the challenge of basic authentication. */
  readonly realm: string;
  readonly log: (message: string) => void;
}

interface Credentials {
  readonly user: string;
  readonly password: string;
}

/**
 * Calls the database methods On Web Authentication and On Web Connection when 4D does
 * (docs/facts/4d-web.md#database-methods).
 */
export class DatabaseMethods {
  /** Why the module of On Web Authentication is none, as the log was told last. */
  private told: string | undefined;

  constructor(private readonly parts: DatabaseMethodParts) {}

  /**
   * Asks On Web Authentication before code of the project runs.
   * @returns whether the request is accepted; otherwise it was answered
   */
  async accepts(request: FaceRequest, reply: FastifyReply, current: CookieSession): Promise<boolean> {
    const { trace } = request;
    const { authentication, users } = this.parts;
    const isBasic = authentication === 'basic';
    const given = isBasic ? credentialsIn(request.headers.authorization) : undefined;
    if (isBasic && !given) {
      const remedy = { option: AUTHENTICATION, value: 'custom' };
      this.challenge(reply, 'web.authentication.asked', 'Name and password are needed.', ASKED, remedy);
      return false;
    }
    if (given) trace.hide(given.password);
    const user = given && users.find(({ name }) => name === given.user);
    if (given && user) {
      if (isSameText(given.password, user.password)) {
        note(trace, 'web.authentication.user');
        return true;
      }
      this.challenge(reply, 'web.authentication.refused', 'Name or password is wrong.');
      return false;
    }
    const outcome = await this.call(ON_WEB_AUTHENTICATION, 'value', request, current, given);
    if (outcome === undefined) {
      if (!isBasic) return true;
      this.challenge(reply, 'web.authentication.missing', 'Name or password is wrong.', undefined, { option: USERS });
      return false;
    }
    this.tellModule(outcome);
    if (outcome.kind === 'result') {
      if (outcome.isNothing) {
        note(trace, 'web.authentication.accepted', 'On Web Authentication returned nothing, which accepts as in 4D.');
        return true;
      }
      const value = parseJson(outcome.json);
      if (value === true) {
        note(trace, 'web.authentication.accepted');
        return true;
      }
      const other = `On Web Authentication returned ${outcome.unsayable ?? kindOf(value)}, which refuses the request: only true accepts, or nothing.`;
      const reason = value === false ? 'On Web Authentication refused the request.' : other;
      this.challenge(reply, 'web.authentication.refused', reason, value === false ? undefined : other);
      return false;
    }
    const failure = asFailure(outcome);
    if (HOLDING_UP.includes(failure.kind)) {
      sendFailure(reply, failure, 'action');
      return false;
    }
    const reason = `On Web Authentication failed, which refuses the request: ${failure.reason}`;
    this.challenge(reply, 'web.authentication.failed', reason, reason, remedyOf(failure));
    return false;
  }

  /**
   * Lets On Web Connection answer what nothing else takes.
   * @returns false when the project has no such method, and then nothing was answered
   */
  async answers(request: FaceRequest, reply: FastifyReply, current: CookieSession): Promise<boolean> {
    if (!(await this.parts.code.hasDatabaseMethod(ON_WEB_CONNECTION))) return false;
    const credentials = credentialsIn(request.headers.authorization);
    const given = this.parts.authentication === 'basic' ? credentials : undefined;
    const outcome = await this.call(ON_WEB_CONNECTION, 'answer', request, current, given);
    if (outcome === undefined) return false;
    note(request.trace, 'web.connection');
    if (outcome.kind === 'result') {
      sendRestError(reply, 'web.connection.nothing', 404, 'On Web Connection has sent nothing for this path.');
    } else sendOutcome(reply, await withFilledTags(outcome, this.parts.semiDynamic, request, current), 'action');
    return true;
  }

  /** Whether this project has one of the methods, or wants a password for its code. */
  async isUsed(): Promise<boolean> {
    const { code, authentication } = this.parts;
    if (authentication === 'basic') return true;
    return (await code.hasDatabaseMethod(ON_WEB_CONNECTION)) || code.hasDatabaseMethod(ON_WEB_AUTHENTICATION);
  }

  private call(
    name: string,
    wanted: 'answer' | 'value',
    request: FaceRequest,
    current: CookieSession,
    given: Credentials | undefined,
  ): Promise<RestOutcome | undefined> {
    const { originalUrl, ip, socket, trace } = request;
    const parameters = [
      originalUrl === '' ? '/' : originalUrl,
      headAndBody(request),
      addressIn6(ip),
      addressIn6(socket.localAddress ?? ''),
      given?.user ?? '',
      given?.password ?? '',
    ];
    return whileAsked(request, (signal) =>
      this.parts.code.method(
        { name, isDatabaseMethod: true, parameters, wanted },
        { request: handlerRequestOf(request), current, trace, signal },
      ),
    );
  }

  /** Tells the log once what is wrong with the module, as nothing that it protects can be reached. */
  private tellModule(outcome: RestOutcome): void {
    const isNone = outcome.kind === 'noModule' || outcome.kind === 'noFunction';
    const reason = isNone ? outcome.reason : undefined;
    if (reason !== undefined && reason !== this.told) {
      this.parts.log(`On Web Authentication cannot be called, so each request that it decides is refused: ${reason}`);
    }
    this.told = reason;
  }

  private challenge(
    reply: FastifyReply,
    rule: Parameters<typeof sendRestError>[1],
    text: string,
    reason?: string,
    remedy?: JournalRemedy,
  ): void {
    const { authentication, realm } = this.parts;
    if (authentication === 'basic') reply.header('www-authenticate', `Basic realm="${realm}", charset="UTF-8"`);
    sendRestError(reply, rule, 401, text, reason, remedy);
  }
}

/** Whether 4D gives a path to On Web Connection whatever pages there are. */
export function isForConnection(url: string): boolean {
  return /^\/4DCGI(?:\/|$)/i.test(pathOf(url));
}

function credentialsIn(header: string | undefined): Credentials | undefined {
  const [, encoded] = /^Basic +([A-Za-z0-9+/=_-]+) *$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Headers and body as text, as 4D gives them to its database methods. */
function headAndBody({ method, originalUrl, raw, body }: FaceRequest): string {
  const lines = [`${method} ${originalUrl} HTTP/${raw.httpVersion}`];
  for (let at = 0; at + 1 < raw.rawHeaders.length; at += 2)
    lines.push(`${raw.rawHeaders[at]}: ${raw.rawHeaders[at + 1]}`);
  const text = Buffer.isBuffer(body) ? body.subarray(0, LONGEST_REQUEST).toString('utf8') : '';
  return `${lines.join('\r\n')}\r\n\r\n${text}`.slice(0, LONGEST_REQUEST);
}

/** 4D tells an IPv4 address in the form of IPv6. */
function addressIn6(address: string): string {
  return /^\d+(?:\.\d+){3}$/.test(address) ? `::ffff:${address}` : address;
}

/** Tells what a method has returned in place of a Boolean. A text is not told, as it may be a password. */
function kindOf(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'an empty text' : 'a text';
  if (typeof value === 'number') return `the number ${value}`;
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a collection' : 'an object';
}

/** A method that returns a message answers nothing that can be used here. */
function asFailure(outcome: Exclude<RestOutcome, { readonly kind: 'result' }>): CodeFailure {
  return outcome.kind === 'answer'
    ? { kind: 'threw', reason: 'The process of the code answered something else.' }
    : outcome;
}
