import type { CodeLimitOptions } from '../../kernel/code/codeLimits';

declare module '../../kernel/options/options' {
  interface SystemOptions {
    /** Absolute path of the MobileApps folder. Without it the mobile face answers 404, and explains how to set it. */
    readonly mobileApps?: string;
    readonly mobile?: MobileOptions;
  }
}

/** How the mobile face decides. docs/switches.md#mobile-apps describes each switch. */
export interface MobileOptions {
  /** Absolute path of the JSON schema that session files are held against in a refresh. Without it the built-in one. */
  readonly schema?: string;
  readonly policy?: Policy;
  /**
   * Absolute path of a JavaScript module that stands for *On Mobile App Authentication*. With a module, the policy is not
   * used.
   */
  readonly authenticationModule?: string;
  /** Real milliseconds that the module may take. The default is 5000. */
  readonly authenticationTimeoutMs?: number;
  /** Other limits of the module. See docs/switches.md#mobileauthenticationlimits. */
  readonly authenticationLimits?: CodeLimitOptions;
  /**
   * Absolute path of a folder with recorded answers, which are played for tables, catalog and pictures
   * (docs/mobile-data.md). Without it the catalog is empty, and there are no tables.
   */
  readonly data?: string;
  /** Absolute path of a JavaScript module that stands for *On Mobile App Action*. */
  readonly actionModule?: string;
  /** Real milliseconds that it may take. The default is 5000. */
  readonly actionTimeoutMs?: number;
  /** Its other limits. See docs/switches.md#mobileactionlimits. */
  readonly actionLimits?: CodeLimitOptions;
  /** MiB that an upload has at most. The default is 32. */
  readonly uploadMb?: number;
  /**
   * When the policy or module is asked: `untilAccepted` (the default) while there is no accepted session, `always` at
   * each login. See docs/switches.md#mobileaskagain.
   */
  readonly askAgain?: 'untilAccepted' | 'always';
  /**
   * The value of `token` in the answer for a pending session: absent (the default), null, or an empty text. See
   * docs/switches.md#mobilependingtoken.
   */
  readonly pendingToken?: 'omit' | 'null' | 'empty';
  /**
   * HTTP status of a refusal. The default is 401. With 200 the body has `success: false`. See
   * docs/switches.md#mobilerefusalstatus.
   */
  readonly refusalStatus?: 200 | 401 | 403;
  /** Whether all session files are loaded at the start (the default). Otherwise memory starts empty. */
  readonly loadAtStart?: boolean;
  /** How long backups of overwritten files are kept (docs/switches.md#mobilebackups). The default is 90 days and 100. */
  readonly backups?: { readonly days?: number; readonly count?: number };
  /**
   * Whether a refresh also loads compliant files whose session is not in memory. It lists them as refreshed. The
   * default is false. See docs/switches.md#mobiletakenewfiles.
   */
  readonly takeNewFiles?: boolean;
  /**
   * Number of licences, each for one accepted session. The default is no limit. A guest beyond the limit gets error
   * 1913.
   */
  readonly licences?: number;
  readonly verification?: VerificationOptions;
  /**
   * Whether all logins from this machine are accepted, as 4D does. The default is false. See
   * docs/switches.md#mobileacceptlocalhost.
   */
  readonly acceptLocalhost?: boolean;
  /**
   * Name of the cookie that an accepted login sets on a server without web sessions. 4D uses `4DSID_` and the project
   * name. The default is `4DSID_Workbench`.
   */
  readonly sessionCookie?: string;
  /** Value of the `Server` header. The default is `4D/20.5.0 (Build 0.101864)`. */
  readonly serverHeader?: string;
}

export type PolicyOutcome =
  | { readonly outcome: 'accept'; readonly statusText?: string; readonly userInfo?: Record<string, unknown> }
  | {
      readonly outcome: 'pending';
      readonly statusText?: string;
      /** Whether a mail with a link or a code is sent. */
      readonly mail?: boolean;
      readonly userInfo?: Record<string, unknown>;
    }
  | { readonly outcome: 'refuse'; readonly statusText?: string };

/** The first rule whose pattern matches decides, else `otherwise`. The default of `otherwise` is accept. */
export interface Policy {
  /**
   * `email` is a glob such as `*@example.com`, matched with the whole address in any case. The empty text matches a
   * guest.
   */
  readonly rules?: readonly (PolicyOutcome & { readonly email: string })[];
  readonly otherwise?: PolicyOutcome;
}

/** Activation by e-mail, as the component 4D Mobile App Server does it (docs/facts/4d-mobile.md#activation-by-e-mail). */
export interface VerificationOptions {
  /** How long link and code are valid, in milliseconds of virtual time. The default is 300000. */
  readonly timeoutMs?: number;
  /** Path of the activation link. The default is `activation`. */
  readonly path?: string;
  /** Subject and templates, with `{{url}}`, `{{code}}`, `{{expirationminutes}}` and `{{message}}`. */
  readonly subject?: string;
  readonly html?: string;
  readonly text?: string;
}
