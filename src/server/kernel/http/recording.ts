import { type Disposable, Emitter } from '../../../core/base/event';
import type { Face } from '../../../core/protocol/journal';
import type { RecordedExchange, RecordedMessage, RecordingState } from '../../../core/protocol/recording';
import type { Exchange, RawMessage } from '../journal/journalEntry';
import { headersSize } from '../journal/redact';

/** About how many characters are kept. */
const MOST = 16 * 1024 * 1024;
/** Driving the server is no part of what is recorded. */
const LEFT_OUT: readonly Face[] = ['control'];

/** What happens to a recording: it is switched, it grows, or it is full and so many were dropped. */
export type RecordingChange =
  | { readonly kind: 'turned'; readonly on: boolean }
  | { readonly kind: 'recorded'; readonly exchange: RecordedExchange }
  | { readonly kind: 'dropped'; readonly dropped: number };

/**
 * What goes over the wire while somebody records, with its secrets. In no snapshot and no journal; what was recorded goes
 * when recording is switched on again, or the server ends.
 */
export class Recording implements Disposable {
  private readonly changed = new Emitter<RecordingChange>();
  readonly onDidChange = this.changed.event;
  private on = false;
  private exchanges: RecordedExchange[] = [];
  private size = 0;
  private dropped = 0;

  /** Begins anew, or ends; what was recorded stays until it begins anew. */
  turn(on: boolean): void {
    if (on === this.on) return;
    if (on) {
      this.exchanges = [];
      this.size = 0;
      this.dropped = 0;
    }
    this.on = on;
    this.changed.fire({ kind: 'turned', on });
  }

  state(): RecordingState {
    return { on: this.on, exchanges: [...this.exchanges], dropped: this.dropped };
  }

  /** @param at virtual milliseconds since 1970 */
  add(face: Face, { method, url, request, status, response }: Exchange, at: number): void {
    if (!this.on || LEFT_OUT.includes(face)) return;
    for (const { headers, bodyBytes } of [request, response]) this.size += headersSize(headers) + bodyBytes;
    this.size += url.length;
    // The beginning of a flow is worth more than its end, which would ask for what is not there.
    if (this.size > MOST) {
      this.dropped++;
      this.changed.fire({ kind: 'dropped', dropped: this.dropped });
      return;
    }
    const exchange = {
      at: new Date(at).toISOString(),
      face,
      method,
      url,
      request: recorded(request),
      status,
      response: recorded(response),
    };
    this.exchanges.push(exchange);
    this.changed.fire({ kind: 'recorded', exchange });
  }

  /** Replaces everything, and tells nobody. */
  restore({ on, exchanges, dropped }: RecordingState): void {
    this.on = on;
    this.exchanges = [...exchanges];
    this.dropped = dropped;
    this.size = exchanges.reduce((size, exchange) => size + JSON.stringify(exchange).length, 0);
  }

  dispose(): void {
    this.changed.dispose();
  }
}

function recorded({ headers, body }: RawMessage): RecordedMessage {
  const pairs = Object.entries(headers).flatMap(([name, value]) => {
    const values = value === undefined ? [] : typeof value === 'object' ? value : [String(value)];
    return values.map((each) => [name.toLowerCase(), each] as const);
  });
  return { headers: pairs, ...(body !== undefined && body !== '' && { body }) };
}
