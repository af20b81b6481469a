import { setMaxListeners } from 'node:events';
import path from 'node:path';
import type { Json } from '../core/json/json';
import type { ServerAddress } from '../core/protocol/address';
import type { ClockState } from '../core/protocol/clockState';
import { happenedByItself, type JournalEntry } from '../core/protocol/journal';
import type { Facts } from '../core/scenario/facts';
import type { RunEvent, ShownState } from '../core/scenario/runEvents';
import { receiverIn, type Scenario, type Step, titleOf } from '../core/scenario/scenario';
import type { RequestSource } from '../core/scenario/scenarioSource';
import { isDrawnOnly } from '../core/scenario/stepStretch';
import type { DeviceActSource } from '../core/scenario/systemDevice';
import { FilledLimitError, fillJson } from '../core/scenario/template';
import { RunValues, ValuesLimitError } from '../core/scenario/values';
import { DEVICE, EVENTS, SLICES, SYSTEM_PARTS, secretNames, toldOptions } from '../core/systems';
import { Actors } from './actors';
import { isOfServer } from './buildRequest';
import { ControlCalls } from './controlCalls';
import { Devices } from './devices';
import { DiskBudget } from './diskBudget';
import { Judge } from './judge';
import { type BeforeSend, type Delivered, type Envelope, Messenger } from './messenger';
import { MobileFiles } from './mobileFiles';
import { pathCheck } from './pathCheck';
import { Reach } from './reach';
import { withMoreTime } from './runLimits';
import { ANSWER_BYTES, ANSWER_MS, DISK_BYTES, RunError, type RunnerOptions } from './runnerOptions';
import { OPTIONS_WAYS_OUT } from './runRules';
import { ServerEvents } from './serverEvents';
import type { RunningServer } from './startServer';
import type { StepWork } from './stepWork';

/** How a server has the MobileApps folder, which the steps about session files change. */
const SERVED = SYSTEM_PARTS.find(({ folder }) => folder)?.folder;

/** What a step produces for `take` and `expect`. */
export type Outcome = Partial<Pick<Facts, 'answer' | 'request' | 'url'>> & {
  readonly journal: readonly JournalEntry[];
  readonly actor?: string;
  readonly missing?: readonly string[];
  readonly problem?: string;
  readonly isCut?: boolean;
};

/** The server of a run and everything about it, from start to end. */
export class World {
  readonly control: ControlCalls;
  readonly actors: Actors;
  readonly values = new RunValues(SLICES);
  readonly judge = new Judge(this.values, () => secretNames(this.serverOptions));
  readonly events: ServerEvents;
  readonly messenger: Messenger;
  readonly devices: Devices;
  private shown: ShownState | undefined;
  private lastId = 0;
  /** Real time of the request for `shown`. */
  private seenAt = 0;

  static async open(
    scenario: Scenario,
    options: RunnerOptions,
    hooks: { emit: (event: RunEvent) => void; beforeSend: BeforeSend },
  ): Promise<World> {
    const { server, diskBytes = DISK_BYTES, waysOut = OPTIONS_WAYS_OUT } = options;
    const disk = new DiskBudget(diskBytes, waysOut.diskBytes);
    if ('address' in server) {
      const world = new World(scenario, options, hooks, undefined, server.address, MobileFiles.none());
      await world.look(true);
      const folder = SERVED?.of(world.state);
      if (folder === undefined) return world.prepared();
      const files = await MobileFiles.ofServer(options.files, folder, disk);
      const withFiles = new World(scenario, options, hooks, undefined, server.address, files);
      await withFiles.look(true);
      return withFiles.prepared();
    }
    const folder = path.dirname(scenario.file);
    const option = SERVED?.option ?? '';
    const given = scenario.server[option as keyof typeof scenario.server];
    const original = typeof given === 'string' ? path.resolve(folder, given) : undefined;
    if (original !== undefined) await pathCheck(options)(option, original);
    const files = await MobileFiles.temporary(options.files, disk, original);
    let running: RunningServer | undefined;
    try {
      const started = { ...withMoreTime(scenario.server), [option]: files.folder ?? '' };
      running = await server.start(started, folder, files.scratch ?? '', pathCheck(options, option));
      const world = new World(scenario, options, hooks, running, running.address, files);
      await world.look(true);
      return world.prepared();
    } catch (error) {
      await running?.stop();
      files.dispose();
      throw error;
    }
  }

