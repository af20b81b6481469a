import type { Json } from '../../../core/json/json';
import type { Session } from '../../../core/session/session';
import type { RefreshReport } from '../../../core/systems/mobile/mobileSession';
import type { FaceRequest } from '../../kernel/answer/face';
import type { KnownClient } from '../../kernel/system/clientSessions';
import type { Kernel } from '../../kernel/system/kernel';
import type { HeldMobileSession, MobileState, SessionPath } from './mobileState';
import { note } from './note';

const COOKIE_WITHOUT_WEB = '4DSID_Workbench';

/**
 * The web session of a mobile app, which its login opens and its logout closes (docs/facts/4d-mobile.md#headers-and-cookies).
 * Web areas of the app send its cookie, and code finds the app's session in `Session.info.mobile`. The routes of this face
 * do not read it: they go by the token alone.
 */
export class AppSession {
  /** @param cookieName the cookie of a server without web sessions, where it names nothing */
  constructor(
    private readonly kernel: Pick<Kernel, 'clientSessions' | 'random'>,
    private readonly cookieName = COOKIE_WITHOUT_WEB,
  ) {}

  /** @returns the value of the header `Set-Cookie` */
  async open({ trace, protocol, ip, headers }: FaceRequest, { file, session }: HeldMobileSession): Promise<string> {
    const isSecure = protocol === 'https';
    const client = { ...clientOf(file, session), ip, userAgent: headers['user-agent'], isSecure };
    const opened = await this.kernel.clientSessions.open(client);
    if (!opened) {
      const value = this.kernel.random.bytes(16).toString('hex').toUpperCase();
      trace.cookie(this.cookieName);
      return `${this.cookieName}=${value}; Path=/; SameSite=Strict${isSecure ? '; Secure' : ''}`;
    }
    if (opened.ended !== undefined) {
      note(trace, 'mobile.webSession.otherUser');
      trace.changed('webSession', opened.ended, 'removed', 'of another user of the app');
    }
    if (opened.isNew) {
      note(trace, 'mobile.webSession.opened');
      trace.changed('webSession', opened.id, 'created', 'of a mobile app');
    } else note(trace, 'mobile.webSession.renewed');
    trace.cookie(opened.cookieName);
    return opened.header;
  }

  /** Call this after the session of the app was changed. */
  change({ file, session }: HeldMobileSession): Promise<void> {
    return this.kernel.clientSessions.change(clientOf(file, session));
  }

  /** Call this after MOBILE APP REFRESH SESSIONS, which may have changed many sessions, or taken them out of memory. */
  async refreshed({ refreshed, removed }: RefreshReport, state: MobileState): Promise<void> {
    for (const file of refreshed) {
      const held = await state.get(file);
      if (held?.session.status === 'accepted') await this.change(held);
      else await this.kernel.clientSessions.close(keyOf(file));
    }
    for (const file of removed) await this.kernel.clientSessions.close(keyOf(file));
  }

  /** Call this after the session of the app has left memory. */
  async close({ trace }: FaceRequest, file: SessionPath): Promise<void> {
    const id = await this.kernel.clientSessions.close(keyOf(file));
    if (id === undefined) return;
    note(trace, 'mobile.webSession.closed');
    trace.changed('webSession', id, 'removed', 'of a mobile app');
  }
}

function keyOf(file: SessionPath): string {
  return `mobile:${file}`;
}

/** One device has one session file for each app, whoever uses it. Case does not tell users apart (`isSameUser`). */
function clientOf(file: SessionPath, session: Session): Pick<KnownClient, 'key' | 'user' | 'info'> {
  return { key: keyOf(file), user: session.email.toLowerCase(), info: infoOf(session) };
}

/** What the session file has, but for the token: with it, code could act as the app. */
function infoOf({ token: _token, ...session }: Session): { readonly mobile: Json } {
  return { mobile: structuredClone(session) as unknown as Json };
}
