import type { ClientSession, ClientSessionKeeper, KnownClient } from '../../kernel/system/clientSessions';
import type { Kernel } from '../../kernel/system/kernel';
import type { SessionCookie } from './sessionCookie';
import { expiryOf } from './sessionOperations';
import type { StoredWebSessions } from './storedWebSessions';
import type { SessionClient } from './webSessions';
import { WEB_CLIENTS, WEB_SESSIONS } from './webSpaces';

/**
 * Web sessions of clients that another system knows, as 4D gives one to a mobile app that logs in
 * (docs/facts/4d-mobile.md#headers-and-cookies). A client has one, which each login of the same user renews. They take no licence, and
 * quotas of guests do not count them.
 */
export class KnownClients implements ClientSessionKeeper {
  constructor(
    private readonly store: Kernel['store'],
    private readonly sessions: StoredWebSessions,
    private readonly cookie: SessionCookie,
    private readonly scalable: boolean,
  ) {}

  async open({ key, user, info, ip, userAgent, isSecure }: KnownClient): Promise<ClientSession | undefined> {
    if (!this.scalable) return undefined;
    const client = { key, user, info };
    const ended = await this.endOther(client);
    const id = await this.store.get(WEB_CLIENTS, key);
    const known = id === undefined ? undefined : await this.sessions.introduce(id, client);
    const session = known ?? (await this.sessions.create({ ipAddress: ip, userAgent, client }));
    const header = this.cookie.header(session.cookie, expiryOf(session), isSecure);
    return {
      id: session.id,
      isNew: !known,
      ...(ended !== undefined && { ended }),
      cookieName: this.cookie.name,
      header,
    };
  }

  async change({ key, user, info }: SessionClient): Promise<void> {
    const client = { key, user, info };
    await this.endOther(client);
    const id = await this.store.get(WEB_CLIENTS, key);
    if (id !== undefined) await this.sessions.introduce(id, client);
  }

  /** Ends the session that another user of the client had: its name, storage and privileges are of that user. */
  private async endOther({ key, user }: SessionClient): Promise<string | undefined> {
    const id = await this.store.get(WEB_CLIENTS, key);
    const session = id === undefined ? undefined : await this.store.get(WEB_SESSIONS, id);
    return session && session.client?.user !== user ? this.close(key) : undefined;
  }

  async close(key: string): Promise<string | undefined> {
    const id = await this.store.get(WEB_CLIENTS, key);
    return id !== undefined && (await this.sessions.close(id)) ? id : undefined;
  }
}
