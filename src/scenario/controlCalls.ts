import type { Json } from '../core/json/json';
import { CONTROL_PATH, type ServerAddress } from '../core/protocol/address';
import type { JournalEntry, JournalPage } from '../core/protocol/journal';
import type { ChangesPage, ControlError, ServerState } from '../core/protocol/state';
import { parsedJson } from '../core/scenario/facts';
import type { ShownState } from '../core/scenario/runEvents';
import { applyChanges } from '../core/server/serverState';
import { SLICES } from '../core/systems';
import { type HttpAnswer, sendHttp } from './sendHttp';

const LIMIT_MS = 30_000;
/** The state of a server with everything that its options let it keep is smaller. */
const MOST_BYTES = 256 * 1_048_576;

/** How many changes are read at once. */
const MOST_CHANGES = 1_000;

/** The server did not do what the run needs. The message is one sentence. */
export class ServerCallError extends Error {
  override readonly name = 'ServerCallError';
}

/** The calls of the control API that a run needs, over plain HTTP. */
export class ControlCalls {
  /** The state without its journal, and the number of the last change in it. */
  private known: { readonly state: ServerState; readonly change: number } | undefined;

  constructor(private readonly address: ServerAddress) {}

  /** The address of the server's own page. */
  get pageUrl(): string {
    return `${this.address.url}/`;
  }

  /** Makes any call. A refusal is returned as an answer. */
  async call(method: string, path: string, json?: Json): Promise<HttpAnswer> {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const { controlUrl, controlToken } = this.address;
    const headers: [string, string][] = [
      ['Host', new URL(controlUrl).host],
      ['Connection', 'close'],
      ['Authorization', `Bearer ${controlToken}`],
    ];
    if (body !== undefined) headers.push(['Content-Type', 'application/json']);
    // Without a content length, Node would send the body in chunks.
    if (method !== 'GET') headers.push(['Content-Length', String(Buffer.byteLength(body ?? ''))]);
    try {
      const request = { method, url: controlUrl + path, headers, ...(body !== undefined && { body }) };
      return await sendHttp(request, { limitMs: LIMIT_MS, bytes: { left: MOST_BYTES } });
    } catch (error) {
      // Some errors of sockets say nothing but their code.
      const { message, code } = error as NodeJS.ErrnoException;
      const why = message || code || 'the connection ended';
      throw new ServerCallError(`The dev session server does not answer: ${why}.`);
    }
  }

  /** @throws ServerCallError with the message of a refusal */
  async ask<T>(method: string, path: string, json?: Json): Promise<T> {
    return parsedJson(await this.askText(method, path, json)) as T;
  }

  private async askText(method: string, path: string, json?: Json): Promise<string> {
    const { status, body } = await this.call(method, path, json);
    if (status >= 200 && status < 300) return body;
    const { message } = (parsedJson(body) as ControlError | undefined)?.error ?? {};
    throw new ServerCallError(message ?? `${method} ${CONTROL_PATH}${path} answers ${status}.`);
  }

  /** The whole state, and the id of the last entry of the journal. */
  async state(): Promise<{ readonly state: ShownState; readonly lastId: number }> {
    // What changes between the two calls is in both.
    const { id } = await this.changesAfter(undefined);
    const { journal, ...state } = await this.ask<ServerState>('GET', '/state');
    this.known = { state: { ...state, journal: [] }, change: id };
    return { state, lastId: journal.at(-1)?.id ?? 0 };
  }

  /** The state as it is now. Only what is different is read, because the state may have many thousands of sessions. */
  async current(): Promise<ShownState> {
    for (;;) {
      const { known } = this;
      const page = known && (await this.changesAfter(known.change));
      if (!known || !page || page.missed) return (await this.state()).state;
      const changed = applyChanges(known.state, page.changes, SLICES) ?? known.state;
      const state = { ...changed, clock: page.clock };
      this.known = { state, change: page.id };
      if (page.more) continue;
      const { journal: _none, ...shown } = state;
      return shown;
    }
  }

  /** All journal entries after this one. */
  async journalAfter(id: number): Promise<JournalEntry[]> {
    const entries: JournalEntry[] = [];
    for (;;) {
      const page = await this.ask<JournalPage>('GET', `/journal?after=${entries.at(-1)?.id ?? id}`);
      entries.push(...page.entries);
      if (!page.more) return entries;
    }
  }

  private changesAfter(id: number | undefined): Promise<ChangesPage> {
    return this.ask('GET', id === undefined ? '/changes' : `/changes?after=${id}&limit=${MOST_CHANGES}`);
  }

  /** As it is written: many are kept, and few are looked at. */
  snapshot(): Promise<string> {
    return this.askText('GET', '/snapshot');
  }

  async putSnapshot(snapshot: string): Promise<void> {
    await this.ask('PUT', '/snapshot', parsedJson(snapshot));
  }
}
