import type { MessageLimit } from '../../kernel/code/codeMessage';

/** Data for the thread of the authentication module. */
export interface ModuleData {
  /** Absolute path. */
  readonly module: string;
  /** Maximum number of bytes of an answer. */
  readonly answerBytes: number;
  /** The name of the option for it, and its value, for the refusal. */
  readonly answerLimit: string;
  readonly message: MessageLimit;
}

/** The input of *On Mobile App Authentication*. See docs/facts/4d-mobile.md#on-mobile-app-authentication. */
export interface AuthenticationInput {
  readonly email: string;
  readonly application: unknown;
  readonly device: unknown;
  /** Absent when the device sent no team. */
  readonly team?: unknown;
  readonly language: unknown;
  readonly parameters: unknown;
  readonly session: { readonly id: string; readonly ip: string };
}

/** A request to the thread: call the module for a login, or only load it. */
export type ModuleRequest = { readonly kind: 'ask'; readonly input: AuthenticationInput } | { readonly kind: 'load' };

export type ModuleResult =
  /**
   * The result of the module as JSON. It is absent when the module returned nothing, or a value that JSON cannot
   * represent.
   */
  | { readonly kind: 'answer'; readonly json?: string }
  /** The module was only to be loaded, and it has a function. */
  | { readonly kind: 'loaded' }
  | { readonly kind: 'noFunction' }
  | { readonly kind: 'tooLarge' | 'failure'; readonly reason: string };
