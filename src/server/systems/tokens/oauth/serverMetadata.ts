import { parsedUrl } from '../../../../core/base/parsedUrl';
import type { FaceRequest } from '../../../kernel/answer/face';
import { issuerOf } from '../issuerOf';
import type { TokensSettings } from '../tokensSettings';
import type { OauthClients } from './oauthClients';

/** What the server says about itself (RFC 8414, 2). */
export function serverMetadata(settings: TokensSettings, clients: OauthClients, request: FaceRequest): object {
  const { paths, passwordGrant, tokenFormat } = settings;
  const issuer = issuerOf(settings, request);
  const at = (path: string) => `${originFor(issuer, request)}${path}`;
  const { methods } = clients;
  return {
    issuer,
    authorization_endpoint: at(paths.authorize),
    token_endpoint: at(paths.token),
    ...(tokenFormat === 'jwt' && { jwks_uri: at(paths.jwks) }),
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token', ...(passwordGrant ? ['password'] : [])],
    token_endpoint_auth_methods_supported: methods,
    revocation_endpoint: at(paths.revoke),
    revocation_endpoint_auth_methods_supported: methods,
    introspection_endpoint: at(paths.introspect),
    introspection_endpoint_auth_methods_supported: [...methods, 'Bearer'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    request_uri_parameter_supported: false,
    request_parameter_supported: false,
  };
}

/**
 * The paths at which the metadata stands. Where the issuer has a path, clients look for it behind the well-known one
 * (RFC 8414, 3.1).
 */
export function metadataPaths(metadata: string, issuer: string | undefined): readonly string[] {
  const path = (issuer && parsedUrl(() => new URL(issuer))?.pathname.replace(/\/$/, '')) || '';
  return path === '' ? [metadata] : [metadata, `${metadata}${path}`];
}

/** A path as the router takes it, for which `:` begins a parameter. */
export function routeOf(path: string): string {
  return path.replaceAll(':', '::');
}

/** The routes are there where the client has come to, whatever the issuer is called. */
function originFor(issuer: string, { protocol, host }: FaceRequest): string {
  const named = new URL(issuer);
  return named.host === host.toLowerCase() ? named.origin : `${protocol}://${host}`;
}
