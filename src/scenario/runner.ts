import { Emitter } from '../core/base/event';
import type { Json } from '../core/json/json';
import type { ServerAddress } from '../core/protocol/address';
import { withoutClientHeaders } from '../core/scenario/clientHeaders';
import { outlineOf } from '../core/scenario/outline';
import type { Answer, RunEvent, RunMessage, RunVerdict, StepFailure, StepResult } from '../core/scenario/runEvents';
import type { Scenario, Step } from '../core/scenario/scenario';
import { STEP_KINDS, type StepSource } from '../core/scenario/scenarioSource';
import { secretVariables } from '../core/scenario/secrets';
import { shownStep } from '../core/scenario/shownStep';
import { UnknownVariableError } from '../core/scenario/template';
import type { RunValues } from '../core/scenario/values';
import type { Actors } from './actors';
import { ServerCallError } from './controlCalls';
import { FileStepError } from './fileStepError';
import type { BeforeSend } from './messenger';
import type { SavedFiles } from './mobileFiles';
import { RunError, type RunnerOptions } from './runnerOptions';
import { type Outcome, World } from './world';

interface Saved {
  readonly next: number;
  readonly lastMessage: number;
  readonly performed: number;
  readonly snapshot: Json;
  readonly actors: ReturnType<Actors['save']>;
  readonly values: ReturnType<RunValues['save']>;
  readonly faults: ReadonlyMap<string, string>;
  readonly files: SavedFiles | undefined;
}

const SETTLE_EVERY_MS = 25;
/**
 * Runs one scenario once, step by step, over real HTTP. Calls must not overlap: each is awaited before the next. What
 * happens is told through `onDidHappen`, as it happens.
 */
export class ScenarioRunner {
  private readonly happened = new Emitter<RunEvent>();
  readonly onDidHappen = this.happened.event;
  /** May change a request before it is sent; ask the developer here, and the message waits. */
  beforeSend: BeforeSend | undefined;
  private world: World | undefined;
  private nextIndex = 0;
  private history: Saved[] = [];
  private done: StepSource[] = [];
  private messages: RunMessage[] = [];
  /** Steps that have sent a message, by its id. */
  private readonly sources = new Map<number, StepSource>();
  private startedAt = 0;

  constructor(
    readonly scenario: Scenario,
    private readonly options: RunnerOptions,
  ) {}

  /** Index of the step that comes next; the number of steps at the end. */
  get next(): number {
    return this.nextIndex;
  }

  get atEnd(): boolean {
    return this.nextIndex >= this.scenario.steps.length;
  }

  /** Where the server runs; undefined before the start. */
  get address(): ServerAddress | undefined {
    return this.world?.address;
  }

  /** The steps that were made and not taken back, in the order of time, by hand or not. */
  get performed(): readonly StepSource[] {
    return this.done;
  }

  /** Values that stand for variables, for texts that are to have the variables instead. */
  get valueTexts(): [name: string, text: string][] {
    return this.world?.values.texts() ?? [];
  }

  /** Values of variables that nobody else is to see. */
  get secretTexts(): string[] {
    const names = secretVariables(this.scenario);
    return this.valueTexts.filter(([name]) => names.includes(name)).map(([, text]) => text);
  }

  /**
   * Starts the server, if it is the run's own, and gives variables their values. Steps do it when nobody has.
   * Rejects with a RunError, or with what `StartServer` rejects with.
   */
  async start(): Promise<void> {
    if (this.world) return;
    this.startedAt = performance.now();
    this.world = await World.open(this.scenario, this.options, {
      emit: (event) => this.tell(event),
      beforeSend: async (request, envelope) => (this.beforeSend ? this.beforeSend(request, envelope) : request),
    });
    const { url, externalPlatformUrl } = this.world.address;
    this.tell({ kind: 'runStarted', ...outlineOf(this.scenario), url, externalPlatformUrl });
    this.tell({ kind: 'stateChanged', state: this.world.state });
  }

  /** Makes the next step, failed or not the one before; undefined at the end. */
  async step(signal: AbortSignal = new AbortController().signal): Promise<StepResult | undefined> {
    await this.start();
    const step = this.scenario.steps[this.nextIndex];
    if (!step) return undefined;
    await this.remember();
    const result = await this.perform(step, signal);
    this.nextIndex++;
    return result;
  }

