// Sessions of the token server with their families.
import type { ControlledSession, FamilyToken } from '../../src/core/systems/tokens/tokenSession';
import { NOON } from './madeDevice';

const at = (seconds: number) => new Date(NOON + seconds * 1000).toISOString();

/** Its number is in its id. */
function token(id: string, seconds: number, more: Partial<FamilyToken> & Pick<FamilyToken, 'kind'>): FamilyToken {
  const number = Number(/\d+/.exec(id)?.[0]);
  const life = more.kind === 'access' ? 300 : 900;
  return { id, number, issuedAt: at(seconds), expiresAt: at(seconds + life), state: 'live', ...more };
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

/** A session whose first refresh token came again within the grace time, so often that it has thirty successors. */
export const FORKED: ControlledSession = {
  ...SESSION,
  id: 'session-3',
  family: [
    token('r1-of-all-tabs', 0, {
      kind: 'refresh',
      state: 'used',
      replacedBy: 'r2-of-a-tab',
      reusedAt: at(30),
      reusedInGrace: true,
    }),
    token('a1-of-all-tabs', 0, { kind: 'access' }),
    ...Array.from({ length: 30 }, (_, tab) => [
      token(`r${tab + 2}-of-a-tab`, 30, { kind: 'refresh', from: 'r1-of-all-tabs' }),
      token(`a${tab + 2}-of-a-tab`, 30, { kind: 'access', from: 'r1-of-all-tabs' }),
    ]).flat(),
  ],
};

/** A session that has forgotten its first 50 refresh tokens, but not yet the access tokens that came with the last ten of them. */
export const FORGETFUL: ControlledSession = {
  ...SESSION,
  id: 'session-4',
  family: Array.from({ length: 13 }, (_, index) => {
    const number = 41 + index;
    const from = `r${number - 1}-of-a-line`;
    const next = number < 53 && { state: 'used' as const, replacedBy: `r${number + 1}-of-a-line` };
    return [
      ...(number > 50 ? [token(`r${number}-of-a-line`, index, { kind: 'refresh', from, ...next })] : []),
      token(`a${number}-of-a-line`, index, { kind: 'access', from }),
    ];
  }).flat(),
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
