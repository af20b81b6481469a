import { SecretShapes } from '../../../core/protocol/secretShapes';
import type { ControlledSession, FamilyToken, TokenSession } from '../../../core/systems/tokens/tokenSession';
import { TOKENS_SECRET_SHAPES } from '../../../core/systems/tokens/tokensSecretShapes';
import { tokenState } from './family';
import type { KeptSession, KeptToken } from './tokensSpaces';
import { withoutSecrets } from './withoutSecrets';

/** An app may mix up the id of its device and its token. */
const SHAPES = new SecretShapes(TOKENS_SECRET_SHAPES, undefined, false);

/** A session as the app's own list shows it. @param current id of the session that asks */
export function toldSession(session: KeptSession, current?: string): TokenSession {
  const { id, user, device, ip, createdAt, lastActiveAt, idleUntil, absoluteUntil, ended } = session;
  return {
    id,
    user,
    device: SHAPES.coveredJson(device),
    ip,
    createdAt: iso(createdAt),
    lastActiveAt: iso(lastActiveAt),
    expiresAt: iso(Math.min(idleUntil, absoluteUntil)),
    absoluteExpiresAt: iso(absoluteUntil),
    current: id === current,
    state: ended ? 'ended' : 'active',
    ...(ended && { endReason: ended.reason }),
  };
}

/** A session as the control API reports it, with its family. @param now the moment at which its tokens are looked at */
export function controlledSession(session: KeptSession, now: number): ControlledSession {
  const { ended, client, scope, tokens } = session;
  return {
    ...toldSession(session),
    ...(ended && { endedAt: iso(ended.at) }),
    // What the client must send again is stored as it was sent, and so is covered only here.
    ...withoutSecrets({ ...(client !== undefined && { client }), ...(scope !== undefined && { scope }) }),
    family: tokens.map((token) => toldToken(token, now, ended !== undefined)),
  };
}

function toldToken(token: KeptToken, now: number, isOver: boolean): FamilyToken {
  const { id, kind, number, issuedAt, expiresAt, replacedBy, from, reusedAt, reusedInGrace } = token;
  const state = tokenState(token, now);
  return {
    id,
    kind,
    number,
    issuedAt: iso(issuedAt),
    expiresAt: iso(expiresAt),
    // What ended with its time was not revoked by anybody.
    state: isOver && state === 'revoked' && expiresAt <= (token.revokedAt ?? now) ? 'expired' : state,
    ...(replacedBy !== undefined && { replacedBy }),
    ...(from !== undefined && { from }),
    ...(reusedAt !== undefined && { reusedAt: iso(reusedAt) }),
    ...(reusedInGrace && { reusedInGrace }),
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
