import type { ServerResponse } from 'node:http';
import { DisposableStore } from '../../../core/base/disposableStore';
import type { Disposable } from '../../../core/base/event';
import type { ServerChange, ServerState } from '../../../core/protocol/state';
import { nextTurn } from '../slices/inSlices';
import { jsonPieces } from '../slices/jsonPieces';
import type { ServerView, ViewedLists } from './serverView';

/** So many changes wait for the end of a long snapshot. When there are more, another snapshot follows. */
const MOST_MEANWHILE = 5_000;

/**
 * Sends the server's state and its changes to one client, as server-sent events. The first event is a snapshot. Changes
 * are not queued for a client that reads too slowly. It gets a new snapshot when it reads again.
 */
export class EventStream implements Disposable {
  private readonly subscriptions: DisposableStore;
  private readonly heartbeat: NodeJS.Timeout;
  /**
   * `asking`: the states of the systems are collected for a snapshot. `listing`: the mails and the journal are
   * collected. `sending`: a long snapshot is sent in pieces, and all changes wait. `live`: each change is sent. `full`: the client reads too slowly, and `missed` says whether there was a
   * change since then.
   */
  private phase: 'live' | 'asking' | 'listing' | 'sending' | 'full' = 'asking';
  private missed = false;
  /** Changes of collected data that happened during the collection. The snapshot may contain them or not. */
  private meanwhile: ServerChange[] = [];
  /** Id of the last journal entry that was sent. The same entry may be reported again. */
  private lastEntry = 0;
  private ended = false;

  /** @param onError receives an error of the stream; the client is disconnected then and may connect again */
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
    else if (this.phase === 'sending') this.keep(change);
    // Other data is read at the moment at which the snapshot is sent, so its changes need not be kept.
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
    // Everything from here to the end is synchronous. A change in between would be lost.
    const state = this.view.stateWith(systems, lists);
    this.lastEntry = state.journal.at(-1)?.id ?? this.lastEntry;
    const mails = new Set(state.outbox.map(({ id }) => id));
    this.meanwhile = this.meanwhile.filter((change) => change.kind !== 'mail' || !mails.has(change.mail.id));
    const pieces = jsonPieces({ kind: 'snapshot', state });
    const first = pieces.next().value ?? '';
    const second = pieces.next();
    this.phase = 'live';
    const begin = `event: snapshot\ndata: ${first}`;
    if (second.done) this.write(`${begin}\n\n`);
    else await this.sendPieces([begin, second.value], pieces);
    for (const change of this.meanwhile.splice(0)) this.hear(change);
  }

  /** Sends a long snapshot. The event loop turns after each piece, so that other requests do not wait. */
  private async sendPieces(first: readonly string[], rest: Iterable<string>): Promise<void> {
    this.phase = 'sending';
    for (const piece of first) this.response.write(piece);
    for (const piece of rest) {
      await nextTurn();
      if (this.ended) return;
      if (!this.response.write(piece)) await this.readOn();
    }
    this.phase = 'live';
    if (!this.ended) this.write('\n\n');
    if (this.missed) await this.sendSnapshot();
  }

  /** Resolves when the client has read what was sent, or is gone. */
  private readOn(): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        this.response.off('drain', go).off('close', go);
        resolve();
      };
      this.response.on('drain', go).on('close', go);
    });
  }

  private keep(change: ServerChange): void {
    if (this.missed) return;
    if (this.meanwhile.push(change) <= MOST_MEANWHILE) return;
    this.meanwhile = [];
    this.missed = true;
  }

  private write(text: string): void {
    if (!this.response.write(text)) this.phase = 'full';
  }

  private send(change: ServerChange): void {
    if (!this.ended) this.write(`event: ${change.kind}\ndata: ${JSON.stringify(change)}\n\n`);
  }

  /**
   * Sends a comment as a sign of life, but not to a client that reads too slowly: it would hide that nothing arrives.
   */
  private beat(): void {
    if (this.phase === 'live' && !this.response.write(': alive\n\n')) this.phase = 'full';
  }

  private drained(): void {
    if (this.phase !== 'full') return;
    if (this.missed) void this.sendSnapshot();
    else this.phase = 'live';
  }
}

/** The kernel declares no system, so its types have no such change. */
function isOfSystem({ kind }: { readonly kind: string }): boolean {
  return kind === 'system';
}

function isListed({ kind }: ServerChange): boolean {
  return kind === 'mail' || kind === 'journal';
}
