import type { TokensPaths } from '../../../core/systems/tokens/tokensPaths';

declare module '../../kernel/options/options' {
  interface SystemOptions {
    /** Absent: there are no token sessions. */
    readonly tokens?: TokensOptions;
  }
}

/** How the token server behaves. docs/tokens.md#options explains each member. */
export interface TokensOptions {
  /** Who may sign in. By default everybody, with any password but `wrong`. */
  readonly users?: readonly TokensUserOption[];
  /** The OAuth clients. By default any public client with a redirect to loopback or a private scheme. */
  readonly clients?: readonly TokensClientOption[];
  /** Where the defaults of times and limits come from. Defaults to `consumer`. */
  readonly preset?: TokensPreset;
  /** How long an access token is good. */
  readonly accessTokenSeconds?: number;
  /** How long a session lasts that is not refreshed. */
  readonly refreshIdleSeconds?: number;
  /** How long a session lasts at most. */
  readonly refreshAbsoluteSeconds?: number;
  readonly rotation?: 'rotate' | 'keep';
  /** How long after its first use a refresh token is met with `graceStyle` in place of `reuse`. */
  readonly graceSeconds?: number;
  readonly graceStyle?: 'same' | 'new' | 'reject';
  /** What a refresh token that is used again ends. */
  readonly reuse?: 'family' | 'token';
  /** How many sessions a user may have at once. 0 is no limit. */
  readonly maxSessions?: number;
  readonly atLimit?: 'evictOldest' | 'evictAll' | 'deny';
  /** Which sessions a change of the password ends. */
  readonly passwordChange?: 'all' | 'others' | 'none';
  readonly invalidGrantStatus?: 400 | 401;
  readonly tokenFormat?: 'opaque' | 'jwt';
  /** Whether the token endpoint takes a name and a password (RFC 6749, 4.3). */
  readonly passwordGrant?: boolean;
  /** The issuer in metadata and tokens. Defaults to the origin that a request came to. */
  readonly issuer?: string;
  /** The paths of the routes. */
  readonly paths?: Partial<TokensPaths>;
  /** The names of members in bodies of the app's own routes. */
  readonly fields?: Partial<TokensFields>;
}

export type TokensPreset = 'fintech' | 'corporate' | 'consumer';

/** A user. For development only, because the password is plain text here. */
export interface TokensUserOption {
  readonly name: string;
  readonly password: string;
  /** Defaults to false. */
  readonly disabled?: boolean;
}

/** An OAuth client. With a secret, it is a confidential one. */
export interface TokensClientOption {
  readonly clientId: string;
  readonly redirectUris: readonly string[];
  readonly secret?: string;
  /** What people read on the page that signs in. */
  readonly name?: string;
}

/** The name of each member that the app's own routes take and give. */
export interface TokensFields {
  readonly username: string;
  readonly password: string;
  readonly device: string;
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in: string;
  readonly refresh_token: string;
  readonly scope: string;
  readonly session: string;
  readonly current: string;
  readonly new: string;
  readonly error: string;
  readonly error_description: string;
  readonly reason: string;
}

export const DEFAULT_FIELDS: TokensFields = {
  username: 'username',
  password: 'password',
  device: 'device',
  access_token: 'access_token',
  token_type: 'token_type',
  expires_in: 'expires_in',
  refresh_token: 'refresh_token',
  scope: 'scope',
  session: 'session',
  current: 'current',
  new: 'new',
  error: 'error',
  error_description: 'error_description',
  reason: 'reason',
};
