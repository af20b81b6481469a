import assert from 'node:assert/strict';
import type { DeviceAnswer } from '../../../../src/core/scenario/systemDevice';
import type { ControlledSession } from '../../../../src/core/systems/tokens/tokenSession';
import type { TokensOptions } from '../../../../src/server/systems/tokens/tokensOptions';
import { type Answer, call } from '../../../server/httpCall';
import { TokensHarness } from '../tokensHarness';
import { World } from '../wiredPhone';

/** A pair of tokens that somebody was given. */
export interface SeenPair {
  readonly access: string;
  readonly refresh: string;
  /** Id of the session. */
  readonly session: string;
}

/** A token server, and everything that an observer of the network has seen of its answers. */
export class LifeServer {
  /** By each refresh token that was presented: the refresh tokens that were given for it. */
  readonly successors = new Map<string, string[]>();
  readonly pairs: SeenPair[] = [];
  /** Whether anything was asked of the server that may have changed its sessions, since they were last looked at. */
  isTouched = true;

  private constructor(
    private readonly harness: TokensHarness,
    readonly world: World,
    readonly options: TokensOptions,
  ) {}

  static async start(options: TokensOptions): Promise<LifeServer> {
    const harness = await TokensHarness.start(options);
    return new LifeServer(harness, await World.with(harness), options);
  }

  stop(): Promise<void> {
    return this.harness.stop();
  }

  /** Begins anew, without a new process: time stands still until it is moved. */
  async restart(): Promise<void> {
    await this.succeed('POST', '/reset');
    const { now } = await this.succeed('POST', '/clock', { pause: true });
    this.world.at = Date.parse(now);
    this.successors.clear();
    this.pairs.length = 0;
  }

  sessions(): Promise<readonly ControlledSession[]> {
    return this.harness.sessions();
  }

  // biome-ignore lint/suspicious/noExplicitAny: each caller knows what it asked for
  async succeed(method: string, path: string, body?: unknown): Promise<any> {
    this.isTouched = true;
    const { status, json, text } = await this.harness.control.call(method, path, body);
    assert.ok(status < 300, `${method} ${path}: ${status} ${text}`);
    return json;
  }

  async refresh(token: string): Promise<Answer> {
    this.isTouched = true;
    const form = { grant_type: 'refresh_token', refresh_token: token };
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams(form).toString();
    const answer = await call(`${this.harness.url}/oauth/token`, { method: 'POST', headers, body });
    this.observe(form, { status: answer.status, body: answer.text });
    return answer;
  }

  me(access: string): Promise<Answer> {
    this.isTouched = true;
    return call(`${this.harness.url}/api/me`, { headers: { authorization: `Bearer ${access}` } });
  }

  /** Keeps the tokens of an answer, and what they were given for. */
  observe(
    form: Readonly<Record<string, string>> | undefined,
    { status, body }: Pick<DeviceAnswer, 'status' | 'body'>,
  ): void {
    if (status !== 200 || !body.includes('"access_token"')) return;
    const { access_token: access, refresh_token: refresh, session: told } = JSON.parse(body);
    const presented = form?.refresh_token;
    const session = told?.id ?? this.pairs.find((pair) => pair.refresh === presented)?.session;
    assert.ok(typeof session === 'string', 'tokens of no session that is known');
    // A server that keeps the refresh token sends none.
    this.pairs.push({ access, refresh: refresh ?? presented, session });
    if (presented === undefined || refresh === undefined) return;
    this.successors.set(presented, [...(this.successors.get(presented) ?? []), refresh]);
  }
}
