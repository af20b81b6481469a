import type { EndReason } from '../../../core/systems/tokens/endReason';
import type { TokenDevice } from '../../../core/systems/tokens/tokenSession';
import type { FaceRequest } from '../../kernel/answer/face';
import type { Trace } from '../../kernel/journal/trace';
import { Authentication } from './authentication';
import type { IssuedTokens } from './issuedTokens';
import type { KeptSessions, KnownToken } from './keptSessions';
import type { OperationParts } from './operationParts';
import { Refreshing } from './refreshing';
import { Revocation } from './revocation';
import { SigningIn } from './signingIn';
import type { KeptSession, KeptToken } from './tokensSpaces';
import type { VerifiedUser } from './tokensUsers';

/** Who signs in, for what, and where. */
export interface SignInRequest {
  readonly user: VerifiedUser;
  /** The `client_id`. Absent for a sign-in by the app's own form. */
  readonly client?: string | undefined;
  /** What the user grants. */
  readonly scope?: string | undefined;
  readonly device: TokenDevice;
  readonly ip: string;
  readonly userAgent?: string | undefined;
  /** As `issuerOf` has it. */
  readonly issuer: string;
}

/** A refresh token, and who presents it. */
export interface RefreshRequest {
  readonly refreshToken: string;
  readonly client?: string | undefined;
  readonly scope?: string | undefined;
  /** As `issuerOf` has it. */
  readonly issuer: string;
}

/** What can be done with the sessions. Each call notes in the trace what it decides, and why. */
export class TokenSessions {
  private readonly signingIn: SigningIn;
  private readonly refreshing: Refreshing;
  private readonly revocation: Revocation;
  private readonly authentication: Authentication;

  constructor(private readonly parts: OperationParts) {
    this.signingIn = new SigningIn(parts);
    this.refreshing = new Refreshing(parts);
    this.revocation = new Revocation(parts);
    this.authentication = new Authentication(parts);
  }

  /** The sessions as the store has them. */
  get held(): KeptSessions {
    return this.parts.held;
  }

  /**
   * Makes a session with its first tokens.
   * @throws TokensRefusal if the user is disabled, has another password by now, or has too many sessions
   */
  signIn(request: SignInRequest, trace: Trace): Promise<IssuedTokens> {
    return this.signingIn.signIn(request, trace);
  }

  /** @throws TokensRefusal if a sign-in of the user would be refused now */
  assertAdmissible(user: VerifiedUser): Promise<void> {
    return this.signingIn.assertAdmissible(user);
  }

  /**
   * Gives other tokens for a refresh token.
   * @throws TokensRefusal with the `error` of RFC 6749, 5.2
   */
  refresh(request: RefreshRequest, trace: Trace): Promise<IssuedTokens> {
    return this.refreshing.refresh(request, trace);
  }

  /** Does with a token what the server does when somebody presents it. Nobody gets what it gives. */
  replay(session: string, token: KeptToken, issuer: string, trace: Trace): Promise<number> {
    return this.refreshing.replay(session, token, issuer, trace);
  }

  /**
   * Does with an access token what the server does when somebody presents it.
   * @throws TokensRefusal
   */
  presentAccess(found: KnownToken, trace: Trace): Promise<KnownToken> {
    return this.authentication.use(found, trace);
  }

  /** The token with its session, active or ended. @returns undefined if no token has this value, or it is a forgotten access token */
  findToken(raw: string): Promise<KnownToken | undefined> {
    return this.parts.held.find(raw);
  }

  /** Whether a token is good now: it is live, and its session is active. */
  isGood(found: KnownToken): boolean {
    return this.authentication.isGood(found);
  }

  /**
   * Revokes a token (RFC 7009): a refresh token with its whole session, an access token alone. One that is unknown, or of
   * another client, is no error.
   * @param hint `token_type_hint`; the token itself says what it is, so a wrong one does no harm
   */
  revokeToken(raw: string, hint: string | undefined, client: string | undefined, trace: Trace): Promise<void> {
    return this.revocation.revoke(raw, hint, client, trace);
  }

  /**
   * The session that the access token of a request belongs to. It is active from then on.
   * @throws TokensRefusal with the status and the header of RFC 6750, 3
   */
  authenticate(request: FaceRequest): Promise<KnownToken> {
    return this.authentication.authenticate(request);
  }

  /**
   * Ends sessions.
   * @param by id of the session from which they are ended
   * @returns those that were active
   */
  end(ids: readonly string[], reason: EndReason, trace: Trace, by?: string): Promise<readonly KeptSession[]> {
    return this.revocation.end(ids, reason, trace, by);
  }
}
