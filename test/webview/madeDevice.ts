// A device whose app is answered by the test, and what a runner tells of it.
import type { RunEvent } from '../../src/core/scenario/runEvents';
import type {
  DeviceActSource,
  DeviceAnswer,
  DeviceOptionSources,
  DeviceOutcome,
} from '../../src/core/scenario/systemDevice';
import type { DeviceState } from '../../src/core/systems/tokens/device/deviceState';
import { TOKENS_DEVICE } from '../../src/core/systems/tokens/device/tokensDevice';

export const NOON = Date.UTC(2026, 0, 1, 12);

export const SIGNED_IN = {
  status: 200,
  body: JSON.stringify({
    access_token: 'access-1',
    token_type: 'Bearer',
    expires_in: 300,
    refresh_token: 'refresh-1',
    session: { id: 'session-1' },
  }),
};
export const REFRESHED = {
  status: 200,
  body: JSON.stringify({ access_token: 'access-2', token_type: 'Bearer', expires_in: 300, refresh_token: 'refresh-2' }),
};
export const EXPIRED = { status: 401, body: JSON.stringify({ error: 'invalid_token' }) };
export const revoked = (reason: string) => ({ status: 400, body: JSON.stringify({ error: 'invalid_grant', reason }) });

type Given = Pick<DeviceAnswer, 'status' | 'body'>;

export class MadeDevice {
  private state: DeviceState;
  private at = NOON;

  constructor(
    readonly actor: string,
    options: DeviceOptionSources = { preset: 'fintech', lockOnStart: false },
  ) {
    this.state = TOKENS_DEVICE.create(options, {}, this.at);
  }

  /** What the runner tells before anything was done. */
  shown(): RunEvent {
    return this.told({ state: this.state, rows: [] });
  }

  /** @param answers of the server, in the order in which the app asks */
  act(act: DeviceActSource, ...answers: Given[]): RunEvent {
    const acting = TOKENS_DEVICE.act(this.state, act, this.at, () => true);
    let step = acting.next({ headers: {}, body: '', at: this.at });
    while (!step.done) {
      const answer = answers.shift() ?? { body: '' };
      step = acting.next({ headers: {}, at: this.at, ...answer });
    }
    return this.told(step.value);
  }

  pass(ms: number): RunEvent {
    this.at += ms;
    return this.told(TOKENS_DEVICE.pass(this.state, this.at));
  }

  private told({ state, rows, problem }: DeviceOutcome<DeviceState>): RunEvent {
    this.state = state;
    const device = TOKENS_DEVICE.show(state, this.at);
    return { kind: 'deviceChanged', actor: this.actor, device, rows, ...(problem && { problem }) };
  }
}
