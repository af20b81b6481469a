import { createParser } from 'eventsource-parser';
import { urlEncoded } from '../../core/base/urlText';
import type { ServerAddress } from '../../core/protocol/address';
import type { ClockMove, ClockState } from '../../core/protocol/clockState';
import type { ControlCall } from '../../core/protocol/controlCall';
import type { Fault, FaultRequest } from '../../core/protocol/fault';
import type { JournalPage } from '../../core/protocol/journal';
import type { Mail } from '../../core/protocol/mail';
import type { RecordingState } from '../../core/protocol/recordedExchange';
import type { ControlError, ServerChange, ServerState } from '../../core/protocol/state';
import { ControlCallError, type ControlClient } from './controlClient';

type Fetch = typeof globalThis.fetch;

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;
// The server sends something every 15 seconds. After three missing signs of life, the connection counts as lost.
const SILENCE_MS = 45_000;
/** Longer than the server lets anybody wait. */
const LONGEST_WAIT_S = 30;

interface CallParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Calls the control API over HTTP. It keeps no connection between calls, so it also reaches a server that was
 * restarted.
 */
export class HttpControlClient implements ControlClient {
  constructor(
    private readonly address: Pick<ServerAddress, 'controlUrl' | 'controlToken'>,
    private readonly fetch: Fetch = globalThis.fetch,
  ) {}

  ask<T>({ method, path, json }: ControlCall<T>): Promise<T> {
    return this.call(method, path, json);
  }

  state(): Promise<ServerState> {
    return this.call('GET', '/state');
  }

  moveClock(move: ClockMove): Promise<ClockState> {
    return this.call('POST', '/clock', move);
  }

  journal(after?: number, limit?: number): Promise<JournalPage> {
    const query = new URLSearchParams();
    if (after !== undefined) query.set('after', String(after));
    if (limit !== undefined) query.set('limit', String(limit));
    return this.call('GET', query.size > 0 ? `/journal?${query}` : '/journal');
  }

  /**
   * The entries after a known one. If there are none, the server waits some seconds for the next.
   * @param signal ends the wait
   */
  nextEntries(after: number, limit: number, signal: AbortSignal): Promise<JournalPage> {
    const headers = { prefer: `wait=${LONGEST_WAIT_S}` };
    return this.call('GET', `/journal?after=${after}&limit=${limit}`, undefined, { headers, signal });
  }

  addFault(fault: FaultRequest): Promise<Fault> {
    return this.call('POST', '/faults', fault);
  }

  async removeFault(id: string): Promise<void> {
    await this.call('DELETE', `/faults/${urlEncoded(id)}`);
  }

  outbox(): Promise<Mail[]> {
    return this.call('GET', '/outbox');
  }

  snapshot(): Promise<unknown> {
    return this.call('GET', '/snapshot');
  }

  async putSnapshot(snapshot: unknown): Promise<void> {
    await this.call('PUT', '/snapshot', snapshot);
  }

  async reset(): Promise<void> {
    await this.call('POST', '/reset');
  }

  record(on: boolean): Promise<RecordingState> {
    return this.call('POST', '/recording', { on });
  }

  recording(): Promise<RecordingState> {
    return this.call('GET', '/recording');
  }

