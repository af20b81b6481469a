import type { Json } from '../../../core/json/json';

/** A client that one system knows, and for which another keeps a session with a cookie. */
export interface KnownClient {
  /** Names the client for as long as it is the same. It begins with the name of the system that knows it. */
  readonly key: string;
  /** Whose it is now. Another user of the same client gets another session. Empty for a guest. */
  readonly user: string;
  /** What code sees of it in `Session.info`, by the name of the system. It holds no secret. */
  readonly info: { readonly [name: string]: Json };
  readonly ip: string;
  readonly userAgent: string | undefined;
  /** Whether its request came over HTTPS. */
  readonly isSecure: boolean;
}

/** The session of a known client, with the cookie that names it. */
export interface ClientSession {
  readonly id: string;
  readonly isNew: boolean;
  /** The id of the session of another user of this client, which has ended. */
  readonly ended?: string;
  readonly cookieName: string;
  /** The value of the header `Set-Cookie`. */
  readonly header: string;
}

/** What a system with sessions of its own does for clients that another system knows. */
export interface ClientSessionKeeper {
  /**
   * Opens a session for a client, or renews the one that it has. That of another user ends.
   * @returns undefined if the options say that there are no sessions
   */
  open(client: KnownClient): Promise<ClientSession | undefined>;
  /** Changes what code sees of a client that has a session. Its session ends when it belongs to another user now. */
  change(client: Pick<KnownClient, 'key' | 'user' | 'info'>): Promise<void>;
  /** @returns the id of the session that ended; undefined if the client had none */
  close(key: string): Promise<string | undefined>;
}

/**
 * Where one system offers to keep sessions for the clients of others, so that these need not know it. With no keeper there
 * are no sessions.
 */
export class ClientSessions implements ClientSessionKeeper {
  private keeper: ClientSessionKeeper | undefined;

  offer(keeper: ClientSessionKeeper): void {
    this.keeper = keeper;
  }

  async open(client: KnownClient): Promise<ClientSession | undefined> {
    return this.keeper?.open(client);
  }

  async change(client: Pick<KnownClient, 'key' | 'user' | 'info'>): Promise<void> {
    await this.keeper?.change(client);
  }

  async close(key: string): Promise<string | undefined> {
    return this.keeper?.close(key);
  }
}
