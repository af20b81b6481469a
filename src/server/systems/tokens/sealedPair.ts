import type { Random } from '../../kernel/random/random';
import type { IssuedTokens } from './issuedTokens';
import type { NewPair } from './newTokens';
import { issuedPair } from './signingIn';
import { seal, unseal } from './tokensSecrets';
import type { KeptSession, KeptToken } from './tokensSpaces';

interface SealedPair {
  readonly access: { readonly id: string; readonly raw: string };
  readonly refresh: { readonly id: string; readonly raw: string };
}

/** A pair of tokens that only the owner of the refresh token before can read. The store has it for the grace time. */
export function sealedPair({ access, refresh }: NewPair, owner: string, random: Random): string {
  const pair: SealedPair = {
    access: { id: access.held.id, raw: access.raw },
    refresh: { id: refresh.held.id, raw: refresh.raw },
  };
  return seal(JSON.stringify(pair), owner, random);
}

/**
 * The pair that was given in place of a refresh token, once more.
 * @returns undefined if the session has forgotten it
 */
export function unsealedPair(
  session: KeptSession,
  { sealed }: KeptToken,
  owner: string,
  now: number,
): IssuedTokens | undefined {
  const text = sealed === undefined ? undefined : unseal(sealed, owner);
  if (text === undefined) return undefined;
  const { access, refresh } = JSON.parse(text) as SealedPair;
  const [heldAccess, heldRefresh] = [access, refresh].map(({ id }) => session.tokens.find((each) => each.id === id));
  if (!heldAccess || !heldRefresh) return undefined;
  return issuedPair(
    session,
    { access: { raw: access.raw, held: heldAccess }, refresh: { raw: refresh.raw, held: heldRefresh } },
    now,
  );
}
