import { Emitter } from '../core/base/event';
import { urlEncoded } from '../core/base/urlText';
import type { FlowPhase, FlowStatus, FromPage, RequestChange } from '../core/flows/flowMessages';
import { type HandMadeFrame, literalTemplate, type RequestOrigin } from '../core/flows/handMade';
import { sentCurl } from '../core/flows/sentCurl';
import { outlineOf, type RunOutline } from '../core/scenario/outline';
import { afterEvent, type Exchange, exchangeOf, newRun, progressOf, type Run } from '../core/scenario/run';
import type { RunEvent, SentRequest } from '../core/scenario/runEvents';
import { type SecretSearch, secretsOfRun } from '../core/scenario/runSecrets';
import type { Scenario } from '../core/scenario/scenario';
import type { RequestSource, ScenarioSource, StepSource } from '../core/scenario/scenarioSource';
import { endOfStretch, isDrawnBefore } from '../core/scenario/stepStretch';
import { chosenSecrets, SLICES } from '../core/systems';
import { withAnswerWords } from './answerWords';
import { changedRequest, RequestGate } from './requestGate';
import { ScenarioRunner } from './runner';
import type { RunnerOptions } from './runnerOptions';
import type { RunRules } from './runRules';
import { savedFlow } from './savedFlow';

/** Pause between two steps of a playing flow, slow enough to follow. */
const PACE_MS = 350;

export interface FlowSessionOptions extends Pick<RunnerOptions, 'server' | 'files' | 'env' | 'variables'> {
  /** What the scenario may do. Called anew for each start. */
  readonly rules?: () => RunRules;
  /** Real milliseconds between two steps of a playing flow. */
  readonly paceMs?: number;
  /** What was done before the window was loaded anew. Its server is gone. */
  readonly kept?: readonly RunEvent[];
}

/** The messages of the page that are about the run. The panel handles the others. */
export type FlowRequest = Exclude<
  FromPage,
  | { kind: 'ready' }
  | { kind: 'copyCurl' }
  | { kind: 'export' }
  | { kind: 'save' }
  | { kind: 'openStep' }
  | { kind: 'split' }
>;

/** One scenario in the flow simulator: its runner, and what the developer did with it. */
export class FlowSession {
  private readonly happened = new Emitter<RunEvent>();
  readonly onDidHappen = this.happened.event;
  private readonly changed = new Emitter<FlowStatus>();
  readonly onDidChangeStatus = this.changed.event;
  /** Fired when everything was taken back. All earlier events are void then. */
  private readonly restarted = new Emitter<void>();
  readonly onDidRestart = this.restarted.event;

  private runner: ScenarioRunner;
  private told: RunEvent[] = [];
  private run: Run;
  private phase: FlowPhase = 'idle';
  private problem: string | undefined;
  private readonly gate = new RequestGate();
  private pausing = false;
  private abort = new AbortController();
  /** The work that is under way. */
  private work: Promise<void> = Promise.resolve();
  private isBusy = false;
  /** What changed requests were made from, by the index in `performed`. */
  private origins = new Map<number, RequestOrigin>();
  private replaced: SentRequest | undefined;
  /** The message that the next step by hand sends again. */
  private sendsAgain: Omit<Extract<RunEvent, { kind: 'sentAgain' }>, 'kind'> | undefined;

  constructor(
    private scenario: Scenario,
    private readonly options: FlowSessionOptions,
  ) {
    this.runner = this.makeRunner();
    this.run = newRun(outlineOf(scenario));
    const { kept = [] } = options;
    if (kept.length === 0) return;
    this.told = [...kept];
    this.run = kept.reduce(afterEvent, this.run);
    this.phase = 'kept';
  }

  get outline(): RunOutline {
    return this.run.outline;
  }

  /** All events so far, for a page that has just been opened. */
  get events(): readonly RunEvent[] {
    return this.told;
  }

  get status(): FlowStatus {
    const { phase, problem, gate } = this;
    const { held, holdsNext } = gate;
    return {
      phase,
      next: phase === 'kept' ? this.reached : this.runner.next,
      canStepBack: this.runner.canStepBack,
      holdsNext,
      ...(held && { held }),
      ...(problem !== undefined && { problem }),
      onDevServer: 'address' in this.options.server,
    };
  }

  get current(): Scenario {
    return this.scenario;
  }

