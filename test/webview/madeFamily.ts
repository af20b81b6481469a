// Sessions of the token server with their families.
import type { ControlledSession, FamilyToken } from '../../src/core/systems/tokens/tokenSession';
import { NOON } from './madeDevice';

const at = (seconds: number) => new Date(NOON + seconds * 1000).toISOString();

function token(id: string, seconds: number, more: Partial<FamilyToken> & Pick<FamilyToken, 'kind'>): FamilyToken {
  const life = more.kind === 'access' ? 300 : 900;
  return { id, issuedAt: at(seconds), expiresAt: at(seconds + life), state: 'live', ...more };
}

const SESSION: Omit<ControlledSession, 'id' | 'family'> = {
  user: 'ada',
  device: { name: 'phone', platform: 'Android', model: 'Emulator', appVersion: '1.0.0' },
  ip: '127.0.0.1',
  createdAt: at(0),
  lastActiveAt: at(60),
  expiresAt: at(960),
  absoluteExpiresAt: at(43_200),
  current: false,
  state: 'active',
};

/** A session that was refreshed twice. */
export const FAMILY: ControlledSession = {
  ...SESSION,
  id: 'session-1',
  family: [
    token('r1-of-the-sign-in', 0, { kind: 'refresh', state: 'used', replacedBy: 'r2-second' }),
    token('a1-of-the-sign-in', 0, { kind: 'access', state: 'expired' }),
    token('r2-second', 30, { kind: 'refresh', state: 'used', from: 'r1-of-the-sign-in', replacedBy: 'r3-third' }),
    token('a2-second', 30, { kind: 'access', from: 'r1-of-the-sign-in' }),
    token('r3-third', 60, { kind: 'refresh', from: 'r2-second' }),
    token('a3-third', 60, { kind: 'access', from: 'r2-second' }),
  ],
};

/** A session that ended because its first refresh token came again. */
export const REUSED: ControlledSession = {
  ...SESSION,
  id: 'session-2',
  state: 'ended',
  endReason: 'token_reuse',
  endedAt: at(50),
  family: [
    token('r1-stolen-token', 0, { kind: 'refresh', state: 'used', replacedBy: 'r2-of-the-thief', reusedAt: at(50) }),
    token('a1-first', 0, { kind: 'access', state: 'revoked' }),
    token('r2-of-the-thief', 30, { kind: 'refresh', state: 'revoked', from: 'r1-stolen-token' }),
    token('a2-of-the-thief', 30, { kind: 'access', state: 'revoked', from: 'r1-stolen-token' }),
  ],
};