  /** Steps until the one with this index comes next, or a step fails. */
  async runTo(index: number, signal: AbortSignal = new AbortController().signal): Promise<readonly StepResult[]> {
    const results: StepResult[] = [];
    while (this.nextIndex < index && !this.atEnd) {
      const result = await this.step(signal);
      if (result) results.push(result);
      if (result?.verdict === 'failed') break;
    }
    return results;
  }

  /** From here to the end; after a step that failed the rest is skipped. Never rejects because of `signal`. */
  async runAll(signal: AbortSignal = new AbortController().signal): Promise<RunVerdict> {
    let verdict: RunVerdict = 'passed';
    try {
      const results = await this.runTo(this.scenario.steps.length, signal);
      if (results.some(({ verdict }) => verdict === 'failed')) verdict = 'failed';
    } catch (error) {
      if (!signal.aborted) throw error;
      verdict = 'cancelled';
    }
    for (const step of this.scenario.steps.slice(this.nextIndex)) {
      const result: StepResult = {
        step: shownStep(step),
        verdict: 'skipped',
        failures: [],
        journal: [],
        taken: {},
        ms: 0,
      };
      this.tell({ kind: 'stepEnded', result });
    }
    this.tell({ kind: 'runEnded', verdict, ms: Math.round(performance.now() - this.startedAt) });
    return verdict;
  }

  /**
   * Takes the last step back, and what was done by hand since: server, cookies, variables and, on a server of its own,
   * session files are what they were. False when there is none.
   */
  async back(): Promise<boolean> {
    const saved = this.history.pop();
    const { world } = this;
    if (!saved || !world) return false;
    if (saved.files) await world.files.restore(saved.files);
    await world.control.putSnapshot(saved.snapshot);
    world.actors.restore(saved.actors);
    world.values.restore(saved.values);
    world.events.restoreFaults(saved.faults);
    await world.look(true);
    this.nextIndex = saved.next;
    this.done = this.done.slice(0, saved.performed);
    this.messages = this.messages.filter(({ id }) => id <= saved.lastMessage);
    this.tell({ kind: 'steppedBack', step: saved.next });
    this.tell({ kind: 'stateChanged', state: world.state });
    return true;
  }

  /** A step that is not in the scenario, by hand: now, and before the one that comes next. */
  async performByHand(source: StepSource, signal: AbortSignal = new AbortController().signal): Promise<StepResult> {
    await this.start();
    return this.perform(this.stepByHand(source), signal);
  }

  /**
   * Sends a message of this run once more, every byte as it was.
   * @throws RunError when there is no such message
   */
  async replay(id: number, signal: AbortSignal = new AbortController().signal): Promise<StepResult> {
    const message = this.messages.find((each) => each.id === id);
    const { world } = this;
    if (!message || !world) throw new RunError(`There is no message ${id} in this run.`);
    const source = this.sources.get(id) ?? sourceOf(message);
    const repeated = async (): Promise<Outcome> => ({
      ...(await world.messenger.repeat(message, world.actors.get(message.as), signal)),
      actor: message.as,
    });
    return this.perform(this.stepByHand(source), signal, repeated);
  }

  /** Ends the run's own server; the runner cannot go on afterwards. */
  async dispose(): Promise<void> {
    const { world } = this;
    this.world = undefined;
    await world?.close();
    this.happened.dispose();
  }

