import type { Json } from '../../../json/json';
import { parseJson } from '../../../json/parseJson';
import { END_REASONS, type EndReason } from '../endReason';
import { type ClockMark, markOf } from './deviceClock';
import type { AppTokens, DeviceState, LateAnswer } from './deviceState';
import { fieldNamed, membersOf, type ServerNames, STANDARD_NAMES } from './serverNames';

type Answer = Pick<LateAnswer, 'status' | 'body'>;

/** What a refresh came to. */
export type RefreshResult =
  | { readonly kind: 'renewed'; readonly tokens: AppTokens }
  /** It tells nothing about the session: no answer, a fault of the server, a page of the network. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'ended'; readonly reason: EndReason | 'unknown' };

/**
 * Tells a session that is over from all that can go wrong on the way. A refusal is `invalid_grant` (RFC 6749, section
 * 5.2), with 400 or, as some servers answer, 401. A 401 that names no error, or that of an API, is taken as one, too.
 */
export function readRefresh(state: DeviceState, answer: Answer): RefreshResult {
  const { tokens: old, options } = state;
  const names = options.routes === 'oauth' ? STANDARD_NAMES : state.names;
  if (answer.status === 200) {
    const tokens = readTokens(names, answer, markOf(state.clock));
    if (!tokens) return { kind: 'failed' };
    // A server that does not rotate sends no new refresh token.
    const kept = { refresh: tokens.refresh ?? old?.refresh ?? null, session: tokens.session ?? old?.session ?? null };
    return { kind: 'renewed', tokens: { ...tokens, ...kept } };
  }
  if (answer.status !== 400 && answer.status !== 401) return { kind: 'failed' };
  const error = readBody(answer)[fieldNamed(names, 'error')];
  const isOver =
    error === 'invalid_grant' || (answer.status === 401 && (error === undefined || error === 'invalid_token'));
  return isOver ? { kind: 'ended', reason: endReasonIn(names, answer) ?? 'unknown' } : { kind: 'failed' };
}

/** The tokens of an answer. undefined: there is no access token in it. */
export function readTokens(names: ServerNames, answer: Answer, since: ClockMark): AppTokens | undefined {
  const body = readBody(answer);
  const access = textOf(body[fieldNamed(names, 'access_token')]);
  if (access === null) return undefined;
  const seconds = body[fieldNamed(names, 'expires_in')];
  return {
    access,
    refresh: textOf(body[fieldNamed(names, 'refresh_token')]),
    since,
    livesMs: typeof seconds === 'number' && seconds >= 0 ? seconds * 1000 : null,
    session: textOf(membersOf(body[fieldNamed(names, 'session')]).id),
  };
}

/** The reason that the server gives, if the app knows it. */
export function endReasonIn(names: ServerNames, answer: Answer): EndReason | undefined {
  const reason = readBody(answer)[fieldNamed(names, 'reason')];
  return END_REASONS.find((each) => each === reason);
}

function readBody({ body }: Answer): { readonly [name: string]: Json } {
  try {
    return membersOf(parseJson(body) as Json);
  } catch {
    // A page of a proxy, or half an answer. The app treats it as an answer with nothing in it.
    return {};
  }
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
