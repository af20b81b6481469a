import assert from 'node:assert/strict';
import type { ControlledSession } from '../../../../src/core/systems/tokens/tokenSession';
import type { LifePhone } from './lifePhone';
import type { LifeServer } from './lifeServer';

/** What must be true after each step, whatever was done before. */
export class LifeRules {
  /** Sessions whose tokens were all tried after their end. */
  private readonly tried = new Set<string>();

  constructor(
    private readonly server: LifeServer,
    private readonly phones: readonly LifePhone[],
  ) {}

  async check(): Promise<void> {
    for (const phone of this.phones) this.checkScreen(phone);
    if (!this.server.isTouched) return;
    this.checkWinners();
    const sessions = await this.server.sessions();
    for (const session of sessions) await this.checkFamily(session);
    this.checkLimit(sessions);
    this.server.isTouched = false;
  }

  /** An app never loses its session because it was not answered. */
  checkEnd(phone: LifePhone, before: string, act: string): void {
    if (phone.shown.state !== 'Expired' || before === 'Expired') return;
    const isOwn = ['logout', 'wrongPin', 'forget', 'launch'].includes(act);
    const heard = act === 'deliver' ? [...phone.heard, ...phone.heldBack] : phone.heard;
    const isRefused = heard.some((status) => status === 400 || status === 401);
    assert.ok(isOwn || isRefused, `${act} with the answers ${phone.heard} has ended a session: ${phone.rows}`);
  }

  /** Content is shown only to somebody who has unlocked since the last lock, in time. */
  private checkScreen(phone: LifePhone): void {
    const { state, screen, timers, hidden, power } = phone.shown;
    if (state === 'Locked') phone.isLocked = true;
    // Who had to unlock or to sign in has proved who it is.
    if (screen === 'lock' || screen === 'signIn') phone.leftAt = undefined;
    if (screen !== 'content') return;
    assert.equal(state, 'Active', 'content in another state');
    assert.equal(hidden, false, 'content in the background');
    assert.equal(power, 'awake', 'content on a dark screen');
    assert.equal(phone.isLocked, false, `content while locked: ${phone.rows}`);
    const limits = new Map(timers.map(({ name, limitMs }) => [name, limitMs ?? Number.POSITIVE_INFINITY]));
    const still = this.server.world.at - phone.touchedAt;
    assert.ok(still < (limits.get('inactivity') ?? 0), `content after ${still} ms without a touch`);
    const away = this.server.world.at - (phone.leftAt ?? this.server.world.at);
    assert.ok(away <= (limits.get('background') ?? 0), `content after ${away} ms in the background`);
    phone.leftAt = undefined;
  }

  /** Without grace, one refresh token has one successor. With it, as many as the style allows. */
  private checkWinners(): void {
    const { graceSeconds = 0, graceStyle = 'same', rotation } = this.server.options;
    if (rotation === 'keep') return;
    for (const [, given] of this.server.successors) {
      if (graceSeconds > 0 && graceStyle === 'new') continue;
      const different = new Set(given).size;
      assert.equal(different, 1, 'two different successors of one refresh token');
      if (graceSeconds === 0 || graceStyle === 'reject') assert.equal(given.length, 1, 'two winners of one refresh');
    }
  }

  private async checkFamily({ id, state, endReason, family }: ControlledSession): Promise<void> {
    const live = family.filter((token) => token.state === 'live');
    if (state === 'active') {
      const { graceSeconds = 0, reuse } = this.server.options;
      const refresh = live.filter(({ kind }) => kind === 'refresh');
      if (graceSeconds === 0 && reuse !== 'token') {
        assert.equal(refresh.length, 1, `the session ${id} has ${refresh.length} live refresh tokens`);
      }
      return;
    }
    assert.ok(endReason, `the session ${id} ended without a reason`);
    assert.deepEqual(live, [], `live tokens in the dead family of ${id}`);
    if (this.tried.has(id)) return;
    this.tried.add(id);
    for (const { access, refresh, session } of this.server.pairs) {
      if (session !== id) continue;
      assert.equal((await this.server.me(access)).status, 401, `an access token of the dead family ${id} is taken`);
      const refused = await this.server.refresh(refresh);
      assert.equal(refused.status, 400, `a refresh token of the dead family ${id} is taken`);
      assert.equal(refused.json.reason, endReason);
    }
  }

  private checkLimit(sessions: readonly ControlledSession[]): void {
    const { maxSessions } = this.server.options;
    if (maxSessions === undefined) return;
    const active = sessions.filter(({ state }) => state === 'active').map(({ user }) => user);
    for (const user of new Set(active)) {
      const count = active.filter((each) => each === user).length;
      assert.ok(count <= maxSessions, `${user} has ${count} sessions of ${maxSessions}`);
    }
  }
}
