import type { Disposable } from '../../../core/base/event';
import type { Face } from '../../../core/protocol/journal';
import type { RecordedExchange, RecordedMessage, RecordingState } from '../../../core/protocol/recordedExchange';
import type { Exchange, RawMessage } from '../journal/journalEntry';
import { headersSize } from '../journal/redactMessage';
import { type Log, Written } from '../store/log';
import { Mirror } from '../store/mirror';
import type { Space, Store } from '../store/store';

/** About how many characters are kept. */
const MOST = 16 * 1024 * 1024;
/** Driving the server is no part of what is recorded. */
const LEFT_OUT: readonly Face[] = ['control'];

/** Local: it has the secrets of everybody in it. */
const EXCHANGES: Log<RecordedExchange> = { name: 'recording', isLocal: true, mostSize: MOST, keepsOldest: true };

interface RecordingSwitch {
  readonly on: boolean;
  /** How many exchanges had no room. */
  readonly dropped: number;
}

const SWITCH: Space<RecordingSwitch> = { name: 'recording', isLocal: true };
const KEY = 'switch';
const OFF: RecordingSwitch = { on: false, dropped: 0 };

/**
 * What goes over the wire while somebody records, with its secrets, in the store. In no snapshot and no journal; what was
 * recorded goes when recording is switched on again, or the server ends.
 */
export class Recording implements Disposable {
  private readonly state: Mirror<RecordingSwitch>;

  /** @param onError told when an exchange cannot be recorded; it must not throw */
  constructor(
    private readonly store: Store,
    private readonly onError: (error: unknown) => void,
  ) {
    this.state = new Mirror(store, SWITCH, KEY);
  }

  /** Learns what the store has already. */
  async load(): Promise<void> {
    await this.state.load();
  }

  /** Begins anew, or ends; what was recorded stays until it begins anew. */
  async turn(on: boolean): Promise<void> {
    const now = (await this.store.get(SWITCH, KEY)) ?? OFF;
    if (on === now.on) return;
    if (on) await this.store.clear(EXCHANGES);
    await this.store.put(SWITCH, KEY, on ? { on, dropped: 0 } : { ...now, on });
  }

  async get(): Promise<RecordingState> {
    const { on, dropped } = (await this.store.get(SWITCH, KEY)) ?? OFF;
    const { entries } = await this.store.page(EXCHANGES);
    return { on, exchanges: entries.map(({ value }) => value), dropped };
  }

  /**
   * Nobody who is answered waits for it.
   * @param at virtual milliseconds since 1970
   */
  add(face: Face, exchange: Exchange, at: number): void {
    if (this.state.value?.on && !LEFT_OUT.includes(face)) this.record(face, exchange, at).catch(this.onError);
  }

  dispose(): void {
    this.state.dispose();
  }

  private async record(face: Face, { method, url, request, status, response }: Exchange, at: number): Promise<void> {
    // The beginning of a flow is worth more than its end, which would ask for what is not there.
    if (this.state.value?.dropped) return this.drop();
    let size = url.length;
    for (const { headers, bodyBytes } of [request, response]) size += headersSize(headers) + bodyBytes;
    const sent = recorded(request);
    const answer = recorded(response);
    const exchange = { at: new Date(at).toISOString(), face, method, url, request: sent, status, response: answer };
    if ((await this.store.append(EXCHANGES, new Written(exchange, size))) === undefined) await this.drop();
  }

  private async drop(): Promise<void> {
    await this.store.update(SWITCH, KEY, (state = OFF) => ({ ...state, dropped: state.dropped + 1 }));
  }
}

function recorded({ headers, body }: RawMessage): RecordedMessage {
  const pairs = Object.entries(headers).flatMap(([name, value]) => {
    const values = value === undefined ? [] : typeof value === 'object' ? value : [String(value)];
    return values.map((each) => [name.toLowerCase(), each] as const);
  });
  return { headers: pairs, ...(body !== undefined && body !== '' && { body }) };
}