  private constructor(
    private readonly scenario: Scenario,
    private readonly options: RunnerOptions,
    hooks: { emit: (event: RunEvent) => void; beforeSend: BeforeSend },
    private readonly running: RunningServer | undefined,
    readonly address: ServerAddress,
    readonly files: MobileFiles,
  ) {
    const now = () => this.now;
    const { waysOut = OPTIONS_WAYS_OUT } = options;
    this.control = new ControlCalls(address);
    this.devices = new Devices(DEVICE, now, hooks.emit, (url) => isOfServer(url, address.url));
    this.actors = new Actors(scenario.actors, now);
    this.events = new ServerEvents(this.control, files, this.actors, EVENTS);
    this.messenger = new Messenger({
      base: address.url,
      now,
      reach: new Reach(address, options.hosts, waysOut),
      limitMs: options.answerMs ?? ANSWER_MS,
      limitBytes: options.answerBytes ?? ANSWER_BYTES,
      waysOut,
      journal: async () => (await this.newEntries()).filter(({ face }) => face !== 'control'),
      ...hooks,
    });
  }

  /** Whether server and session files belong to the run. */
  get isOwn(): boolean {
    return this.running !== undefined;
  }

  /** The options of the run's own server; of a server that runs already, what its state tells of them. */
  get serverOptions(): Scenario['server'] {
    return this.isOwn ? this.scenario.server : toldOptions(this.state.systems);
  }

  get state(): ShownState {
    if (!this.shown) throw new Error('The state was not asked for yet.');
    return this.shown;
  }

  async close(): Promise<void> {
    await this.running?.stop();
    if (this.isOwn) this.files.dispose();
  }

  /**
   * Reads the server's state.
   * @param anew whether the current journal entries belong to no step
   */
  async look(anew = false): Promise<void> {
    if (anew) {
      const { state, lastId } = await this.control.state();
      this.lastId = lastId;
      this.see(state);
    } else this.see(await this.control.current());
    // What is taken back is no time that passes.
    if (!anew) this.devices.pass();
  }

  /**
   * Reads before a step whether others have moved the clock since the last one, as anybody may who shares the server.
   * Time passes on devices in the step itself.
   */
  async catchUp(): Promise<boolean> {
    const { clock } = this.state;
    this.see(await this.control.current());
    return !isSameCourse(clock, this.state.clock);
  }

  async act(step: Step, signal: AbortSignal): Promise<Outcome> {
    this.messenger.beginStep();
    const { kind, source, index } = step;
    const { request, clock, fault, event, device } = source;
    if (request) {
      const message = this.messageOf(step, request);
      const sent = await this.messenger.send(message.source, message.envelope, signal);
      return { ...sent, actor: message.envelope.actor.name };
    }
    if (isDrawnOnly({ kind })) return { journal: [] };
    if (device) return this.actOnDevice(step, device, signal);
    const answer = await (clock
      ? this.events.moveClock(this.fill(clock), index < 0)
      : fault
        ? this.events.changeFault(this.fill(fault))
        : this.events.happen(this.fill(event as NonNullable<typeof event>)));
    return { answer, journal: await this.newEntries() };
  }

  /** Each request that the app sends is a message of its own. The answer to the last one is the answer of the step. */
  private async actOnDevice({ index, source }: Step, act: DeviceActSource, signal: AbortSignal): Promise<Outcome> {
    const { from = '', to = receiverIn(this.scenario.actors) ?? '' } = source;
    const actor = this.actors.get(from);
    const journal: JournalEntry[] = [];
    let last: Partial<Delivered> = {};
    let cut: Pick<Delivered, 'problem' | 'isCut'> = {};
    await this.devices.act(from, this.fill(act), async ({ title, request }) => {
      const envelope = { from, to, title, actor, ...(index >= 0 && { step: index }) };
      const delivered = await this.messenger.send(request, envelope, signal);
      last = delivered;
      if (delivered.isCut)
        cut = { isCut: true, ...(delivered.problem !== undefined && { problem: delivered.problem }) };
      journal.push(...delivered.journal);
      const { answer } = delivered;
      return {
        ...(answer && { status: answer.status }),
        headers: Object.fromEntries((answer?.headers ?? []).map(([name, value]) => [name.toLowerCase(), value])),
        body: answer?.body ?? '',
        at: this.now,
      };
    });
    return { ...last, ...cut, journal, missing: [], actor: from };
  }

