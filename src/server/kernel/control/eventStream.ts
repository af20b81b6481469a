import type { ServerResponse } from 'node:http';
import { DisposableStore } from '../../../core/base/disposableStore';
import type { Disposable } from '../../../core/base/event';
import type { ServerChange, ServerState } from '../../../core/protocol/state';
import type { ServerView, ViewedLists } from './serverView';

/**
 * One reader of the server's changes: a snapshot, then changes, as server-sent events. What a reader does not take in is
 * not kept for it: it gets a snapshot anew once it reads again.
 */
export class EventStream implements Disposable {
  private readonly subscriptions: DisposableStore;
  private readonly heartbeat: NodeJS.Timeout;
  /**
   * `live`: hears each change. `asking`: a snapshot is being made, the systems first. `listing`: mails and journal too.
   * `full`: the reader does not keep up; `missed` says whether it has missed anything since.
   */
  private phase: 'live' | 'asking' | 'listing' | 'full' = 'asking';
  private missed = false;
  /** Changes of what is collected bit by bit that were told meanwhile: the snapshot may have them, or not. */
  private meanwhile: ServerChange[] = [];
  /** Id of the last entry of the journal that the reader has; it may be told once more. */
  private lastEntry = 0;
  private ended = false;

  /** @param onError told what goes wrong here; the reader is sent away then and may come again */
  constructor(
    private readonly response: ServerResponse,
    private readonly view: ServerView,
    heartbeatMs: number,
    private readonly onError: (error: unknown) => void,
  ) {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    this.subscriptions = new DisposableStore(
      view.onDidChange((change) => this.hear(change)),
      view.onDidReplace(() => this.startOver()),
    );
    this.heartbeat = setInterval(() => this.beat(), heartbeatMs).unref();
    response.on('drain', () => this.drained());
    response.on('close', () => this.dispose());
    void this.sendSnapshot();
  }

  /** Ends the connection. */
  dispose(): void {
    if (this.ended) return;
    this.ended = true;
    clearInterval(this.heartbeat);
    void this.subscriptions.dispose();
    this.response.end();
  }

  private hear(change: ServerChange): void {
    if (change.kind === 'journal' && change.entry.id <= this.lastEntry) return;
    if (this.phase === 'live') this.send(change);
    else if (this.phase === 'full') this.missed = true;
    // Everything else is read in the moment in which the snapshot is sent.
    else if (isOfSystem(change) || (this.phase === 'listing' && isListed(change))) this.meanwhile.push(change);
  }

  private startOver(): void {
    if (this.phase === 'live') void this.sendSnapshot();
    else this.missed = true;
  }

  private async sendSnapshot(): Promise<void> {
    let systems: ServerState['systems'];
    let lists: ViewedLists;
    try {
      do {
        this.phase = 'asking';
        this.meanwhile = [];
        this.missed = false;
        systems = await this.view.slices();
        this.phase = 'listing';
        lists = await this.view.lists();
      } while (this.missed);
    } catch (error) {
      this.onError(error);
      return this.dispose();
    }
    // Nothing may happen from here to the end, or nobody would tell of it.
    const state = this.view.stateWith(systems, lists);
    this.phase = 'live';
    this.send({ kind: 'snapshot', state });
    this.lastEntry = state.journal.at(-1)?.id ?? this.lastEntry;
    const mails = new Set(state.outbox.map(({ id }) => id));
    for (const change of this.meanwhile.splice(0)) {
      if (change.kind !== 'mail' || !mails.has(change.mail.id)) this.hear(change);
    }
  }

  private send(change: ServerChange): void {
    if (!this.ended && !this.response.write(`event: ${change.kind}\ndata: ${JSON.stringify(change)}\n\n`))
      this.phase = 'full';
  }

  /** A comment; to a reader that does not read it would only hide that nothing moves. */
  private beat(): void {
    if (this.phase === 'live' && !this.response.write(': alive\n\n')) this.phase = 'full';
  }

  private drained(): void {
    if (this.phase !== 'full') return;
    if (this.missed) void this.sendSnapshot();
    else this.phase = 'live';
  }
}

/** The kernel knows no system, so to its compiler there is no such change. */
function isOfSystem({ kind }: { readonly kind: string }): boolean {
  return kind === 'system';
}

function isListed({ kind }: ServerChange): boolean {
  return kind === 'mail' || kind === 'journal';
}