  /** Resolves when the request is done, or held. A request that is not possible now does nothing. */
  async ask(request: FlowRequest): Promise<void> {
    switch (request.kind) {
      case 'pause':
        this.pausing = true;
        return;
      case 'holdNext':
        this.gate.holdsNext = request.on;
        return this.tellStatus();
      case 'send':
        return this.sendHeld(request.change);
      case 'play':
        return this.play();
      case 'runTo':
        return this.do((signal) => this.runUntil(request.step, 0, signal));
      case 'step':
        return this.do((signal) => this.runUntil(endOfStretch(this.outline.steps, this.runner.next), 0, signal));
      case 'back':
        return this.do(() => this.stepBack());
      case 'replay':
        return this.do((signal) => this.replay(request.message, signal));
      case 'resend':
        return this.do((signal) => this.resend(request.message, request.change, signal));
      case 'forgetCookies':
        return this.do((signal) => this.forgetCookies(request, signal));
      case 'moveClock':
        return this.byHand({ title: request.title, clock: { until: request.until } });
      case 'addFault':
        return this.byHand({ title: request.title, fault: { add: request.fault } });
      case 'removeFault': {
        const path = `/faults/${urlEncoded(request.id)}`;
        return this.byHand({ title: request.title, event: { control: { method: 'DELETE', path } } });
      }
      case 'device':
        return this.byHand({ title: request.title, from: request.actor, device: request.act });
      case 'restart':
        return this.restart();
      case 'playAgain':
        return this.playAgain();
    }
  }

  /**
   * Plays to the end, or to a step that fails.
   * @param paceMs real milliseconds between two steps
   */
  async play(paceMs = this.options.paceMs ?? PACE_MS): Promise<void> {
    await this.do((signal) => this.runUntil(this.scenario.steps.length, paceMs, signal));
  }

  /** Starts again on a new server. When the file has changed, this is another scenario. */
  async restart(scenario = this.scenario): Promise<void> {
    await this.end();
    this.abort = new AbortController();
    this.scenario = scenario;
    this.runner = this.makeRunner();
    this.told = [];
    this.run = newRun(outlineOf(scenario));
    this.origins.clear();
    this.gate.holdsNext = false;
    this.problem = undefined;
    this.phase = 'idle';
    this.restarted.fire();
  }

  /** Does again on a new server what was done before, without what was done by hand. */
  private async playAgain(): Promise<void> {
    const { reached } = this;
    await this.restart();
    await this.do((signal) => this.runUntil(reached, 0, signal));
  }

  /** How many steps of the scenario were done. */
  private get reached(): number {
    return progressOf(this.run).done;
  }

  /** The first step of the scenario that failed, and why. */
  get failure(): string | undefined {
    const failed = this.run.done.find(({ state, byHand }) => state === 'failed' && !byHand);
    return failed && `${failed.step.title}: ${failed.failures[0]?.message ?? ''}`;
  }

  curlOf(message: number): string | undefined {
    const found = exchangeOf(this.run, message);
    return found && sentCurl(found.sent.request);
  }

  /**
   * Makes a scenario of what was done.
   * @param server options of the server, with paths that are valid where the scenario is saved
   */
  toScenario(name: string, server: Scenario['server'], laterTitle?: HandMadeFrame['laterTitle']): ScenarioSource {
    const { runner, run, told: events, origins } = this;
    return savedFlow({ runner, run, events, origins }, name, server, laterTitle);
  }

  /** Values of secret variables, the tokens and passwords of devices, and what has a name that the options have chosen. */
  get secrets(): string[] {
    const { names, logins } = this.secretSearch;
    return [...this.ownSecrets, ...secretsOfRun(this.told, [], names, logins)];
  }

  /** Values of secret variables, and the tokens and passwords of devices. */
  get ownSecrets(): readonly string[] {
    return [...this.runner.secretTexts, ...this.runner.typedTexts];
  }

  /** What is looked for in the events. */
  get secretSearch(): SecretSearch {
    const { secretNames: names, logins } = chosenSecrets(this.runner.serverOptions);
    return { slices: SLICES, names, logins };
  }

  /** Stops the run's own server. */
  async dispose(): Promise<void> {
    await this.end();
    this.happened.dispose();
    this.changed.dispose();
    this.restarted.dispose();
  }

  private async end(): Promise<void> {
    this.pausing = true;
    this.abort.abort();
    this.gate.clear();
    await this.work;
    await this.runner.dispose();
  }

  private makeRunner(): ScenarioRunner {
    const { rules, kept: _, ...options } = this.options;
    const runner = new ScenarioRunner(this.scenario, { ...options, ...rules?.(), keepsHistory: true });
    runner.onDidHappen((event) => this.tell(event));
    runner.beforeSend = (request, { title, from, to, step }) => {
      const { replaced } = this;
      this.replaced = undefined;
      if (replaced) return replaced;
      if (!this.gate.holdsNext || step === undefined) return request;
      const sent = this.gate.hold({ title, from, to, request }, this.abort.signal);
      this.become('held');
      return sent;
    };
    return runner;
  }

