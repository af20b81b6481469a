import { Emitter } from '../core/base/event';
import type { Json } from '../core/json/json';
import type { ServerAddress } from '../core/protocol/address';
import { withoutClientHeaders } from '../core/scenario/clientHeaders';
import type { Facts } from '../core/scenario/facts';
import { KeptBodies } from '../core/scenario/keptBodies';
import { outlineOf } from '../core/scenario/outline';
import type { RunEvent, RunMessage, RunVerdict, StepFailure, StepResult } from '../core/scenario/runEvents';
import type { Scenario, Step } from '../core/scenario/scenario';
import { STEP_KINDS, type StepSource } from '../core/scenario/scenarioSource';
import { secretVariables } from '../core/scenario/secrets';
import { shownStep } from '../core/scenario/shownStep';
import { isDrawnOnly } from '../core/scenario/stepStretch';
import type { RunValues } from '../core/scenario/values';
import type { Actors } from './actors';
import type { Devices } from './devices';
import { GivenSecrets } from './givenSecrets';
import type { BeforeSend } from './messenger';
import { missingParts } from './missingParts';
import type { SavedFiles } from './mobileFiles';
import { RunError, type RunnerOptions } from './runnerOptions';
import { byPlace, failureOf } from './stepFailures';
import { StepHistory } from './stepHistory';
import { StepWork } from './stepWork';
import { refusedAct, unexpected } from './unexpected';
import { type Outcome, World } from './world';

interface Saved {
  readonly next: number;
  readonly lastMessage: number;
  readonly performed: number;
  readonly snapshot: string;
  readonly actors: ReturnType<Actors['save']>;
  readonly values: ReturnType<RunValues['save']>;
  readonly faults: ReadonlyMap<string, string>;
  readonly devices: ReturnType<Devices['save']>;
  readonly files: SavedFiles | undefined;
}

const SETTLE_EVERY_MS = 25;
/**
 * Runs one scenario once, step by step, over real HTTP. Calls must not overlap: await each before the next.
 * `onDidHappen` fires an event for everything that happens.
 */
export class ScenarioRunner {
  private readonly happened = new Emitter<RunEvent>();
  readonly onDidHappen = this.happened.event;
  /** May change a request before it is sent. The message waits for the result, so the developer can be asked here. */
  beforeSend: BeforeSend | undefined;
  private world: World | undefined;
  private nextIndex = 0;
  private readonly history = new StepHistory<Saved>();
  private done: StepSource[] = [];
  /** Only where steps can be taken back. */
  private messages: RunMessage[] = [];
  private readonly bodies = new KeptBodies();
  /** The step of each message, by the message's id. */
  private readonly sources = new Map<number, StepSource>();
  private startedAt = 0;
  private readonly secrets: GivenSecrets;

  constructor(
    readonly scenario: Scenario,
    private readonly options: RunnerOptions,
  ) {
    this.secrets = new GivenSecrets(secretVariables(scenario));
  }

  /** Index of the next step. At the end it is the number of steps. */
  get next(): number {
    return this.nextIndex;
  }

  /** Whether the last step can be taken back. */
  get canStepBack(): boolean {
    return this.history.length > 0;
  }

  get atEnd(): boolean {
    return this.nextIndex >= this.scenario.steps.length;
  }

  /** Where the server runs. Undefined before the start. */
  get address(): ServerAddress | undefined {
    return this.world?.address;
  }

  /** What is known of the options of the server. */
  get serverOptions(): Scenario['server'] {
    return this.world?.serverOptions ?? this.scenario.server;
  }

  /** Steps that were made and not taken back, in chronological order, including those by hand. */
  get performed(): readonly StepSource[] {
    return this.done;
  }

  /** Values of variables, so that texts can refer to the variables instead. */
  get valueTexts(): [name: string, text: string][] {
    return this.world?.values.texts() ?? [];
  }

  /** All values that secret variables and tokens of devices have had so far, the latest last. The list only grows. */
  get secretTexts(): readonly string[] {
    return this.world ? this.secrets.upTo(this.world.values.given, this.world.devices.secrets) : this.secrets.texts;
  }

