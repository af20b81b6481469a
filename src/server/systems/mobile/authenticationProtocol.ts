/** The data that the worker thread of the authentication module is started with. */
export interface ModuleStart {
  /** Absolute path. */
  readonly module: string;
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

export type ModuleMessage =
  /** The thread is running. The module has not been loaded yet. */
  | { readonly kind: 'ready' }
  /**
   * The result of the module as JSON. It is absent when the module returned nothing, or a value that JSON cannot
   * represent.
   */
  | { readonly kind: 'answer'; readonly json?: string }
  /** The module was only to be loaded, and it has a function. */
  | { readonly kind: 'loaded' }
  | { readonly kind: 'noFunction' }
  | { readonly kind: 'failure'; readonly reason: string };
