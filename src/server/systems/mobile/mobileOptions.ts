declare module '../../kernel/options/options' {
  interface SystemOptions {
    /** Absolute path of the MobileApps folder; without it the mobile face answers 404 and says how to give one. */
    readonly mobileApps?: string;
    readonly mobile?: MobileOptions;
  }
}

/** How the mobile face decides; docs/switches.md#mobile-apps has what each switch is about. */
export interface MobileOptions {
  readonly policy?: Policy;
  /** Absolute path of a JavaScript module that plays *On Mobile App Authentication*; it comes before the policy. */
  readonly authenticationModule?: string;
  /** Milliseconds that the module may take; 5000 unless given. */
  readonly authenticationTimeoutMs?: number;
  /**
   * `untilAccepted` asks while there is no accepted session (the default), `always` at each login:
   * docs/switches.md#mobileaskagain.
   */
  readonly askAgain?: 'untilAccepted' | 'always';
  /**
   * What a pending answer says for `token`: nothing (the default), null, or an empty text. See
   * docs/switches.md#mobilependingtoken.
   */
  readonly pendingToken?: 'omit' | 'null' | 'empty';
  /** HTTP status of a refusal; 401 unless given, 200 answers `success: false`. See docs/switches.md#mobilerefusalstatus. */
  readonly refusalStatus?: 200 | 401 | 403;
  /** Which sessions memory has without a login: all files at the start (the default), or none. */
  readonly loadAtStart?: boolean;
  /**
   * Whether a refresh also takes in compliant files whose session is not in memory. False unless given
   * (docs/switches.md#mobiletakenewfiles). They are told among the refreshed.
   */
  readonly takeNewFiles?: boolean;
  /** How many sessions there are licences for; no limit unless given. A guest beyond gets 1913. */
  readonly licences?: number;
  readonly verification?: VerificationOptions;
  /** 4D accepts logins from its own machine unasked; off unless given: docs/switches.md#mobileacceptlocalhost. */
  readonly acceptLocalhost?: boolean;
  /** Name of the cookie that an accepted login sets, as 4D names it: `4DSID_` and the project; `4DSID_Workbench` unless given. */
  readonly sessionCookie?: string;
  /** Text of the `Server` header; `4D/20.5.0` unless given. */
  readonly serverHeader?: string;
}

export type PolicyOutcome =
  | { readonly outcome: 'accept'; readonly statusText?: string; readonly userInfo?: Record<string, unknown> }
  | {
      readonly outcome: 'pending';
      readonly statusText?: string;
      /** Sends the mail with link or code. */
      readonly mail?: boolean;
      readonly userInfo?: Record<string, unknown>;
    }
  | { readonly outcome: 'refuse'; readonly statusText?: string };

/** The first rule whose pattern matches decides; else `otherwise`, which accepts unless given. */
export interface Policy {
  /** `email` is a glob over the whole address, in any case: `*@example.com`; the empty text is a guest. */
  readonly rules?: readonly (PolicyOutcome & { readonly email: string })[];
  readonly otherwise?: PolicyOutcome;
}

/** Activation by e-mail, as the component 4D Mobile App Server does it (docs/facts/4d-mobile.md#activation-by-e-mail). */
export interface VerificationOptions {
  /** Milliseconds of virtual time that link and code are good for; 300000 unless given. */
  readonly timeoutMs?: number;
  /** Path of the activation link; `activation` unless given. */
  readonly path?: string;
  /** Subject and templates, with `{{url}}`, `{{code}}`, `{{expirationminutes}}` and `{{message}}`. */
  readonly subject?: string;
  readonly html?: string;
  readonly text?: string;
}
