/** The path of each route. */
export interface TokensPaths {
  readonly metadata: string;
  readonly authorize: string;
  readonly token: string;
  readonly revoke: string;
  readonly introspect: string;
  readonly jwks: string;
  readonly login: string;
  readonly refresh: string;
  readonly me: string;
  readonly sessions: string;
  readonly password: string;
  readonly logout: string;
}

export const DEFAULT_PATHS: TokensPaths = {
  metadata: '/.well-known/oauth-authorization-server',
  authorize: '/oauth/authorize',
  token: '/oauth/token',
  revoke: '/oauth/revoke',
  introspect: '/oauth/introspect',
  jwks: '/oauth/jwks',
  login: '/api/login',
  refresh: '/api/refresh',
  me: '/api/me',
  sessions: '/api/sessions',
  password: '/api/password',
  logout: '/api/logout',
};

/** The routes that take a password, a code or a token. */
export const LOGIN_PATHS = ['login', 'password', 'authorize', 'token', 'refresh', 'revoke', 'introspect'] as const;