  async follow(
    onChange: (change: ServerChange) => void,
    signal: AbortSignal,
    onLost: (reason: string) => void = () => {},
  ): Promise<void> {
    let wait = FIRST_WAIT_MS;
    while (!signal.aborted) {
      try {
        for await (const change of this.changes(signal)) {
          wait = FIRST_WAIT_MS;
          onChange(change);
        }
      } catch (error) {
        if (signal.aborted) return;
        // Another attempt would get the same refusal.
        if (!(error instanceof LostError)) throw error;
        onLost(error.message);
      }
      await pause(wait, signal);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }

  /**
   * The changes of one connection.
   * @throws LostError when the connection ends
   * @throws ControlCallError when the server refuses it
   */
  private async *changes(signal: AbortSignal): AsyncGenerator<ServerChange> {
    const silence = new Silence(SILENCE_MS);
    const both = AbortSignal.any([signal, silence.signal]);
    let body: ReadableStream<Uint8Array> | null;
    try {
      const response = await this.fetch(`${this.address.controlUrl}/events`, {
        headers: this.headers({ accept: 'text/event-stream' }),
        signal: both,
      });
      if (!response.ok) throw await refusal(response);
      body = response.body;
    } catch (error) {
      silence.end();
      throw error instanceof ControlCallError && error.status < 500 ? error : new LostError(reasonOf(error));
    }
    if (!body) throw new LostError('the answer is empty');
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const heard: ServerChange[] = [];
    const parser = createParser({ onEvent: ({ data }) => heard.push(JSON.parse(data) as ServerChange) });
    try {
      for (;;) {
        const { done, value } = await lostUnlessRead(reader.read());
        if (done) throw new LostError('the server ended the connection');
        silence.heard();
        parser.feed(decoder.decode(value, { stream: true }));
        yield* heard.splice(0);
      }
    } finally {
      silence.end();
      await reader.cancel().catch(() => {});
    }
  }

  private async call<T>(method: string, path: string, body?: unknown, parts: CallParts = {}): Promise<T> {
    const json = jsonOf(body);
    let response: Response;
    try {
      response = await this.fetch(`${this.address.controlUrl}${path}`, {
        method,
        headers: this.headers({ ...(body !== undefined && { 'content-type': 'application/json' }), ...parts.headers }),
        ...(parts.signal && { signal: parts.signal }),
        ...(json !== undefined && { body: json }),
      });
    } catch (error) {
      throw noAnswer(error);
    }
    if (!response.ok) throw await refusal(response);
    if (response.status === 204) return undefined as T;
    try {
      return (await response.json()) as T;
    } catch (error) {
      throw error instanceof SyntaxError ? notOurs(response) : noAnswer(error);
    }
  }

  private headers(more: Record<string, string>): Record<string, string> {
    return { authorization: `Bearer ${this.address.controlToken}`, ...more };
  }
}

/** The connection was lost. A new one may succeed. */
class LostError extends Error {}

/** Aborts its signal when nothing was received for the given milliseconds. */
class Silence {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  readonly signal = this.controller.signal;

  constructor(private readonly ms: number) {
    this.heard();
  }

  end(): void {
    clearTimeout(this.timer);
  }

  heard(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.controller.abort(new Error('the server has gone silent')), this.ms);
  }
}

async function refusal(response: Response): Promise<ControlCallError> {
  const body = (await response.json().catch(() => undefined)) as Partial<ControlError> | undefined;
  const { code, message } = (body?.error ?? {}) as Partial<Record<string, unknown>>;
  if (typeof code !== 'string' || typeof message !== 'string') return notOurs(response);
  return new ControlCallError(code, response.status, message);
}

/** Programs in JavaScript send anything, also what no JSON can have in it. */
function jsonOf(body: unknown): string | undefined {
  try {
    return JSON.stringify(body);
  } catch (error) {
    const [why = ''] = (error as Error).message.split('\n');
    throw new ControlCallError('body-invalid', 0, `What the call sends cannot be written as JSON: ${why}.`);
  }
}

function noAnswer(error: unknown): ControlCallError {
  return new ControlCallError('no-answer', 0, `The dev session server does not answer: ${reasonOf(error)}.`);
}

/** Another program may have the port by now, and answer anything. */
function notOurs({ status }: Response): ControlCallError {
  return new ControlCallError('no-answer', status, `What answers there is no dev session server (status ${status}).`);
}

async function lostUnlessRead<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new LostError(reasonOf(error));
  }
}

/** The reason for a failed `fetch` is in `cause`. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}

/** Resolves after the given milliseconds, or when aborted. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
