import type { TokensFields } from './tokensOptions';

/** The errors of RFC 6749 and RFC 6750 by their status. */
const ERRORS: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'invalid_token',
  403: 'insufficient_scope',
  429: 'temporarily_unavailable',
  503: 'temporarily_unavailable',
};

/** The body of an answer that a fault causes, as an error of this server would have it. */
export function faultBody(status: number, fields: Pick<TokensFields, 'error' | 'error_description'>): object {
  return {
    [fields.error]: ERRORS[status] ?? (status >= 500 ? 'server_error' : 'invalid_request'),
    [fields.error_description]: 'A fault that was put in on purpose answers so.',
  };
}
