import { newUuid } from '../../kernel/random/uuid';
import { secretKey } from '../../kernel/secrets/secretKey';
import type { Kernel } from '../../kernel/system/kernel';
import type { AccessTokenMaker } from './accessTokenMaker';
import { newRefreshToken } from './tokensSecrets';
import type { TokensSettings } from './tokensSettings';
import type { KeptSession, KeptToken } from './tokensSpaces';

/** What the store keeps of a token, before its session has counted it. */
export type UncountedToken = Omit<KeptToken, 'number'>;

/** A token that was made: its text for the client, and what the store keeps of it. */
export interface NewToken {
  readonly raw: string;
  readonly held: UncountedToken;
}

export interface NewPair {
  readonly access: NewToken;
  readonly refresh: NewToken;
}

/** What a pair of tokens is made for. */
export interface PairOrigin {
  readonly issuer: string;
  /** Id of the refresh token that is used. */
  readonly from?: string;
  /** What they are good for, if that is less than the user has granted. */
  readonly scope?: string | undefined;
}

/** Makes tokens. Nothing knows them until a session has them. */
export class NewTokens {
  constructor(
    private readonly kernel: Pick<Kernel, 'clock' | 'random'>,
    private readonly settings: Pick<TokensSettings, 'accessMs' | 'idleMs'>,
    private readonly maker: () => AccessTokenMaker,
  ) {}

  async pair(session: KeptSession, { issuer, from, scope }: PairOrigin): Promise<NewPair> {
    const { clock, random } = this.kernel;
    const now = clock.now();
    const { absoluteUntil } = session;
    const more = { ...(scope !== undefined && { scope }), ...(from !== undefined && { from }) };
    const refresh = newRefreshToken(session.id, session.familyKey, random);
    const refreshUntil = Math.min(now + this.settings.idleMs, absoluteUntil);
    // It ends with its session at the latest, so that `expires_in` is true.
    const accessUntil = Math.min(now + this.settings.accessMs, refreshUntil);
    // If the session has ended meanwhile, nobody gets the tokens: they have no time.
    const issuedAt = Math.min(now, accessUntil);
    const jti = newUuid(random);
    const granted = scope ?? session.scope;
    const access = await this.maker().make({
      iss: issuer,
      sub: session.user,
      sid: session.id,
      jti,
      ...(session.client !== undefined && { client_id: session.client }),
      ...(granted !== undefined && { scope: granted }),
      iat: Math.floor(now / 1000),
      exp: Math.floor(accessUntil / 1000),
    });
    return {
      access: {
        raw: access,
        held: { id: jti, kind: 'access', key: secretKey(access), issuedAt, expiresAt: accessUntil, ...more },
      },
      refresh: {
        raw: refresh,
        held: {
          id: newUuid(random),
          kind: 'refresh',
          key: secretKey(refresh),
          issuedAt,
          expiresAt: refreshUntil,
          ...more,
        },
      },
    };
  }
}
