import { decodeToken } from '../../../core/session/connectionToken';
import { applicationFolderName } from '../../../core/session/location';
import type { Session } from '../../../core/session/session';
import type { FaceRequest } from '../../kernel/answer/face';
import { bearerToken } from '../../kernel/guard/bearer';
import type { KnownActor } from '../../kernel/journal/trace';
import type { MobileAppKey } from './keyFile';
import { leftOutAdvice } from './leftOutAdvice';
import { refuse } from './mobileRestError';
import type { HeldMobileSession, MobileState } from './mobileState';
import { note } from './note';

/** Who sends a request: a device with its session, or a developer with the key in key.mobileapp. */
export type Caller = { readonly kind: 'device'; readonly held: HeldMobileSession } | { readonly kind: 'developer' };

/** Identifies callers by the header `Authorization: Bearer …` alone. Mobile apps are not identified by cookies. */
export class Callers {
  private readonly actors = new WeakMap<Session, KnownActor>();

  constructor(
    private readonly state: MobileState,
    private readonly key: MobileAppKey,
  ) {}

  /**
   * Returns the accepted session or the developer that sends the request.
   * @throws MobileError 1907 for anybody else
   */
  async authorised(request: FaceRequest): Promise<Caller> {
    const token = tokenOf(request);
    const held = await this.state.byToken(token);
    if (held) return { kind: 'device', held: this.accepted(request, held) };
    return this.developer(request, token);
  }

  /**
   * Returns the accepted session that sends the request.
   * @throws MobileError 1907 without an accepted session, 1906 for a developer
   */
  async device(request: FaceRequest): Promise<HeldMobileSession> {
    const token = tokenOf(request);
    const held = await this.state.byToken(token);
    if (held) return this.accepted(request, held);
    await this.developer(request, token);
    return refuse(request.trace, 'mobile.key.forbidden', 1906, 'key.mobileapp is no session of a device.');
  }

  /**
   * Returns the session that sends the request, also when it is pending: a pending session may log out.
   * @throws MobileError
   */
  async named(request: FaceRequest): Promise<HeldMobileSession> {
    const token = tokenOf(request);
    const held = await this.state.byToken(token);
    if (!held) return this.unknown(request, token);
    this.introduce(request, held);
    return held;
  }

  private accepted(request: FaceRequest, held: HeldMobileSession): HeldMobileSession {
    this.introduce(request, held);
    if (held.session.status !== 'accepted') {
      return refuse(request.trace, 'mobile.session.pending', 1907, 'The session is pending: it waits to be accepted.');
    }
    note(request.trace, 'mobile.session.accepted');
    return held;
  }

  /** As the function of this name, with the same object for each request of a session that is held in the same state. */
  private introduce({ trace }: FaceRequest, { session }: HeldMobileSession): void {
    let actor = this.actors.get(session);
    if (!actor) {
      actor = actorOf(session);
      this.actors.set(session, actor);
    }
    trace.who(actor);
  }

  private async developer(request: FaceRequest, token: string): Promise<Caller> {
    if (decodeToken(token).ok || !(await this.key.is(token))) return this.unknown(request, token);
    note(request.trace, 'mobile.key.accepted');
    return { kind: 'developer' };
  }

  private async unknown({ trace }: FaceRequest, token: string): Promise<never> {
    const decoded = decodeToken(token);
    const { appNameID, id, teamID = '' } = decoded.ok ? decoded.value : {};
    if (typeof appNameID !== 'string' || typeof id !== 'string' || typeof teamID !== 'string') {
      return refuse(trace, 'mobile.token.malformed', 1907, 'The bearer token is no connection token.');
    }
    trace.who({ session: id, application: appNameID });
    const file = `${applicationFolderName(appNameID, teamID)}/${id}`;
    const [eviction, leftOut] = [await this.state.evictionOf(file), await this.state.fileLeftOut(file)];
    if (!eviction) {
      const reason = 'The session of this token is not in memory.';
      return refuse(trace, 'mobile.session.unknown', 1907, reason, leftOutAdvice(reason, leftOut));
    }
    const code = eviction.code === undefined ? '' : ` (mobi ${eviction.code})`;
    note(trace, 'mobile.session.evicted', `The session left memory at ${eviction.at}: ${eviction.why}${code}`);
    const reason = 'The session of this token is not in memory any more.';
    return refuse(trace, 'mobile.session.unknown', 1907, reason, leftOutAdvice(reason, leftOut));
  }
}

/** Writes to the journal whose request it is. */
export function introduce({ trace }: FaceRequest, { session }: HeldMobileSession): void {
  trace.who(actorOf(session));
}

function actorOf({ session, email, device, application }: Session): KnownActor {
  return Object.freeze({ session: session.id, email, device: device.id, application: application.id });
}

function tokenOf({ headers, trace }: FaceRequest): string {
  const token = bearerToken(headers.authorization);
  return token ?? refuse(trace, 'mobile.token.missing', 1907, 'There is no “Authorization: Bearer …” in the request.');
}