  /** What failed expectations have in the place of a secret, so that reports cover it as what came instead. */
  get expectedTexts(): Iterable<string> {
    return this.world?.judge.expectedSecrets ?? [];
  }

  /** Passwords that were typed on devices. They may be ordinary words, so a report of failures leaves them readable. */
  get typedTexts(): readonly string[] {
    return this.world?.devices.typed ?? [];
  }

  /**
   * Starts the run's own server and gives variables their values. The first step does it when nobody has.
   * @throws RunError, or whatever `StartServer` rejects with
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
    this.world.devices.tell();
  }

  /**
   * Makes the next step, even if the one before failed, and with it the requests that are sent at the same moment.
   * Resolves with the first one that failed, or else the last one. Undefined at the end.
   */
  async step(signal: AbortSignal = new AbortController().signal): Promise<StepResult | undefined> {
    const results = await this.nextSteps(signal);
    return results.find(({ verdict }) => verdict === 'failed') ?? results.at(-1);
  }

  /** Makes steps until the one with this index is next, or a step fails. */
  async runTo(index: number, signal: AbortSignal = new AbortController().signal): Promise<readonly StepResult[]> {
    const results: StepResult[] = [];
    while (this.nextIndex < index && !this.atEnd) {
      const made = await this.nextSteps(signal);
      results.push(...made);
      if (made.some(({ verdict }) => verdict === 'failed')) break;
    }
    return results;
  }

