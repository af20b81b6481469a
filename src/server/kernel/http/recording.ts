import type { Disposable } from '../../../core/base/event';
import type { FaceName } from '../../../core/protocol/journal';
import type { RecordedExchange, RecordedMessage, RecordingState } from '../../../core/protocol/recordedExchange';
import { headersSize } from '../../../core/redaction/redactMessage';
import type { RawExchange, RawMessage } from '../journal/journalEntry';
import { type Log, WrittenEntry } from '../store/log';
import { Mirror } from '../store/mirror';
import type { Space, Store } from '../store/store';

/** The maximum size of all exchanges, in characters (approximate). */
const MOST = 16 * 1024 * 1024;
/** Calls of the control API are not recorded. */
const LEFT_OUT: readonly FaceName[] = ['control'];

/** The recorded exchanges. They are local, because they contain all secrets. */
const EXCHANGES: Log<RecordedExchange> = { name: 'recording', isLocal: true, mostSize: MOST, keepsOldest: true };

interface RecordingSwitch {
  readonly on: boolean;
  /** Number of exchanges for which there was no room. */
  readonly dropped: number;
}

const SWITCH: Space<RecordingSwitch> = { name: 'recording', isLocal: true };
const KEY = 'switch';
const OFF: RecordingSwitch = { on: false, dropped: 0 };

/**
 * Records requests and answers with their secrets, in the store. They are in no snapshot and not in the journal. They
 * are deleted when recording is switched on again, or when the server is stopped.
 */
export class Recording implements Disposable {
  private readonly state: Mirror<RecordingSwitch>;

  /** @param onError receives the error if an exchange cannot be recorded; it must not throw */
  constructor(
    private readonly store: Store,
    private readonly onError: (error: unknown) => void,
  ) {
    this.state = new Mirror(store, SWITCH, KEY);
  }

  /** Reads the state that the store already has. */
  async load(): Promise<void> {
    await this.state.load();
  }

  /**
   * Switches recording on or off. The recorded exchanges stay until it is switched on again.
   * @returns false if it was already so
   */
  async turn(on: boolean): Promise<boolean> {
    const now = (await this.store.get(SWITCH, KEY)) ?? OFF;
    if (on === now.on) return false;
    if (on) await this.store.clear(EXCHANGES);
    await this.store.put(SWITCH, KEY, on ? { on, dropped: 0 } : { ...now, on });
    return true;
  }

  async get(): Promise<RecordingState> {
    const { on, dropped } = (await this.store.get(SWITCH, KEY)) ?? OFF;
    const { entries } = await this.store.page(EXCHANGES);
    return { on, exchanges: entries.map(({ value }) => value), dropped };
  }

  /**
   * Records an exchange if recording is on. No answer waits for it.
   * @param at virtual milliseconds since 1970
   * @param isLogin whether a system has said that it is a login
   */
  add(face: FaceName, exchange: RawExchange, at: number, isLogin = false): void {
    if (this.state.value?.on && !LEFT_OUT.includes(face)) this.record(face, exchange, at, isLogin).catch(this.onError);
  }

  dispose(): void {
    this.state.dispose();
  }

  private async record(
    face: FaceName,
    { method, url, request, status, response }: RawExchange,
    at: number,
    isLogin: boolean,
  ): Promise<void> {
    // After the first dropped exchange, all later ones are dropped. The beginning of a flow is more useful, because its
    // end needs what the beginning created.
    if (this.state.value?.dropped) return this.drop();
    let size = url.length;
    for (const { headers, bodyBytes } of [request, response]) size += headersSize(headers) + bodyBytes;
    const sent = recorded(request);
    const answer = recorded(response);
    const exchange = {
      at: new Date(at).toISOString(),
      face,
      method,
      url,
      request: sent,
      status,
      response: answer,
      ...(isLogin && { login: true as const }),
    };
    if ((await this.store.append(EXCHANGES, new WrittenEntry(exchange, size))) === undefined) await this.drop();
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
