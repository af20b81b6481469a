import type { Json } from '../core/json/json';
import { CONTROL_PATH, type ServerAddress } from '../core/protocol/address';
import type { JournalEntry, JournalPage } from '../core/protocol/journal';
import type { ControlError, ServerState } from '../core/protocol/state';
import { jsonOf } from '../core/scenario/facts';
import type { ShownState } from '../core/scenario/runEvents';
import { type HttpAnswer, sendHttp } from './sendHttp';

const LIMIT_MS = 30_000;

/** The server does not do what a run needs of it; one sentence. */
export class ServerCallError extends Error {
  override readonly name = 'ServerCallError';
}

/** The part of the control API that a run needs, over plain HTTP as any script would call it. */
export class ControlCalls {
  constructor(private readonly address: ServerAddress) {}

  /** Any call; a refusal is an answer as well. */
  async call(method: string, path: string, json?: Json): Promise<HttpAnswer> {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const { controlUrl, controlToken } = this.address;
    const headers: [string, string][] = [
      ['Host', new URL(controlUrl).host],
      ['Connection', 'close'],
      ['Authorization', `Bearer ${controlToken}`],
    ];
    if (body !== undefined) headers.push(['Content-Type', 'application/json']);
    // Without a length Node would send a body of no length, in chunks.
    if (method !== 'GET') headers.push(['Content-Length', String(Buffer.byteLength(body ?? ''))]);
    try {
      const request = { method, url: controlUrl + path, headers, ...(body !== undefined && { body }) };
      return await sendHttp(request, AbortSignal.timeout(LIMIT_MS));
    } catch (error) {
      throw new ServerCallError(`The dev session server does not answer: ${(error as Error).message}.`);
    }
  }

  /** @throws ServerCallError with the words of a refusal */
  async ask<T>(method: string, path: string, json?: Json): Promise<T> {
    const { status, body } = await this.call(method, path, json);
    const answer = jsonOf(body);
    if (status >= 200 && status < 300) return answer as T;
    const { message } = (answer as ControlError | undefined)?.error ?? {};
    throw new ServerCallError(message ?? `${method} ${CONTROL_PATH}${path} answers ${status}.`);
  }

  async state(): Promise<{ readonly state: ShownState; readonly lastId: number }> {
    const { journal, ...state } = await this.ask<ServerState>('GET', '/state');
    return { state, lastId: journal.at(-1)?.id ?? 0 };
  }

  /** Every entry after one, however many. */
  async journalAfter(id: number): Promise<JournalEntry[]> {
    const entries: JournalEntry[] = [];
    for (;;) {
      const page = await this.ask<JournalPage>('GET', `/journal?after=${entries.at(-1)?.id ?? id}`);
      entries.push(...page.entries);
      if (!page.more) return entries;
    }
  }

  snapshot(): Promise<Json> {
    return this.ask('GET', '/snapshot');
  }

  async putSnapshot(snapshot: Json): Promise<void> {
    await this.ask('PUT', '/snapshot', snapshot);
  }
}
