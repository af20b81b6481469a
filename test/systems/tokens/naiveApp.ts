import type { ClockKind } from '../../../src/core/systems/tokens/device/deviceSource';
import { Age } from './naiveAge';

/** What an answer comes to, and how many seconds the app waits for it. */
export interface Outcome {
  readonly what: 'ok' | 'denied' | 'failed';
  readonly seconds: number;
}

export interface NaiveOptions {
  /** Seconds. */
  readonly inactivity: number | undefined;
  readonly background: number | undefined;
  readonly clock: ClockKind;
  readonly lockOnStart: boolean;
  readonly offline: 'retry' | 'active';
  readonly loopGuard: 'error' | 'expired';
  readonly pauseInBackground: boolean;
  readonly onReturn: 'resume' | 'restart';
  readonly sharedRefresh: boolean;
  readonly pinTries: number;
}

interface Held {
  readonly name: string;
  readonly session: number;
  readonly what: Outcome['what'];
  /** Number of the access token that a call was sent with. Undefined: it is a refresh. */
  readonly sentWith: number | undefined;
  /** Number of the tokens that the server has given. */
  readonly given: number;
}

/** Seconds that an access token lives. */
export const LIFE = 120;

/**
 * The app and its device as docs/facts/tokens.md#states-of-the-app has them, written down a second time: by seconds and
 * counters, without any row of a table.
 */
export class NaiveApp {
  mode: 'Start' | 'Loading' | 'Active' | 'Locked' | 'Expired' = 'Start';
  front = false;
  asleep = false;
  ahead = 0;
  elapsed = 0;
  uptime = 0;
  boot = 1;
  token: { readonly number: number; readonly age: Age } | undefined;
  pins: number;
  requests = 0;
  private frontAtWake = false;
  private idle: { age: Age | undefined; left: number } | undefined;
  private away: Age | undefined;
  private wasLocked = false;
  private session = 0;
  private held: Held[] = [];
  private waiting = 0;
  private given = 0;
  private script: Outcome[] = [];

  constructor(readonly options: NaiveOptions) {
    this.pins = options.pinTries;
  }

  /** Says what the answers to the requests of the next act are. Later ones are good. */
  expect(script: readonly Outcome[]): void {
    this.script = [...script];
  }

  pass(seconds: number): void {
    for (let each = 0; each < seconds; each++) this.tick();
  }

  get idleLeft(): number | undefined {
    if (this.mode !== 'Active' || !this.idle) return undefined;
    return Math.max(0, this.idle.left - (this.idle.age?.by(this.options.clock) ?? 0));
  }

  get awayLeft(): number | undefined {
    const { background, clock } = this.options;
    if (this.mode !== 'Active' || background === undefined) return undefined;
    return Math.max(0, background - (this.away?.by(clock) ?? 0));
  }

  get access(): 'none' | 'valid' | 'expired' {
    if (!this.token) return 'none';
    return this.token.age.by(this.options.clock) >= LIFE ? 'expired' : 'valid';
  }

  get screen(): string {
    if (this.asleep) return 'off';
    if (this.mode === 'Start') return 'home';
    if (!this.front) return 'cover';
    return { Loading: 'splash', Active: 'content', Locked: 'lock', Expired: 'signIn' }[this.mode];
  }

  launch(): boolean {
    if (this.mode !== 'Start' || this.asleep) return false;
    this.mode = 'Loading';
    this.front = true;
    this.look();
    return true;
  }

  kill(): boolean {
    if (this.mode === 'Start') return false;
    this.end();
    return true;
  }

  reboot(): boolean {
    this.end();
    for (const age of this.ages()) {
      age.elapsed -= this.elapsed;
      age.uptime -= this.uptime;
      age.sinceBoot = 0;
    }
    this.elapsed = 0;
    this.uptime = 0;
    this.boot++;
    this.asleep = false;
    return true;
  }

  forget(): boolean {
    if (this.asleep) return false;
    this.end();
    this.wipe();
    return true;
  }

  background(): boolean {
    if (this.mode === 'Start' || this.asleep || !this.front) return false;
    this.hide();
    return true;
  }

