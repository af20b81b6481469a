import type { JournalRemedy } from '../../../core/protocol/journal';
import type { FaceRequest } from '../../kernel/answer/face';
import { bearerToken } from '../../kernel/guard/bearer';
import type { Trace } from '../../kernel/journal/trace';
import { type Challenge, challenge } from './challenge';
import { tokenState } from './family';
import type { KnownToken } from './keptSessions';
import { note } from './note';
import type { OperationParts } from './operationParts';
import { noteOver, overRemedy, overWords } from './overReason';
import { TokensRefusal, type TokensRefusalName } from './tokensRefusal';
import type { TokenSessionEnd } from './tokensSpaces';

/** Finds the session that a request is made in, by its access token (RFC 6750). */
export class Authentication {
  constructor(private readonly parts: OperationParts) {}

  async authenticate(request: FaceRequest): Promise<KnownToken> {
    const { authorization } = request.headers;
    if (authorization === undefined || !/^Bearer(?: |$)/i.test(authorization)) {
      // RFC 6750, 3.1: no error code, as the client may not know that it needs a token.
      throw refusal(
        401,
        'bearer-missing',
        'The request has no access token; send it as “Authorization: Bearer TOKEN”.',
        {},
      );
    }
    const raw = bearerToken(authorization);
    if (raw === undefined) {
      const message = 'The header Authorization has another form than “Bearer TOKEN”; send one token in it.';
      throw refusal(400, 'bearer-malformed', message, { error: 'invalid_request', description: message });
    }
    const found = await this.parts.held.find(raw);
    if (!found) throw invalid('access-unknown', 'The access token is none that is known.');
    return this.use(found, request.trace);
  }

  isGood({ session, token }: KnownToken): boolean {
    return !session.ended && tokenState(token, this.parts.kernel.clock.now()) === 'live';
  }

  /** @throws TokensRefusal if the token is not good */
  async use(found: KnownToken, trace: Trace): Promise<KnownToken> {
    const { held, kernel } = this.parts;
    const { id, user } = found.session;
    trace.who({ session: id, user });
    if (found.token.kind !== 'access') {
      throw invalid('not-access', 'This is a refresh token; send the access token.');
    }
    const now = kernel.clock.now();
    // Decided by what is there now: while the token was looked up, another request may have ended the session.
    const session = await held.change(id, (before) => {
      const known = before?.tokens.find((each) => each.id === found.token.id);
      // Only who is let in is active.
      const isLetIn = known !== undefined && !before?.ended && tokenState(known, now) === 'live';
      return before && isLetIn ? { ...before, lastActiveAt: now } : before;
    });
    const token = session?.tokens.find((each) => each.id === found.token.id);
    if (!session || !token) throw invalid('access-unknown', 'The access token is none that is known.');
    if (session.ended) throw this.over(session.ended, trace);
    const state = tokenState(token, now);
    if (state === 'expired') {
      throw invalid(
        'access-expired',
        `The access token expired at ${new Date(token.expiresAt).toISOString()}; refresh it.`,
        undefined,
        { option: 'tokens.accessTokenSeconds' },
      );
    }
    if (state !== 'live') throw invalid('access-revoked', 'The access token was revoked.');
    note(trace, 'tokens.access.good');
    return { session, token };
  }

  private over(ended: TokenSessionEnd, trace: Trace): TokensRefusal {
    noteOver(trace, ended);
    return invalid('access-over', overWords(ended), ended, overRemedy(ended.reason));
  }
}

function invalid(
  name: TokensRefusalName,
  message: string,
  ended?: TokenSessionEnd,
  remedy?: JournalRemedy,
): TokensRefusal {
  return refusal(401, name, message, { error: 'invalid_token', description: message }, ended, remedy);
}

function refusal(
  status: number,
  name: TokensRefusalName,
  message: string,
  told: Challenge,
  ended?: TokenSessionEnd,
  remedy?: JournalRemedy,
): TokensRefusal {
  return new TokensRefusal(status, name, message, {
    reason: ended?.reason,
    headers: { 'www-authenticate': challenge(told) },
    remedy,
  });
}
