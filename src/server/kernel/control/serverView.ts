import { type Disposable, Emitter, type Event } from '../../../core/base/event';
import type { LanAddress } from '../../../core/protocol/address';
import type { MobileSessions } from '../../../core/protocol/mobile';
import type { ServerChange, ServerState, WebSessionsState } from '../../../core/protocol/state';
import type { Privileges } from '../../../core/web/privileges';
import type { WebSessions } from '../../systems/web/webSessions';
import type { Pairing } from '../guard/pairing';
import type { SnapshotParts, Snapshots } from './snapshot';

// What a view shows at once; the rest comes page by page.
const YOUNGEST = 200;

/** The web sessions, with the name of their cookie and what privileges there are. */
export interface ViewedWeb {
  readonly cookieName: string;
  readonly sessions: WebSessions;
  readonly privileges: Privileges;
}

export interface ViewParts extends Omit<SnapshotParts, 'store' | 'web'> {
  /** Absent when the server has no web face. */
  readonly web?: ViewedWeb | undefined;
  readonly snapshots: Snapshots;
  readonly pairing?: Pairing | undefined;
}

export interface ViewAddress {
  readonly url: string;
  readonly externalPlatformUrl: string;
  /** When LAN is on. */
  readonly lanUrls: readonly string[];
}

/** All that is known of the server, in one value, and what changes in it. */
export class ServerView implements Disposable {
  private readonly changed = new Emitter<ServerChange>();
  private readonly replaced = new Emitter<void>();
  /** So much is different that all must be told anew. */
  readonly onDidReplace = this.replaced.event;
  private readonly subscriptions: Disposable[] = [];

  /** @param address of the server; it is asked once the server listens */
  constructor(
    private readonly parts: ViewParts,
    private readonly address: () => ViewAddress,
  ) {
    const { clock, journal, faults, outbox, mobile, web, pairing, snapshots } = parts;
    const hear = <T>(event: Event<T> | undefined, listener: (value: T) => void) => {
      if (event) this.subscriptions.push(event(listener));
    };
    const tell = (change: ServerChange) => {
      // What was answered before is heard before.
      journal.tell();
      this.changed.fire(change);
    };
    hear(clock.onDidMove, (state) => tell({ kind: 'clock', clock: state }));
    hear(faults.onDidChange, tell);
    hear(outbox.onDidSend, (mail) => tell({ kind: 'mail', mail }));
    hear(pairing?.onDidChange, () => tell({ kind: 'lan', lan: this.lan() as LanAddress }));
    hear(mobile?.onDidChange, (change) => {
      if (change.kind === 'all') this.replaced.fire();
      else if (change.kind === 'session') tell({ kind: 'mobileSession', session: change.session });
      else tell({ ...change, kind: 'mobileSessionRemoved' });
    });
    hear(web?.sessions.onDidChange, (change) => {
      if (change.kind === 'all') this.replaced.fire();
      else if (change.kind === 'session') tell({ kind: 'webSession', session: change.session });
      else tell({ ...change, kind: 'webSessionRemoved' });
    });
    hear(snapshots.onDidReplace, () => this.replaced.fire());
  }

  /** Each change. While nobody listens here, no entry of the journal is written out. */
  readonly onDidChange: Event<ServerChange> = (listener) => {
    const changes = this.changed.event(listener);
    const entries = this.parts.journal.onDidAdd((entry) => listener({ kind: 'journal', entry }));
    return {
      dispose: () => {
        changes.dispose();
        entries.dispose();
      },
    };
  };

  async state(): Promise<ServerState> {
    return this.stateWith(await this.mobileSessions(), await this.webSessions());
  }

  /** Undefined without a MobileApps folder. Changes may be told while they are collected. */
  async mobileSessions(): Promise<MobileSessions | undefined> {
    return this.parts.mobile?.list();
  }

  /** Undefined without a web face. Changes may be told while they are collected. */
  async webSessions(): Promise<WebSessionsState | undefined> {
    const { web } = this.parts;
    return web && { cookieName: web.cookieName, sessions: await web.sessions.list() };
  }

  /** Everything else as it is at this moment. */
  stateWith(sessions: MobileSessions | undefined, web: WebSessionsState | undefined): ServerState {
    const { clock, journal, faults, outbox } = this.parts;
    // Or what is in it would be told once more.
    journal.tell();
    const { url, externalPlatformUrl } = this.address();
    const lan = this.lan();
    return {
      version: 1,
      url,
      externalPlatformUrl,
      ...(lan && { lan }),
      clock: clock.state(),
      ...(sessions && { mobile: sessions }),
      ...(web && { web }),
      outbox: outbox.mails(),
      faults: faults.list(),
      journal: journal.latest(YOUNGEST),
    };
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
    this.replaced.dispose();
  }

  private lan(): LanAddress | undefined {
    const { pairing } = this.parts;
    return pairing && { urls: this.address().lanUrls, pairingCode: pairing.code, paired: pairing.paired };
  }
}