  private async perform(step: Step, signal: AbortSignal, act?: () => Promise<Outcome>): Promise<StepResult> {
    const world = this.world as World;
    const started = performance.now();
    const { lastId } = world.messenger;
    signal.throwIfAborted();
    this.tell({ kind: 'stepStarted', step: shownStep(step) });
    const mailsBefore = world.state.outbox.length;
    const failures: StepFailure[] = [];
    let outcome: Outcome = { journal: [] };
    try {
      outcome = act ? await act() : await world.act(step, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      failures.push(failureOf(error, step));
    }
    const isShownOnly = step.kind === 'note' || step.kind === 'message';
    if (!isShownOnly) await world.look();
    const values: Record<string, Json> = {};
    if (failures.length === 0 && !isShownOnly) {
      failures.push(...this.checkMissing(step, outcome), ...world.check(step, outcome, mailsBefore, values));
      failures.push(...(await this.expectations(step, outcome, mailsBefore)), ...unexpected(step, outcome));
    }
    if (!isShownOnly) this.tell({ kind: 'stateChanged', state: world.state });
    const result: StepResult = {
      step: shownStep(step),
      verdict: failures.length > 0 ? 'failed' : 'passed',
      failures: inOrder(failures),
      journal: outcome.journal,
      taken: values,
      ms: Math.round(performance.now() - started),
    };
    if (world.messenger.lastId > lastId) this.sources.set(lastId + 1, withoutChecks(step.source));
    this.done.push(step.source);
    this.tell({ kind: 'stepEnded', result });
    return result;
  }

  /** What is to be dropped or altered must be there, or the step shows nothing. */
  private checkMissing(step: Step, { missing = [] }: Outcome): StepFailure[] {
    const { drop = [] } = step.source.request ?? {};
    return missing.map((part) => {
      const member = drop.includes(part) ? 'drop' : 'tamper';
      return {
        message: `The request has no ${part} that could be ${member === 'drop' ? 'dropped' : 'altered'}.`,
        place: step.placeOf(`/request/${member}`),
      };
    });
  }

  /** What files and memory become a moment later is waited for: on a busy machine longer, as each look takes longer there. */
  private async expectations(step: Step, outcome: Outcome, mailsBefore: number): Promise<StepFailure[]> {
    const world = this.world as World;
    const { settleMs = 1000 } = this.options;
    const end = performance.now() + settleMs;
    for (let looks = 1; ; looks++) {
      const failures = world.unmet(step, outcome, mailsBefore);
      const mayStillBe = failures.length > 0 && failures.every(({ settles }) => settles);
      const isOver = looks > settleMs / SETTLE_EVERY_MS && performance.now() > end;
      if (!mayStillBe || isOver) return failures.map(({ failure }) => failure);
      await new Promise((resolve) => setTimeout(resolve, SETTLE_EVERY_MS));
      await world.look();
    }
  }

  private stepByHand(source: StepSource): Step {
    const kind = STEP_KINDS.find((each) => source[each] !== undefined) ?? 'message';
    if (kind === 'include') throw new RunError('A file cannot be included by hand.');
    const start = { line: 0, character: 0 };
    const place = { file: this.scenario.file, range: { start, end: start } };
    return { index: -1, kind, source, place, placeOf: () => place };
  }

  private async remember(): Promise<void> {
    const { world } = this;
    if (!this.options.keepsHistory || !world) return;
    this.history.push({
      next: this.nextIndex,
      lastMessage: world.messenger.lastId,
      performed: this.done.length,
      snapshot: await world.control.snapshot(),
      actors: world.actors.save(),
      values: world.values.save(),
      faults: world.events.saveFaults(),
      files: world.isOwn ? await world.files.save() : undefined,
    });
  }

  private tell(event: RunEvent): void {
    if (event.kind === 'messageSent') this.messages.push(event.message);
    this.happened.fire(event);
  }
}

/** Sent again, it is another step: what came of it before need not come again. */
function withoutChecks({ take: _, expect: __, ...rest }: StepSource): StepSource {
  return rest;
}

/** A redirect that was followed, as a step of its own. */
function sourceOf({ title, from, to, as, request: { method, url, headers, body } }: RunMessage): StepSource {
  const kept = Object.fromEntries(withoutClientHeaders(headers));
  return { title, from, to, request: { method, url, headers: kept, as, ...(body !== undefined && { text: body }) } };
}

function failureOf(error: unknown, step: Step): StepFailure {
  const isTold =
    error instanceof UnknownVariableError || error instanceof ServerCallError || error instanceof FileStepError;
  if (!isTold) throw error;
  return { message: error.message, place: step.place };
}

/** Nobody expects a server event to be refused, nor a request to get no answer, unless the step says so. */
function unexpected({ kind, source, placeOf }: Step, { answer, problem }: Outcome): StepFailure[] {
  if (source.expect?.status !== undefined) return [];
  if (kind === 'request' && !answer) {
    return [
      {
        message: problem ?? 'There was no answer.',
        expected: 'an answer',
        actual: 'no answer',
        place: placeOf('/request'),
      },
    ];
  }
  if (kind === 'request' || !answer || answer.status < 400) return [];
  const actual = `${answer.status} ${refusalIn(answer)}`;
  return [
    { message: 'The server refused it.', expected: 'that the server does it', actual, place: placeOf(`/${kind}`) },
  ];
}

function refusalIn({ body }: Answer): string {
  return /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(body)?.[1] ?? body;
}

/** As they stand in the file. */
function inOrder(failures: readonly StepFailure[]): StepFailure[] {
  return failures.toSorted(
    ({ place: { range: a } }, { place: { range: b } }) =>
      a.start.line - b.start.line || a.start.character - b.start.character,
  );
}
