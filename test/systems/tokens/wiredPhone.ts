import type { Json } from '../../../src/core/json/json';
import type { ShownDevice } from '../../../src/core/scenario/shownDevice';
import type {
  DeviceActSource,
  DeviceAnswer,
  DeviceOptionSources,
  DeviceRequest,
} from '../../../src/core/scenario/systemDevice';
import type { DeviceState } from '../../../src/core/systems/tokens/device/deviceState';
import { TOKENS_DEVICE } from '../../../src/core/systems/tokens/device/tokensDevice';
import { byPath } from './testPhone';
import type { TokensHarness } from './tokensHarness';

/** What of a request has no answer: `request` does not reach the server, `answer` does not reach the device. */
export type Lost = 'request' | 'answer' | undefined;

/** A token server and its time, which passes for the devices that talk to it, too. */
export class World {
  private constructor(
    readonly server: TokensHarness,
    /** Virtual time, milliseconds since 1970. */
    public at: number,
  ) {}

  static async with(server: TokensHarness): Promise<World> {
    const { json } = await server.control.post('/clock', { pause: true });
    return new World(server, Date.parse(json.now));
  }

  async pass(ms: number): Promise<void> {
    await this.server.advance(ms);
    this.at += ms;
  }
}

/** A device whose requests go to a server. Whoever sends them may lose one, or its answer. */
export class WiredPhone {
  rows: readonly string[] = [];
  problem: string | undefined;
  readonly sent: DeviceRequest[] = [];
  /** All rows that were taken, in order. */
  readonly allRows: string[] = [];
  /** What the server answered to the requests, by their place in `sent`. Some of it was lost. */
  readonly answered = new Map<number, DeviceAnswer>();
  private state: DeviceState;

  constructor(
    readonly world: World,
    options: DeviceOptionSources = {},
    server: { readonly [option: string]: Json } = {},
  ) {
    this.state = TOKENS_DEVICE.create(options, server, world.at);
  }

  /**
   * Does an act.
   * @param lose what is lost of its requests, in order
   */
  async do(act: DeviceActSource, lose: readonly Lost[] = []): Promise<this> {
    const turn = TOKENS_DEVICE.act(this.state, act, this.world.at, byPath);
    let step = turn.next();
    for (let count = 0; !step.done; count++) {
      this.sent.push(step.value);
      const answer = lose[count] === 'request' ? undefined : await this.send(step.value);
      const lost: DeviceAnswer = { headers: {}, body: '', at: this.world.at };
      if (answer) this.answered.set(this.sent.length - 1, answer);
      step = turn.next(answer && lose[count] !== 'answer' ? answer : lost);
    }
    this.state = step.value.state;
    this.rows = step.value.rows;
    this.allRows.push(...this.rows);
    this.problem = step.value.problem?.name;
    return this;
  }

  /** Everything that the device has stored, with its tokens. */
  get stored(): DeviceState {
    return this.state;
  }

  get shown(): ShownDevice {
    const passed = TOKENS_DEVICE.pass(this.state, this.world.at);
    this.state = passed.state;
    return TOKENS_DEVICE.show(this.state, this.world.at);
  }

  private async send({ request }: DeviceRequest): Promise<DeviceAnswer> {
    const { method, url, headers, json, form } = request;
    const body = form ? new URLSearchParams(form).toString() : json === undefined ? undefined : JSON.stringify(json);
    const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
    const response = await fetch(new URL(url, this.world.server.url), {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...headers, ...(body !== undefined && { 'content-type': type }) },
      ...(body !== undefined && { body }),
      redirect: 'manual',
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
      at: this.world.at,
    };
  }
}
