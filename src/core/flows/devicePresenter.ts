import type { ShownDevice } from '../scenario/shownDevice';
import type { DeviceActSource } from '../scenario/systemDevice';

/** Pictures that a button of a device can have. The page draws them. */
export type DeviceIcon =
  | 'back'
  | 'call'
  | 'clockJump'
  | 'deliver'
  | 'finger'
  | 'forget'
  | 'front'
  | 'kill'
  | 'launch'
  | 'pin'
  | 'pinWrong'
  | 'reboot'
  | 'refresh'
  | 'signIn'
  | 'signOut'
  | 'sleep'
  | 'touch'
  | 'wake';

/** How the state of an app is drawn: not running, looking, usable, closed until it is unlocked, or without a session. */
export type DeviceStateLook = 'still' | 'busy' | 'open' | 'shut' | 'out';

/** Something that a person fills in before an act. */
export interface DeviceField<W extends string = string> {
  /** Different from the names of the other fields of the button. */
  readonly name: string;
  readonly label: W;
  /** A text that is there from the start. */
  readonly value: string;
  /** Texts to choose from. The first one is there from the start in the place of `value`. */
  readonly among?: (device: ShownDevice) => readonly string[];
  readonly isSecret?: boolean;
  /** Says whether a text can be used, and what to say if it cannot. */
  readonly check?: { readonly isRight: (text: string) => boolean; readonly wrong: W };
}

/** A button below the phone: one act, or what asks for the rest of it first. */
export interface DeviceButton<W extends string = string> {
  /** Different from the keys of the other buttons. */
  readonly key: string;
  /** The name of the act, as `ShownDevice.choices` has it. */
  readonly act: string;
  readonly label: W;
  readonly icon: DeviceIcon;
  /** Buttons of one group stand together. */
  readonly group: 'hand' | 'app' | 'session' | 'device';
  readonly fields?: readonly DeviceField<W>[];
  readonly source: (values: Readonly<Record<string, string>>) => DeviceActSource;
}

/**
 * What the flow page says of the device of a system: its names in words, and its buttons. What the transition table says
 * in English is among the texts of the presenter under that English text itself.
 */
export interface DevicePresenter<W extends string = string> {
  /** States of the app: the name in words, and how it is drawn. */
  readonly states: Readonly<Record<string, { readonly word: W; readonly look: DeviceStateLook }>>;
  /** Why a person must sign in, as a whole sentence. */
  readonly reasons: Readonly<Record<string, W>>;
  /** Why an act is impossible, as a whole sentence, by the name of its problem. */
  readonly problems: Readonly<Record<string, W>>;
  /** In the order of the page. */
  readonly buttons: readonly DeviceButton<W>[];
}
