import type { RunEvent } from '../scenario/runEvents';
import type { DeviceRow, DeviceTimer, ShownDevice } from '../scenario/shownDevice';
import { countdown } from './deadlines';
import type { DeviceButton, DevicePresenter, DeviceStateLook } from './devicePresenter';
import { type FlowStrings, filled } from './flowWords';

/** Screens of the app itself, on which it says why it shows them. */
const SAYS_WHY: ReadonlySet<ShownDevice['screen']> = new Set(['splash', 'content', 'lock', 'signIn']);

/** Says in the user's language what a device shows. A name that its system has no words for is said as it is. */
export class DeviceVoice {
  /**
   * @param own the texts of the system that has the device, in the user's language
   * @param words the other texts
   */
  constructor(
    private readonly presenter: DevicePresenter | undefined,
    private readonly own: Readonly<Record<string, string>>,
    private readonly words: FlowStrings,
  ) {}

  get buttons(): readonly DeviceButton[] {
    return this.presenter?.buttons ?? [];
  }

  /** A text of the presenter. */
  text(word: string): string {
    return this.own[word] ?? word;
  }

  state(name: string): string {
    return (this.presenter && this.own[this.presenter.states[name]?.word ?? '']) ?? name;
  }

  look(state: string): DeviceStateLook {
    return this.presenter?.states[state]?.look ?? 'still';
  }

  /** Why the person must sign in. */
  reason(name: string): string {
    return this.named(this.presenter?.reasons, name);
  }

  /** Why an act is impossible. */
  problem(name: string): string {
    return this.named(this.presenter?.problems, name);
  }

  screen({ screen }: ShownDevice): string {
    const { words } = this;
    const texts: Readonly<Record<ShownDevice['screen'], string>> = {
      off: words.screenOff,
      home: words.screenHome,
      splash: words.screenSplash,
      content: words.screenContent,
      lock: words.screenLock,
      signIn: words.screenSignIn,
      cover: words.screenCover,
    };
    return texts[screen];
  }

  /** Where the app is: in front, in the background, not running, or what the device is that it is on. */
  place({ power, process, hidden }: ShownDevice): string {
    const { words } = this;
    if (power !== 'awake') return power === 'asleep' ? words.powerAsleep : words.powerOff;
    if (process === 'killed') return words.appKilled;
    return hidden ? words.appHidden : words.appInFront;
  }

  access({ access }: ShownDevice): string {
    const { accessNone, accessValid, accessExpired } = this.words;
    return { none: accessNone, valid: accessValid, expired: accessExpired }[access];
  }

  /** All that the picture of the device shows, as sentences: state, place, screen, reason. */
  picture(device: ShownDevice): string {
    const { words } = this;
    const { screen, reason, pinTriesLeft, user } = device;
    return [
      `${this.state(device.state)}, ${this.place(device)}.`,
      this.screen(device),
      ...(reason !== undefined && SAYS_WHY.has(screen) ? [this.reason(reason)] : []),
      ...(screen === 'lock' && pinTriesLeft !== undefined ? [`${filled(words.pinTriesLeft, pinTriesLeft)}.`] : []),
      ...(screen === 'content' && user !== undefined ? [filled(words.signedInAs, user)] : []),
    ].join(' ');
  }

  timer({ name }: DeviceTimer): string {
    return name === 'inactivity' ? this.words.timerInactivity : this.words.timerBackground;
  }

  /**
   * Whether there is such a limit, whether its timer runs, and what is left of it.
   * @param leftMs milliseconds until it is over
   */
  timerTexts({ state, limitMs }: DeviceTimer, leftMs: number): string[] {
    const { words } = this;
    if (limitMs === undefined) return [words.timerNoLimit];
    if (state === 'off') return [words.timerStopped, filled(words.timerLimit, countdown(limitMs, words))];
    if (leftMs <= 0) return [words.timerOver];
    const left = filled(words.timerLeft, countdown(leftMs, words), countdown(limitMs, words));
    return [state === 'running' ? words.timerRunning : words.timerPaused, left];
  }

  /** What leads to a row: its event, and under which condition. */
  rowCause({ event, guard }: DeviceRow): string {
    const text = this.named(undefined, event);
    return guard === undefined ? text : filled(this.words.rowGuard, text, this.named(undefined, guard));
  }

  rowEffect({ effect }: DeviceRow): string {
    return this.named(undefined, effect);
  }

  private named(names: Readonly<Record<string, string>> | undefined, name: string): string {
    const word = names && Object.hasOwn(names, name) ? names[name] : name;
    return (word !== undefined && Object.hasOwn(this.own, word) ? this.own[word] : undefined) ?? name;
  }
}

/** The voice for the devices of a run. One of the systems has them. */
export function deviceVoiceOf(
  systems: readonly { readonly name: string; readonly presenter?: { readonly device?: DevicePresenter } }[],
  words: FlowStrings,
): DeviceVoice {
  const part = systems.find(({ presenter }) => presenter?.device);
  return new DeviceVoice(part?.presenter?.device, words.ofSystems[part?.name ?? ''] ?? {}, words);
}

/** Milliseconds until a timer is over. */
export function timerLeft({ state, endsAt, leftMs = 0, limitMs }: DeviceTimer, now: number): number {
  const left = state === 'running' && endsAt !== undefined ? Date.parse(endsAt) - now : leftMs;
  return Math.min(limitMs ?? left, Math.max(0, left));
}

/** What is said when a device has changed. Nothing, if a person who sees it sees no difference. */
export function spokenDevice(
  { actor, device, problem }: Extract<RunEvent, { kind: 'deviceChanged' }>,
  before: ShownDevice | undefined,
  voice: DeviceVoice,
  words: FlowStrings,
): string[] {
  const picture = voice.picture(device);
  return [
    ...(before && voice.picture(before) === picture ? [] : [filled(words.spokenDevice, actor, picture)]),
    ...(problem ? [filled(words.refusedAct, actor, voice.problem(problem.name))] : []),
  ];
}
