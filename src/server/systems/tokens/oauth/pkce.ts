import { createHash } from 'node:crypto';
import { isSameText } from '../../../kernel/secrets/isSameText';
import { TokensRefusal } from '../tokensRefusal';
import type { FormParameters } from './formParameters';

/** SHA-256 as base64url (RFC 7636, 4.2). */
const CHALLENGE = /^[\w-]{43}$/;
/** RFC 7636, 4.1. */
const VERIFIER = /^[\w.~-]{43,128}$/;

/**
 * The challenge of an authorization request.
 * @param isRequired whether the client cannot do without
 * @throws TokensRefusal if it is missing, or by another method than S256
 */
export function askedChallenge(form: FormParameters, isRequired: boolean): string | undefined {
  const challenge = form.get('code_challenge');
  const method = form.get('code_challenge_method');
  if (challenge === undefined) {
    if (!isRequired && method === undefined) return undefined;
    throw refusal('The parameter code_challenge is missing; a client without a secret must use PKCE with S256.');
  }
  // RFC 7636, 4.3: without a method it would be plain.
  if (method !== 'S256') throw refusal('The only method of PKCE is S256; send code_challenge_method=S256.');
  if (!CHALLENGE.test(challenge)) {
    throw refusal('The code_challenge is no SHA-256 in base64url, which has 43 characters; send one.');
  }
  return challenge;
}

/**
 * Checks the verifier of a token request (RFC 7636, 4.6).
 * @throws TokensRefusal if it is missing, or another one
 */
export function assertVerifier(verifier: string | undefined, challenge: string | undefined, status: number): void {
  if (challenge === undefined) {
    if (verifier === undefined) return;
    // RFC 9700, 2.1.1: else somebody could take the challenge out of the authorization request.
    throw wrong(
      status,
      'A code_verifier is there, but the authorization request had no code_challenge; send it there.',
    );
  }
  if (verifier === undefined) throw wrong(status, 'The parameter code_verifier is missing; send it.');
  if (!VERIFIER.test(verifier)) {
    throw wrong(status, 'The code_verifier has not 43 to 128 letters, digits and -._~ as RFC 7636 has it.');
  }
  if (!isSameText(createHash('sha256').update(verifier).digest('base64url'), challenge)) {
    throw wrong(status, 'The code_verifier is not that of the code_challenge; send the one that belongs to it.');
  }
}

function refusal(message: string): TokensRefusal {
  return new TokensRefusal(400, 'pkce', message);
}

function wrong(status: number, message: string): TokensRefusal {
  return new TokensRefusal(status, 'pkce-wrong', message);
}