  /**
   * Sends the requests of these steps at the same moment.
   * @returns for each step what gives its outcome. Call one after the other, in this order.
   */
  async actAlongside(steps: readonly Step[], signal: AbortSignal): Promise<(() => Promise<Outcome>)[]> {
    this.messenger.beginStep();
    // Each request listens to it. Node takes more than ten listeners for a leak and says so on stderr.
    setMaxListeners(0, signal);
    const messages = steps.map((step) => this.messageOf(step, step.source.request as RequestSource));
    const deliveries = await this.messenger.sendAlongside(messages, signal);
    return deliveries.map((deliver, at) => async () => {
      const actor = messages[at]?.envelope.actor.name;
      return { ...(await deliver()), ...(actor !== undefined && { actor }) };
    });
  }

  /** What is known after a step. */
  facts(
    { answer, request, url, journal, actor }: Outcome,
    mailsBefore: number,
    work: StepWork,
    device?: string,
  ): Facts {
    const kept = actor === undefined || url === undefined ? [] : this.actors.get(actor).cookies.all();
    return {
      ...(answer && { answer }),
      bodyJson: work.bodyJson,
      ...(request && { request }),
      ...(url !== undefined && { url }),
      kept,
      journal,
      state: this.state,
      mails: this.state.outbox.slice(mailsBefore),
      file: (file) => this.files.read(file),
      devices: this.devices.facts,
      ...(device !== undefined && this.devices.has(device) && { device }),
    };
  }

  private messageOf({ index, source }: Step, request: RequestSource): { source: RequestSource; envelope: Envelope } {
    const filled = this.fill(request);
    const { from = '', to = '' } = source;
    const actor = this.actors.get(filled.as ?? from);
    const title = this.fill(titleOf(source));
    return { source: filled, envelope: { from, to, title, actor, ...(index >= 0 && { step: index }) } };
  }

  private prepared(): World {
    this.devices.create(this.scenario.actors, this.serverOptions);
    const { variables = {} } = this.options;
    for (const [name, source] of Object.entries(this.scenario.variables)) {
      this.start(name, () => variables[name] ?? this.fill(startValue(name, source, this.options)));
    }
    return this;
  }

  /** What happened by itself is no reason for an answer. It may be told during any step. */
  private async newEntries(): Promise<JournalEntry[]> {
    const entries = await this.control.journalAfter(this.lastId);
    this.lastId = entries.at(-1)?.id ?? this.lastId;
    return entries.filter((entry) => !happenedByItself(entry));
  }

  private start(name: string, value: () => Json): void {
    try {
      this.values.set(name, value());
    } catch (error) {
      if (!(error instanceof FilledLimitError || error instanceof ValuesLimitError)) throw error;
      throw new RunError(`The variable "${name}" cannot be used. ${error.message}`);
    }
  }

  private fill<T>(value: T): T {
    return fillJson(value as Json, this.values.get) as T;
  }

  private see(state: ShownState): void {
    this.shown = state;
    this.seenAt = Date.now();
    this.values.see(state);
  }

  get now(): number {
    const { clock } = this.state;
    return clock.paused ? Date.parse(clock.now) : Date.parse(clock.now) + (Date.now() - this.seenAt);
  }
}

/** Whether a clock went on, or stood still, as it did before. */
function isSameCourse(before: ClockState, after: ClockState): boolean {
  if (before.paused || after.paused) return before.paused && after.paused && before.now === after.now;
  return before.offsetMs === after.offsetMs;
}

function startValue(
  name: string,
  source: Scenario['variables'][string],
  { env = {}, waysOut = OPTIONS_WAYS_OUT }: Pick<RunnerOptions, 'env' | 'waysOut'>,
): Json {
  if (typeof source !== 'object') return source;
  // Every object has a "constructor", which is no variable.
  const given = source.env !== undefined && Object.hasOwn(env, source.env) ? env[source.env] : undefined;
  const value = given ?? source.value;
  if (value !== undefined) return value;
  throw new RunError(
    source.env === undefined
      ? `The variable "${name}" has no value; give it one.`
      : `The variable "${name}" has no value: ${waysOut.variable(source.env)}.`,
  );
}
