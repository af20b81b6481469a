import type { Json } from '../core/json/json';
import type { DeviceFacts } from '../core/scenario/facts';
import type { RunEvent } from '../core/scenario/runEvents';
import { secretsBelow, secretsInText } from '../core/scenario/runSecrets';
import type { Scenario } from '../core/scenario/scenario';
import type { ShownDevice } from '../core/scenario/shownDevice';
import type {
  DeviceActSource,
  DeviceAnswer,
  DeviceOutcome,
  DeviceProblem,
  DeviceRequest,
  IsOfServer,
  SystemDevice,
} from '../core/scenario/systemDevice';
import { ActorError } from './actorError';
import { RunError } from './runnerOptions';

/** A device of a run. */
interface Held {
  readonly state: Json;
  readonly shown: ShownDevice;
  /** Of the present step. */
  readonly rows: readonly string[];
  readonly problem?: DeviceProblem;
}

/** Sends a request of the app for real. */
export type SendForDevice = (request: DeviceRequest) => Promise<DeviceAnswer>;

/** The devices of all actors that have one. What happens to a device is told by an event. */
export class Devices {
  private readonly held = new Map<string, Held>();
  /** How each device was when it was told last. */
  private readonly told = new Map<string, ShownDevice>();
  /** Every secret that a device has ever had, also in steps that were taken back. */
  private readonly known = new Set<string>();
  private readonly tokens: string[] = [];

  /** Passwords that were typed. */
  private readonly passwords = new Set<string>();

  /**
   * @param device what a device can do. Undefined if no emulated system has one.
   * @param now the server's virtual time, milliseconds since 1970
   */
  constructor(
    private readonly device: SystemDevice | undefined,
    private readonly now: () => number,
    private readonly emit: (event: RunEvent) => void,
    private readonly isOfServer: IsOfServer,
  ) {}

  /**
   * Switches on all devices of a scenario.
   * @throws RunError when a device has an option that cannot be used
   */
  create(actors: Scenario['actors'], server: Scenario['server']): void {
    for (const [name, { device: options }] of Object.entries(actors)) {
      if (!options) continue;
      try {
        const device = this.needed;
        const at = this.now();
        const state = device.create(options, server, at);
        this.held.set(name, { state, shown: device.show(state, at), rows: [] });
      } catch (error) {
        throw new RunError(`The device of "${name}" cannot be used: ${(error as Error).message}`);
      }
    }
  }

  has(actor: string): boolean {
    return this.held.has(actor);
  }

  get facts(): ReadonlyMap<string, DeviceFacts> {
    return this.held;
  }

  /** Passwords of all acts. */
  get typed(): readonly string[] {
    return [...this.passwords];
  }

  /** Tokens that the apps have ever had, the latest last. The list only grows. */
  get secrets(): readonly string[] {
    return this.tokens;
  }

  /** What is told of rows and problems from now on belongs to another step. */
  beginStep(): void {
    for (const [name, { state, shown }] of this.held) this.held.set(name, { state, shown, rows: [] });
  }

  /** Tells how each device is, for those who have not seen it yet. */
  tell(): void {
    for (const actor of this.held.keys()) this.say(actor, []);
  }

  /** Lets time pass on all devices, so that timers that are over do what they are for. */
  pass(): void {
    const at = this.now();
    for (const [name, { state }] of this.held) this.become(name, this.needed.pass(state, at));
  }

  /** Does one act. When sending is cancelled, the device stays as it was. */
  async act(actor: string, act: DeviceActSource, send: SendForDevice): Promise<void> {
    for (const text of [...secretsInText(JSON.stringify(act)), ...secretsBelow(act)]) this.passwords.add(text);
    const steps = this.needed.act(this.of(actor).state, act, this.now(), this.isOfServer);
    let next = steps.next();
    while (!next.done) next = steps.next(await send(next.value));
    this.become(actor, next.value, true);
  }

  save(): ReadonlyMap<string, Json> {
    return new Map([...this.held].map(([name, { state }]) => [name, state]));
  }

  restore(saved: ReadonlyMap<string, Json>): void {
    const at = this.now();
    for (const [name, state] of saved) {
      this.held.set(name, { state, shown: this.needed.show(state, at), rows: [] });
    }
    this.tell();
  }

  private get needed(): SystemDevice {
    if (!this.device) throw new Error('No emulated system has a device.');
    return this.device;
  }

  private of(actor: string): Held {
    const held = this.held.get(actor);
    if (!held) throw new ActorError(`The actor “${actor}” has no device.`);
    return held;
  }

  private become(actor: string, { state, rows, problem }: DeviceOutcome<Json>, isAct = false): void {
    const before = this.of(actor);
    const shown = this.needed.show(state, this.now());
    for (const secret of this.needed.secrets(state)) {
      if (!this.known.has(secret)) this.tokens.push(secret);
      this.known.add(secret);
    }
    const why = problem ?? before.problem;
    this.held.set(actor, { state, shown, rows: [...before.rows, ...rows], ...(why && { problem: why }) });
    const last = this.told.get(actor);
    if (isAct || rows.length > 0 || !last || !isStill(last, shown)) this.say(actor, rows, problem);
  }

  private say(actor: string, rows: readonly string[], problem?: DeviceProblem): void {
    const { shown } = this.of(actor);
    this.told.set(actor, shown);
    this.emit({ kind: 'deviceChanged', actor, device: shown, rows, ...(problem && { problem }) });
  }
}

/** A page counts timers and clocks on by what it was told last. After more time than this it is told again. */
const TOLD_EVERY_MS = 1000;

/** Whether nothing has changed but what goes on by itself. */
function isStill(before: ShownDevice, after: ShownDevice): boolean {
  const still = ({ at: _, clocks, timers, ...rest }: ShownDevice) => ({
    ...rest,
    boot: clocks.boot,
    timers: timers.map(({ leftMs: __, endsAt: ___, ...timer }) => timer),
  });
  const ms = Math.abs(Date.parse(after.at) - Date.parse(before.at));
  return ms < TOLD_EVERY_MS && JSON.stringify(still(before)) === JSON.stringify(still(after));
}
