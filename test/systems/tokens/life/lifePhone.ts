import type { DeviceActSource, DeviceOptionSources } from '../../../../src/core/scenario/systemDevice';
import { type Lost, WiredPhone } from '../wiredPhone';
import type { LifeServer } from './lifeServer';

/** A phone, with what an observer of its screen and its network knows. */
export class LifePhone extends WiredPhone {
  /** Statuses of the answers that came during the last act. 0: none came. */
  heard: readonly number[] = [];
  /** Statuses of the answers that were held back. */
  readonly heldBack: number[] = [];
  /** Whether the app was locked since the last unlock or sign-in, as its screen said. */
  isLocked = false;
  /** Virtual time of the last touch, unlock, sign-in or return. */
  touchedAt = 0;
  /** Virtual time at which content was last on the screen before it went away. */
  leftAt: number | undefined;

  constructor(
    private readonly server: LifeServer,
    options: DeviceOptionSources,
  ) {
    super(server.world, options);
  }

  /** The refresh token that the app has. */
  get refreshToken(): string | undefined {
    return this.stored.tokens?.refresh ?? undefined;
  }

  override async do(act: DeviceActSource, lose: readonly Lost[] = []): Promise<this> {
    const from = this.sent.length;
    await super.do(act, lose);
    this.heard = this.sent.slice(from).map((_, index) => {
      const answer = this.answered.get(from + index);
      return answer && lose[index] === undefined ? (answer.status ?? 0) : 0;
    });
    const isLate = Object.values(act).some((source) => typeof source === 'object' && 'late' in source);
    if (isLate) this.heldBack.push(...this.heard);
    for (const [index, { request }] of this.sent.entries()) {
      const answer = this.answered.get(index);
      if (index < from) continue;
      this.server.isTouched = true;
      if (answer) this.server.observe(request.form, answer);
    }
    return this;
  }
}
