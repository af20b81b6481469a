/** A row of the transition table of a device, for page and report. */
export interface DeviceRow {
  /** Stable name, such as `loading.none`. Reports and scenarios use it. */
  readonly id: string;
  readonly from: string;
  readonly event: string;
  readonly guard?: string;
  readonly to: string;
  readonly effect: string;
  /** Whether the user's document has the row, or it was added. */
  readonly source: 'seed' | 'ours';
}

/** A timer of the app. */
export interface DeviceTimer {
  /** Which one: inactivity, or time in the background. */
  readonly name: 'inactivity' | 'background';
  readonly state: 'running' | 'paused' | 'off';
  /** Milliseconds. Absent if the app has no such limit. A timer that is off and has one is stopped. */
  readonly limitMs?: number;
  /** Milliseconds until it is over, as the app's clock counts. 0 if it is over. Absent if it is off. */
  readonly leftMs?: number;
  /** While it runs: when it is over by the server's virtual clock, ISO 8601. */
  readonly endsAt?: string;
}

/** The device's own clocks. */
export interface DeviceClocks {
  /** What the device shows as date and time, ISO 8601. */
  readonly wall: string;
  /** Milliseconds since the start of the device, with sleep (Android `elapsedRealtime`, iOS continuous clock). */
  readonly elapsedMs: number;
  /** Milliseconds since the start of the device, without sleep (Android `uptimeMillis`, iOS `systemUptime`). */
  readonly uptimeMs: number;
  /** How often the device was started. */
  readonly boot: number;
}

/** Something a person can do with a device now, or why not. */
export interface DeviceChoice {
  /** The name of the act in a step, such as `touch`. */
  readonly act: string;
  /** Absent if it can be done. Name of the error that the act would cause. */
  readonly refused?: string;
}

/** What a device shows, as plain JSON without any secret: for the page, the report and expectations. */
export interface ShownDevice {
  /** When this was shown, by the server's virtual clock, ISO 8601. Its clocks go on from there. */
  readonly at: string;
  /** State of the app's session, such as `Locked`. */
  readonly state: string;
  /** Whether the app is in the background. */
  readonly hidden: boolean;
  readonly process: 'running' | 'killed';
  readonly power: 'awake' | 'asleep' | 'off';
  /** What a person sees. `home` is any other app. `cover` hides the content, as for the list of recent apps. */
  readonly screen: 'off' | 'home' | 'cover' | 'splash' | 'content' | 'lock' | 'signIn';
  /** Why the person must sign in, or what the screen says. A name that the presenter of the system has words for. */
  readonly reason?: string;
  readonly timers: readonly DeviceTimer[];
  readonly clocks: DeviceClocks;
  readonly user?: string;
  /** Id of the session on the server. */
  readonly session?: string;
  /** What the app believes about its tokens. */
  readonly access: 'none' | 'valid' | 'expired';
  readonly pinTriesLeft?: number;
  /** Names of the answers that are held back. Absent if there are none. */
  readonly late?: readonly string[];
  readonly choices: readonly DeviceChoice[];
  /** Ids of the rows of the transition table that can be next. */
  readonly nextRows: readonly string[];
}