  foreground(): boolean {
    if (this.mode === 'Start' || this.asleep || this.front) return false;
    this.comeBack();
    return true;
  }

  sleep(): boolean {
    if (this.asleep) return false;
    this.frontAtWake = this.mode !== 'Start' && this.front;
    if (this.frontAtWake) this.hide();
    this.asleep = true;
    return true;
  }

  wake(): boolean {
    if (!this.asleep) return false;
    this.asleep = false;
    if (this.frontAtWake) this.comeBack();
    this.frontAtWake = false;
    return true;
  }

  jump(seconds: number): boolean {
    this.ahead += seconds;
    for (const age of this.ages()) age.wall += seconds;
    this.lockIfIdle();
    return true;
  }

  touch(): boolean {
    if (!this.usable()) return false;
    if (this.mode === 'Active') this.startIdle();
    return true;
  }

  unlock(): boolean {
    if (!this.usable() || this.mode !== 'Locked') return false;
    if (this.access === 'valid') {
      this.open();
      return true;
    }
    if (this.isRefreshing()) return false;
    this.pins = this.options.pinTries;
    const what = this.askForTokens();
    if (what === 'denied') this.expire();
    else if (what === 'ok' || this.options.offline === 'active') this.open();
    return true;
  }

  wrongPin(): boolean {
    if (!this.usable() || this.mode !== 'Locked') return false;
    this.pins--;
    if (this.pins === 0) this.expire();
    return true;
  }

  login(): boolean {
    if (!this.usable() || this.mode !== 'Expired') return false;
    if (this.askForTokens() === 'ok') this.open();
    return true;
  }

  logout(): boolean {
    if (!this.usable() || (this.mode !== 'Active' && this.mode !== 'Locked')) return false;
    this.expire();
    this.ask();
    return true;
  }

  call(late?: string): boolean {
    if (this.asleep || !this.token || (this.mode !== 'Active' && this.mode !== 'Locked')) return false;
    if (late !== undefined && this.isHeld(late)) return false;
    const sentWith = this.token.number;
    const what = this.ask();
    if (late === undefined) this.answered(what, sentWith, false);
    else this.held.push({ name: late, session: this.session, what, sentWith, given: 0 });
    return true;
  }

  refresh(late?: string): boolean {
    if (this.asleep || this.mode === 'Start' || this.mode === 'Expired' || this.isRefreshing()) return false;
    if (late !== undefined && this.isHeld(late)) return false;
    if (late !== undefined) {
      const [session, what] = [this.session, this.ask()];
      if (what === 'ok') this.given++;
      this.held.push({ name: late, session, what, sentWith: undefined, given: this.given });
    } else if (this.mode === 'Loading') this.look();
    else if (this.askForTokens() === 'denied') this.expire();
    return true;
  }

  deliver(name: string): boolean {
    const held = this.held.find((each) => each.name === name);
    if (this.asleep || !held) return false;
    this.held = this.held.filter((each) => each !== held);
    if (held.session !== this.session) return true;
    if (held.sentWith !== undefined) {
      this.answered(held.what, held.sentWith, false);
      return true;
    }
    if (held.what === 'ok') this.token = { number: held.given, age: new Age() };
    if (this.mode === 'Loading') this.started(held.what);
    else if (held.what === 'denied') this.expire();
    const { waiting } = this;
    this.waiting = 0;
    for (let each = 0; held.what === 'ok' && each < waiting && this.token; each++) {
      this.answered(this.ask(), this.token.number, true);
    }
    return true;
  }

  private tick(): void {
    this.elapsed++;
    if (!this.asleep) this.uptime++;
    for (const age of this.ages()) {
      age.wall++;
      age.elapsed++;
      age.sinceBoot++;
      if (!this.asleep) age.uptime++;
    }
    this.lockIfIdle();
  }

  private ages(): Age[] {
    return [this.token?.age, this.idle?.age, this.away].filter((age) => age !== undefined);
  }

  private usable(): boolean {
    return this.mode !== 'Start' && this.front && !this.asleep;
  }