  /** Makes all remaining steps. After a failed step the rest is skipped. Never rejects because of `signal`. */
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
   * Takes back the last step, and what was done by hand since. Server, cookies and variables become what they were. On
   * the run's own server, session files do too. False when there is no step that can be taken back.
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
    world.devices.restore(saved.devices);
    return true;
  }

  /** Makes a step that is not in the scenario, before the next one. */
  async performByHand(source: StepSource, signal: AbortSignal = new AbortController().signal): Promise<StepResult> {
    await this.start();
    await this.catchUp();
    return this.perform(this.stepByHand(source), signal);
  }

  /**
   * Sends a message of this run again, byte for byte. Messages are kept only where steps can be taken back.
   * @throws RunError when there is no such message
   */
  async replay(id: number, signal: AbortSignal = new AbortController().signal): Promise<StepResult> {
    const message = this.messages.find((each) => each.id === id);
    const { world } = this;
    if (!message || !world) throw new RunError(`There is no message ${id} in this run, or it was not kept.`);
    const source = this.sources.get(id) ?? sourceOf(message);
    world.messenger.beginStep();
    const repeated = async (): Promise<Outcome> => ({
      ...(await world.messenger.repeat(message, world.actors.get(message.as), signal)),
      actor: message.as,
    });
    await this.catchUp();
    return this.perform(this.stepByHand(source), signal, repeated);
  }

  /** Stops the run's own server. The runner cannot be used afterwards. */
  async dispose(): Promise<void> {
    const { world } = this;
    this.world = undefined;
    await world?.close();
    this.happened.dispose();
  }

  /** Makes the next step and those whose requests are sent alongside. */
  private async nextSteps(signal: AbortSignal): Promise<StepResult[]> {
    await this.start();
    const rest = this.scenario.steps.slice(this.nextIndex);
    const end = rest.findIndex(({ source }, at) => at > 0 && !source.request?.alongside);
    const steps = rest.slice(0, end < 0 ? rest.length : end);
    const [first] = steps;
    if (!first) return [];
    // Where steps can be taken back, a person makes them, and takes time between them.
    if (this.options.keepsHistory) await this.catchUp();
    await this.remember();
    const results = steps.length > 1 ? await this.performAlongside(steps, signal) : [await this.perform(first, signal)];
    this.nextIndex += steps.length;
    return results;
  }

  /** The requests are sent at the same moment. The steps are told one after the other. */
  private async performAlongside(steps: readonly Step[], signal: AbortSignal): Promise<StepResult[]> {
    signal.throwIfAborted();
    let outcomes: (() => Promise<Outcome>)[];
    try {
      outcomes = await (this.world as World).actAlongside(steps, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      outcomes = steps.map(() => () => Promise.reject(error));
    }
    const results: StepResult[] = [];
    for (const [at, step] of steps.entries()) results.push(await this.perform(step, signal, outcomes[at]));
    return results;
  }

  private async perform(step: Step, signal: AbortSignal, act?: () => Promise<Outcome>): Promise<StepResult> {
    const world = this.world as World;
    const started = performance.now();
    const { lastId } = world.messenger;
    signal.throwIfAborted();
    this.tell({ kind: 'stepStarted', step: shownStep(step), at: new Date(world.now).toISOString() });
    const mailsBefore = world.state.outbox.length;
    world.devices.beginStep();
    world.devices.pass();
    const failures: StepFailure[] = [];
    let outcome: Outcome = { journal: [] };
    try {
      outcome = act ? await act() : await world.act(step, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      failures.push(failureOf(error, step));
    }
    const isShownOnly = isDrawnOnly(step);
    if (!isShownOnly) await world.look();
    const values: Record<string, Json> = {};
    if (failures.length === 0 && !isShownOnly) {
      const work = new StepWork(signal, outcome.answer);
      const facts = () => world.facts(outcome, mailsBefore, work, step.source.from);
      for (const failure of missingParts(step, outcome.missing)) failures.push(failure);
      failures.push(...(await world.judge.take(step, facts, work, values)));
      failures.push(...(await this.expectations(step, facts, work)), ...unexpected(step, outcome));
      failures.push(...refusedAct(step, world.devices.facts));
    }
    if (!isShownOnly) this.tell({ kind: 'stateChanged', state: world.state });
    const result: StepResult = {
      step: shownStep(step),
      verdict: failures.length > 0 ? 'failed' : 'passed',
      failures: byPlace(failures),
      journal: outcome.journal,
      taken: values,
      ms: Math.round(performance.now() - started),
    };
    if (step.kind === 'request' && world.messenger.lastId > lastId)
      this.sources.set(lastId + 1, withoutChecks(step.source));
    this.done.push(step.source);
    this.tell({ kind: 'stepEnded', result });
    return result;
  }

  /**
   * Files and memory may change a moment later, so expectations about them are checked again for a while. On a busy
   * machine this takes longer, because each check does.
   */
  private async expectations(step: Step, facts: () => Facts, work: StepWork): Promise<StepFailure[]> {
    const world = this.world as World;
    const { settleMs = 1000 } = this.options;
    const end = performance.now() + settleMs;
    for (let looks = 1; ; looks++) {
      const failures = await world.judge.unmet(step, facts, work);
      const mayStillBe = failures.length > 0 && failures.every(({ settles }) => settles);
      const isOver = looks > settleMs / SETTLE_EVERY_MS && performance.now() > end;
      if (!mayStillBe || isOver) return failures.map(({ failure }) => failure);
      await new Promise((resolve) => setTimeout(resolve, SETTLE_EVERY_MS));
      await work.pause();
      await world.look();
      work.lookAgain();
    }
  }

  /** A person takes time between two steps, in which others may move the clock. Devices act by the time that it is. */
  private async catchUp(): Promise<void> {
    const world = this.world as World;
    if (await world.catchUp()) this.tell({ kind: 'stateChanged', state: world.state });
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
      devices: world.devices.save(),
      files: world.isOwn ? await world.files.save() : undefined,
    });
  }

  private tell(event: RunEvent): void {
    const { keepsHistory } = this.options;
    const kept = keepsHistory ? this.bodies.kept(event) : event;
    // One that is not kept as it was sent cannot be sent again.
    if (keepsHistory && kept === event && event.kind === 'messageSent') this.messages.push(event.message);
    this.happened.fire(kept);
  }
}

/** A repeated message is another step. Its result may differ, so the expectations are left out. */
function withoutChecks({ take: _, expect: __, ...rest }: StepSource): StepSource {
  return rest;
}

/** A redirect that was followed, as a step of its own. */
function sourceOf({ title, from, to, as, request: { method, url, headers, body } }: RunMessage): StepSource {
  const kept = Object.fromEntries(withoutClientHeaders(headers));
  return { title, from, to, request: { method, url, headers: kept, as, ...(body !== undefined && { text: body }) } };
}
