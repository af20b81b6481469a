import { urlEncoded } from '../core/base/urlText';
import { phraseText } from '../core/compliance/phrase';
import type { Json } from '../core/json/json';
import type { ClockState } from '../core/protocol/clockState';
import type { Fault, FaultRequest } from '../core/protocol/fault';
import { parsedJson } from '../core/scenario/facts';
import type { Answer } from '../core/scenario/runEvents';
import type { ClockSource, EventSource, FaultSource } from '../core/scenario/scenarioSource';
import type { EventAction, SystemEvent, SystemEventSource, SystemEvents } from '../core/scenario/systemEvent';
import { durationFaultPhrase, parseDuration } from '../core/server/duration';
import type { Actors } from './actors';
import { type ControlCalls, ServerCallError } from './controlCalls';
import type { MobileFiles } from './mobileFiles';

/** What a person can do in the MobileApps folder. */
type FileEvent = Extract<
  EventSource,
  { editFile: unknown } | { createFile: unknown } | { deleteFile: unknown } | { deleteAllFiles: true }
>;

/** Milliseconds. */
const LATE_MS = 1000;
const NOTHING: Answer = { status: 204, statusText: 'No Content', headers: [], body: '', setCookies: [] };

/** Makes things happen on the server without a client: through its control API, and in its MobileApps folder. */
export class ServerEvents {
  /** Ids of faults, by the name that a step gave them. */
  private faults = new Map<string, string>();

  constructor(
    private readonly control: ControlCalls,
    private readonly files: MobileFiles,
    private readonly actors: Actors,
    private readonly ofSystems: SystemEvents,
  ) {}

  saveFaults(): ReadonlyMap<string, string> {
    return new Map(this.faults);
  }

  restoreFaults(saved: ReadonlyMap<string, string>): void {
    this.faults = new Map(saved);
  }

  /** @throws ServerCallError */
  async moveClock(source: ClockSource, mayBeOver = false): Promise<Answer> {
    return this.call(
      'POST',
      '/clock',
      'advance' in source || 'until' in source ? { advanceMs: await this.msOf(source, mayBeOver) } : source,
    );
  }

  /** @throws ServerCallError */
  async changeFault(source: FaultSource): Promise<Answer> {
    if ('remove' in source) {
      const answer = await this.call('DELETE', `/faults/${urlEncoded(this.faults.get(source.remove) ?? '')}`);
      this.faults.delete(source.remove);
      return answer;
    }
    const answer = await this.call('POST', '/faults', source.add satisfies FaultRequest as unknown as Json);
    const { id } = (parsedJson(answer.body) ?? {}) as unknown as Partial<Fault>;
    if (source.name !== undefined && id !== undefined) this.faults.set(source.name, id);
    return answer;
  }

  /** @throws ServerCallError, FileStepError */
  async happen(event: EventSource): Promise<Answer> {
    if ('control' in event) return this.act(event);
    if ('clearCookies' in event) this.actors.get(event.clearCookies.actor).cookies.clear(event.clearCookies.name);
    else if ('closeBrowser' in event) this.actors.get(event.closeBrowser.actor).cookies.close();
    else if ('writeCookie' in event) this.writeCookie(event.writeCookie);
    else if (isOfFiles(event)) this.changeFiles(event);
    else return this.happenTo(event);
    return NOTHING;
  }

  /** Does what a system says that its event is. */
  private async happenTo(event: SystemEventSource): Promise<Answer> {
    const [name, source] = Object.entries(event)[0] as [keyof SystemEvents, never];
    const actions = (this.ofSystems[name] as SystemEvent)(source, await this.control.current());
    if ('problem' in actions) throw new ServerCallError(actions.problem);
    let answer = NOTHING;
    for (const action of actions) answer = await this.act(action);
    return answer;
  }

  private async act(action: EventAction): Promise<Answer> {
    if ('control' in action) return this.call(action.control.method, action.control.path, action.control.json);
    if ('clock' in action) return this.moveClock(action.clock);
    this.files.edit(action.editFile.file, action.editFile.set);
    return NOTHING;
  }

  private writeCookie({ actor, cookie }: { readonly actor: string; readonly cookie: string }): void {
    const refused = this.actors.get(actor).cookies.write(this.control.pageUrl, cookie);
    if (refused !== undefined) throw new ServerCallError(`A script cannot set this cookie: ${refused}`);
  }

  private changeFiles(event: FileEvent): void {
    if ('deleteAllFiles' in event) this.files.deleteAll();
    else if ('deleteFile' in event) this.files.delete(event.deleteFile.file);
    else if ('createFile' in event) {
      const { file, json, text } = event.createFile;
      this.files.write(file, text ?? JSON.stringify(json ?? {}, undefined, 2));
    } else {
      const { file, set, text } = event.editFile;
      if (text !== undefined) this.files.write(file, text);
      if (set) this.files.edit(file, set);
    }
  }

  private async msOf(
    source: { readonly advance: string } | { readonly until: string },
    mayBeOver: boolean,
  ): Promise<number> {
    if ('advance' in source) {
      const fault = durationFaultPhrase(source.advance);
      if (fault) throw new ServerCallError(phraseText(fault));
      return parseDuration(source.advance) ?? 0;
    }
    const until = Date.parse(source.until);
    if (Number.isNaN(until)) throw new ServerCallError(`"${source.until}" is no time such as 2026-01-31T12:00:00Z.`);
    const { clock } = await this.control.current();
    const ms = until - Date.parse((clock satisfies ClockState).now);
    // A time that the run itself has just seen may be over by a moment.
    if (ms < -LATE_MS && !mayBeOver) {
      throw new ServerCallError(
        `The clock cannot go back to ${source.until}: it is ${clock.now} there. Write "advance" with a duration such as "5 min", which is right at any time.`,
      );
    }
    return Math.max(0, ms);
  }

  /** A step may expect a refusal, so a refusal is an answer here. */
  private async call(method: string, path: string, json?: Json): Promise<Answer> {
    return { ...(await this.control.call(method, path, json)), setCookies: [] };
  }
}

function isOfFiles(event: EventSource): event is FileEvent {
  return 'editFile' in event || 'createFile' in event || 'deleteFile' in event || 'deleteAllFiles' in event;
}