  private isHeld(name: string): boolean {
    return this.held.some((each) => each.name === name);
  }

  private isRefreshing(): boolean {
    const underWay = this.held.some((each) => each.sentWith === undefined && each.session === this.session);
    return underWay && this.options.sharedRefresh;
  }

  private ask(): Outcome['what'] {
    this.requests++;
    const { what, seconds } = this.script.shift() ?? { what: 'ok', seconds: 0 };
    this.pass(seconds);
    return what;
  }

  private askForTokens(): Outcome['what'] {
    const what = this.ask();
    if (what === 'ok') this.token = { number: ++this.given, age: new Age() };
    return what;
  }

  private answered(what: Outcome['what'], sentWith: number, isNew: boolean): void {
    if (what !== 'denied' || !this.token) return;
    if (isNew) {
      if (this.options.loopGuard === 'expired') this.expire();
    } else if (this.token.number !== sentWith) this.answered(this.ask(), this.token.number, false);
    else if (this.isRefreshing()) this.waiting++;
    else {
      const refreshed = this.askForTokens();
      if (refreshed === 'denied') this.expire();
      else if (refreshed === 'ok') this.answered(this.ask(), this.token.number, true);
    }
  }

  private look(): void {
    if (!this.token) this.expire();
    else if (this.access === 'valid') this.enter();
    else this.started(this.askForTokens());
  }

  private started(what: Outcome['what']): void {
    if (what === 'denied') this.expire();
    else if (what === 'ok' || this.options.offline === 'active') this.enter();
  }

  private enter(): void {
    if (this.wasLocked || this.options.lockOnStart || this.isAwayTooLong()) this.lock();
    else this.open();
  }

  private isAwayTooLong(): boolean {
    const { background, clock } = this.options;
    return background !== undefined && this.away !== undefined && this.away.by(clock) > background;
  }

  private open(): void {
    this.mode = 'Active';
    this.wasLocked = false;
    this.pins = this.options.pinTries;
    this.away = this.front ? undefined : new Age();
    this.startIdle();
  }

  private startIdle(): void {
    const { inactivity, pauseInBackground } = this.options;
    const stopped = !this.front && pauseInBackground;
    this.idle = inactivity === undefined ? undefined : { age: stopped ? undefined : new Age(), left: inactivity };
  }

  private lockIfIdle(): void {
    if (this.mode === 'Active' && this.front && !this.asleep && this.idleLeft === 0) this.lock();
  }

  private lock(): void {
    this.mode = 'Locked';
    this.wasLocked = true;
    this.idle = undefined;
  }

  private hide(): void {
    this.front = false;
    if (this.mode !== 'Active') return;
    this.away = new Age();
    const left = this.rawIdleLeft();
    if (this.options.pauseInBackground && left !== undefined) this.idle = { age: undefined, left };
  }

  /** A wall clock that was set back makes more than the limit of it. */
  private rawIdleLeft(): number | undefined {
    return this.idle && this.idle.left - (this.idle.age?.by(this.options.clock) ?? 0);
  }

  private comeBack(): void {
    this.front = true;
    if (this.mode !== 'Active') return;
    const tooLong = this.isAwayTooLong();
    this.away = undefined;
    if (tooLong || this.idleLeft === 0) this.lock();
    else if (this.options.pauseInBackground) {
      if (this.options.onReturn === 'restart') this.startIdle();
      else if (this.idle) this.idle = { ...this.idle, age: new Age() };
    }
  }

  private end(): void {
    if (this.mode === 'Active' && this.front) this.away = new Age();
    this.mode = 'Start';
    this.front = false;
    this.frontAtWake = false;
    this.idle = undefined;
    this.held = [];
    this.waiting = 0;
  }

  private expire(): void {
    this.mode = 'Expired';
    this.wipe();
  }

  private wipe(): void {
    this.token = undefined;
    this.wasLocked = false;
    this.away = undefined;
    this.idle = undefined;
    this.waiting = 0;
    this.pins = this.options.pinTries;
    this.session++;
  }
}
