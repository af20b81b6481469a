import type { ClientSession, ClientSessionKeeper, KnownClient } from '../../kernel/system/clientSessions';
import type { Kernel } from '../../kernel/system/kernel';
import type { SessionCookie } from './sessionCookie';
import { expiryOf } from './sessionOperations';
import type { StoredWebSessions } from './storedWebSessions';
import { WEB_CLIENTS } from './webSpaces';

/**
 * Web sessions of clients that another system knows, as 4D gives one to a mobile app that logs in
 * (docs/facts/4d-mobile.md#headers-and-cookies). A client has one, which each login renews. They take no licence, and
 * quotas of guests do not count them.
 */
export class KnownClients implements ClientSessionKeeper {
  constructor(
    private readonly store: Kernel['store'],
    private readonly sessions: StoredWebSessions,
    private readonly cookie: SessionCookie,
    private readonly scalable: boolean,
  ) {}

  async open({ key, info, ip, userAgent, isSecure }: KnownClient): Promise<ClientSession | undefined> {
    if (!this.scalable) return undefined;
    const client = { key, info };
    const id = await this.store.get(WEB_CLIENTS, key);
    const known = id === undefined ? undefined : await this.sessions.introduce(id, client);
    const session = known ?? (await this.sessions.create({ ipAddress: ip, userAgent, client }));
    const header = this.cookie.header(session.cookie, expiryOf(session), isSecure);
    return { id: session.id, isNew: !known, cookieName: this.cookie.name, header };
  }

  async change(key: string, info: KnownClient['info']): Promise<void> {
    const id = await this.store.get(WEB_CLIENTS, key);
    if (id !== undefined) await this.sessions.introduce(id, { key, info });
  }

  async close(key: string): Promise<string | undefined> {
    const id = await this.store.get(WEB_CLIENTS, key);
    return id !== undefined && (await this.sessions.close(id)) ? id : undefined;
  }
}
