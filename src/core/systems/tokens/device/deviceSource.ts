import type { Json } from '../../../json/json';

export const DEVICE_PRESETS = ['fintech', 'corporate', 'consumer'] as const;
export type DevicePreset = (typeof DEVICE_PRESETS)[number];

/** By which of its clocks the app finds out how much time has passed since an instant that it has stored. */
export const CLOCK_KINDS = ['wall', 'elapsed', 'uptime', 'larger'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

export const OFFLINE_POLICIES = ['retry', 'active'] as const;
export type OfflinePolicy = (typeof OFFLINE_POLICIES)[number];

export const LOOP_GUARDS = ['error', 'expired'] as const;
export type LoopGuard = (typeof LOOP_GUARDS)[number];

export const APP_ROUTES = ['oauth', 'api'] as const;
export type AppRoutes = (typeof APP_ROUTES)[number];

export const RETURNS = ['resume', 'restart'] as const;
export type TimerReturn = (typeof RETURNS)[number];

/** A call of the app's API. */
export interface AppCall {
  readonly method?: string;
  readonly url: string;
  readonly json?: Json;
  /** Holds the answer back until `deliver` has this name. */
  readonly late?: string;
}

declare module '../../../scenario/systemDevice' {
  interface DeviceOptionSources {
    /** Limits and habits of a kind of app. The other options change one each. The default is `consumer`. */
    readonly preset?: DevicePreset;
    /** The app locks after so long without a touch, such as `5 min`. `off`: never. */
    readonly inactivity?: string;
    /** The app locks when it comes back after a longer time in the background, such as `60s`. `off`: never. */
    readonly background?: string;
    /** Whether the app is locked after each start. */
    readonly lockOnStart?: boolean;
    /** After so many wrong PINs the app forgets its tokens. */
    readonly pinTries?: number;
    /** Whether the device has biometrics, such as a fingerprint reader. The default is true. */
    readonly biometrics?: boolean;
    /** The clock that all limits of the app are measured by. `larger`, the default, is the only one without a trap. */
    readonly clock?: ClockKind;
    /** What an app does that cannot refresh its tokens at its start or unlock. The default is `retry`. */
    readonly offline?: OfflinePolicy;
    /** What the app does if a call is refused with 401 though the tokens are new. The default is `error`. */
    readonly loopGuard?: LoopGuard;
    /** Whether the inactivity timer stops in the background. The default is true. */
    readonly pauseInBackground?: boolean;
    /** Whether a stopped inactivity timer goes on with what was left, or begins anew. The default is `resume`. */
    readonly onReturn?: TimerReturn;
    /** Whether a call waits for a refresh if the app believes that its access token is over. The default is false: the 401 tells. */
    readonly refreshAhead?: boolean;
    /** Whether requests that need a refresh wait for the one that is under way. The default is true. */
    readonly sharedRefresh?: boolean;
    /** Whether a logout revokes the refresh token on the server. The default is true. */
    readonly revokeOnLogout?: boolean;
    /** Whether tokens are still there when the app is installed anew, as in the Keychain of iOS. The default is false. */
    readonly tokensSurvive?: boolean;
    /** Whether the app refreshes and signs out by the OAuth routes, or by the JSON routes of its own back end. The default is `oauth`. */
    readonly routes?: AppRoutes;
    /** The `client_id` that is sent with a refresh and a revocation. Without it, none is sent. */
    readonly clientId?: string;
    /** What the app tells about the device when it signs in. */
    readonly name?: string;
    readonly platform?: string;
    readonly model?: string;
    readonly appVersion?: string;
  }

  interface DeviceActSources {
    /** Starts the app. */
    readonly launch: true;
    /** Ends the process of the app. */
    readonly kill: true;
    readonly background: true;
    readonly foreground: true;
    readonly touch: true;
    readonly unlock: 'biometric' | 'pin';
    readonly wrongPin: true;
    /** The screen goes dark, and the device sleeps deeply at once. */
    readonly sleep: true;
    readonly wake: true;
    readonly reboot: true;
    /** Sets the wall clock forward, or back with a `-`: `-1h`. */
    readonly jumpClock: string;
    readonly login: { readonly username: string; readonly password: string };
    readonly logout: true;
    /** A call of the app's API, with all that the app does when it is refused. A text is a path that is read. */
    readonly call: string | AppCall;
    /** The answer that was held back under this name arrives. */
    readonly deliver: string;
    /** Refreshes the tokens. While the app is at its start, this is the next attempt. */
    readonly refresh: true | { readonly late: string };
    /** Removes the app and installs it anew. The server is not told. */
    readonly forget: true;
  }
}
