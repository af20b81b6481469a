import { counted } from '../../../core/base/counted';
import type { Trace } from '../../kernel/journal/trace';
import { newUuid } from '../../kernel/random/uuid';
import { endSessions } from './endSessions';
import { withNewTokens } from './family';
import type { IssuedTokens } from './issuedTokens';
import type { NewPair } from './newTokens';
import { note } from './note';
import type { OperationParts } from './operationParts';
import type { SignInRequest } from './tokenSessions';
import { TokensRefusal } from './tokensRefusal';
import { newFamilyKey } from './tokensSecrets';
import type { KeptSession } from './tokensSpaces';
import type { Admission, NotAdmitted, VerifiedUser } from './tokensUsers';
import { withoutSecrets } from './withoutSecrets';

/** Makes sessions, as many as the user may have. */
export class SigningIn {
  constructor(private readonly parts: OperationParts) {}

  async signIn(request: SignInRequest, trace: Trace): Promise<IssuedTokens> {
    const { held, tokens, users, kernel } = this.parts;
    const { user } = request;
    // Most refusals come here. Of sign-ins at the same moment, one can be refused while its session is pending.
    await this.assertAdmissible(user);
    const empty = this.newSession(request);
    const pair = await tokens.pair(empty, { issuer: request.issuer });
    const session = withNewTokens(
      { ...empty, idleUntil: pair.refresh.held.expiresAt },
      [pair.refresh.held, pair.access.held],
      kernel.clock.now(),
    );
    // Those that are known come first: one that another sign-in makes after it is in neither list, and so it is not over.
    const { sessions: known = [] } = (await users.get(user.name)) ?? {};
    const active = new Set((await held.activeOf(user.name)).map(({ id }) => id));
    const over = new Set(known.filter((id) => !active.has(id)));
    // The session first: whoever ends all sessions of the user must find each of them.
    await held.addPending(session);
    const admission = await users.admit(user, session.id, (id) => !over.has(id));
    if (admission.kind === 'refused') {
      await held.drop(session.id);
      throw refusal(admission, user.name, this.parts.settings.maxSessions);
    }
    await held.confirm(session.id);
    trace.who({ session: session.id, user: session.user });
    note(
      trace,
      'tokens.signed-in',
      `${user.name} signed in: a session was made, with an access token and a refresh token.`,
    );
    trace.changed('tokenSession', session.id, 'created');
    await this.evict(admission, session, trace);
    return issuedPair(session, pair);
  }

  /**
   * Says what a sign-in would say now.
   * @throws TokensRefusal if the user may have no other session
   */
  async assertAdmissible(user: VerifiedUser): Promise<void> {
    const { held, users, settings } = this.parts;
    const active = new Set((await held.activeOf(user.name)).map(({ id }) => id));
    const admission = await users.admission(user, (id) => active.has(id));
    if (admission.kind === 'refused') throw refusal(admission, user.name, settings.maxSessions);
  }

  private newSession({ user, client, scope, device, ip, userAgent }: SignInRequest): KeptSession {
    const { kernel, settings } = this.parts;
    const now = kernel.clock.now();
    return {
      id: newUuid(kernel.random),
      user: user.name,
      // Everybody who sees the sessions sees these texts, and an app may send its token in them by mistake.
      ...withoutSecrets({ device, ...(userAgent !== undefined && { userAgent }) }),
      ip,
      ...(client !== undefined && { client }),
      ...(scope !== undefined && { scope }),
      createdAt: now,
      lastActiveAt: now,
      idleUntil: now + settings.idleMs,
      absoluteUntil: now + settings.absoluteMs,
      familyKey: newFamilyKey(kernel.random),
      tokens: [],
    };
  }

  private async evict(admission: Admission, session: KeptSession, trace: Trace): Promise<void> {
    const evicted = admission.kind === 'admitted' ? admission.evicted : [];
    if (evicted.length === 0) return;
    const { maxSessions, atLimit } = this.parts.settings;
    for (const { id } of await endSessions(this.parts.held, evicted, 'signed_in_elsewhere', trace, session.id)) {
      note(
        trace,
        'tokens.evicted',
        `The session ${id} of ${session.user} was ended, because a user may have ${maxSessions} at once and atLimit is ${atLimit}.`,
      );
    }
  }
}

/**
 * A pair of tokens as the client gets it.
 * @param now when it is given. A new pair is given when it is made: the time that making and storing it took is no part of
 * its life, so that the client is told whole what the options say.
 */
export function issuedPair(
  session: KeptSession,
  { access, refresh }: NewPair,
  now = access.held.issuedAt,
): IssuedTokens {
  const scope = access.held.scope ?? session.scope;
  return {
    accessToken: access.raw,
    refreshToken: refresh.raw,
    expiresIn: secondsUntil(access.held.expiresAt, now),
    ...(scope !== undefined && { scope }),
    session,
  };
}

/** Whole seconds: a client that counts them never uses a token for too long. */
function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.floor((at - now) / 1000));
}

function refusal(admission: NotAdmitted, user: string, maxSessions: number | undefined): TokensRefusal {
  switch (admission.why) {
    case 'disabled':
      return new TokensRefusal(403, 'disabled', `The user ${user} is disabled; an administrator can enable it.`, {
        reason: 'user_disabled',
      });
    case 'password':
      return new TokensRefusal(
        400,
        'password-stale',
        `The password of ${user} was changed meanwhile; sign in with the new one.`,
        { reason: 'password_changed' },
      );
    case 'limit':
      return new TokensRefusal(403, 'session-limit', limitWords(user, admission.active, maxSessions ?? 0), {
        reason: 'session_limit',
        remedy: { option: 'tokens.maxSessions', value: admission.active + 1 },
      });
    case 'ended':
      return new TokensRefusal(
        400,
        'sign-in-ended',
        `All sessions of ${user} were ended meanwhile, and with them this sign-in; sign in again.`,
        { reason: admission.reason },
      );
  }
}

/** A user has more sessions than are allowed if they come from a server that allows more. */
function limitWords(user: string, active: number, most: number): string {
  const has = `${user} has ${counted(active, 'active session')}`;
  const over = active - most;
  if (over <= 0) return `${has}, and no more are allowed at once; end one of them first.`;
  return `${has}, and no more than ${most} ${most === 1 ? 'is' : 'are'} allowed at once; end ${over + 1} of them first.`;
}