  /** One call at a time, because calls of the runner must not overlap. */
  private async do(act: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.isBusy || this.phase === 'broken' || this.phase === 'kept') return;
    this.isBusy = true;
    this.pausing = false;
    const { signal } = this.abort;
    this.become(this.runner.address ? 'running' : 'starting');
    this.work = (async () => {
      try {
        await act(signal);
        this.tellEnd();
      } catch (error) {
        if (!signal.aborted) this.problem = error instanceof Error ? error.message : String(error);
      } finally {
        // A step that failed before it sent anything has used neither.
        this.replaced = undefined;
        this.sendsAgain = undefined;
        this.isBusy = false;
      }
    })();
    await this.work;
    if (signal.aborted) return;
    this.become(this.problem !== undefined ? 'broken' : this.runner.atEnd ? 'ended' : 'paused');
  }

  private byHand(source: StepSource): Promise<void> {
    return this.do(async (signal) => {
      await this.runner.performByHand(source, signal);
    });
  }

  private async runUntil(index: number, paceMs: number, signal: AbortSignal): Promise<void> {
    while (this.runner.next < index && !this.runner.atEnd && !this.pausing && !signal.aborted) {
      const result = await this.runner.step(signal);
      if (result?.verdict === 'failed') return;
      if (this.runner.next < index && !this.runner.atEnd) await this.wait(paceMs, signal);
    }
  }

  private async wait(ms: number, signal: AbortSignal): Promise<void> {
    for (let left = ms; left > 0 && !this.pausing && !signal.aborted; left -= 50) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(left, 50)));
    }
  }

  private async stepBack(): Promise<void> {
    const isDrawn = () => isDrawnBefore(this.outline.steps, this.runner.next);
    while (isDrawn() && (await this.runner.back()));
    await this.runner.back();
    while (isDrawn() && (await this.runner.back()));
    const kept = this.runner.performed.length;
    for (const at of this.origins.keys()) if (at >= kept) this.origins.delete(at);
  }

  private async replay(id: number, signal: AbortSignal): Promise<void> {
    const message = exchangeOf(this.run, id);
    if (!message) return;
    const { request } = message.sent;
    this.origins.set(this.runner.performed.length, {
      template: this.templateOf(message),
      before: request,
      written: request,
      drop: [],
      tamper: [],
    });
    this.sendsAgain = { message: id, changed: false };
    await this.runner.replay(id, signal);
  }

  private async resend(id: number, change: RequestChange, signal: AbortSignal): Promise<void> {
    const message = exchangeOf(this.run, id);
    if (!message) return;
    const { title, from, to, as } = message.sent;
    const template = this.templateOf(message);
    const request = changedRequest(change);
    this.origins.set(this.runner.performed.length, {
      ...change,
      template,
      before: message.sent.request,
      written: change.request,
    });
    this.replaced = request;
    this.sendsAgain = { message: id, changed: true };
    const { method, url, body } = request;
    const source: RequestSource = { method, url, ...(body !== undefined && { text: body }), as };
    await this.runner.performByHand({ title, from, to, request: source }, signal);
  }

  private async forgetCookies(
    { actor, name, title }: Extract<FlowRequest, { kind: 'forgetCookies' }>,
    signal: AbortSignal,
  ): Promise<void> {
    const event = { clearCookies: { actor, ...(name !== undefined && { name }) } };
    const result = await this.runner.performByHand({ title, event }, signal);
    if (result.verdict === 'passed')
      this.tell({ kind: 'cookiesForgotten', actor, ...(name !== undefined && { name }) });
  }

  /** The request in the scenario, or what was really sent when the scenario contains none. */
  private templateOf({ sent }: Exchange): RequestSource {
    const at = this.run.done.findIndex(({ messages }) => messages.some((each) => each.sent.id === sent.id));
    const source = this.origins.get(at)?.template ?? this.runner.performed[at]?.request;
    if (!source || sent.follows !== undefined) return literalTemplate(sent, this.run.url ?? '');
    const { follow: _, ...request } = source;
    return { ...request, as: request.as ?? sent.as };
  }

  private sendHeld(change: RequestChange | undefined): void {
    const held = this.gate.take();
    if (!held) return;
    this.become('running');
    if (change) {
      const at = this.runner.performed.length;
      const step = this.scenario.steps[this.runner.next];
      const template = step?.source.request;
      if (template) this.origins.set(at, { ...change, template, before: held.original, written: change.request });
    }
    held.send(change);
  }

  private tellEnd(): void {
    if (!this.runner.atEnd || this.run.verdict !== undefined) return;
    const ms = this.run.done.reduce((sum, entry) => sum + (entry.ms ?? 0), 0);
    this.tell({ kind: 'runEnded', verdict: this.failure === undefined ? 'passed' : 'failed', ms });
  }

  private tell(happened: RunEvent): void {
    if (happened.kind === 'runStarted') this.become('running');
    const event = withAnswerWords(happened, this.run, this.runner);
    this.told.push(event);
    this.run = afterEvent(this.run, event);
    this.happened.fire(event);
    if (event.kind !== 'stepStarted' || !this.sendsAgain) return;
    const again = this.sendsAgain;
    this.sendsAgain = undefined;
    this.tell({ kind: 'sentAgain', ...again });
  }

  private become(phase: FlowPhase): void {
    this.phase = phase;
    this.tellStatus();
  }

  private tellStatus(): void {
    this.changed.fire(this.status);
  }
}
