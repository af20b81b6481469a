/** What the thread that runs the authentication module is started with. */
export interface ModuleStart {
  /** Absolute path. */
  readonly module: string;
}

/** What *On Mobile App Authentication* is given. See docs/facts/4d-mobile.md#on-mobile-app-authentication. */
export interface AuthenticationInput {
  readonly email: string;
  readonly application: unknown;
  readonly device: unknown;
  /** Absent when the device sent none. */
  readonly team?: unknown;
  readonly language: unknown;
  readonly parameters: unknown;
  readonly session: { readonly id: string; readonly ip: string };
}

/** What the thread is asked: what the module says of a login, or only whether it can be loaded. */
export type ModuleRequest = { readonly kind: 'ask'; readonly input: AuthenticationInput } | { readonly kind: 'load' };

export type ModuleMessage =
  /** The thread is up; nothing of the module was run yet. */
  | { readonly kind: 'ready' }
  /** JSON of what the module returned; absent when it returned nothing, or what JSON cannot say. */
  | { readonly kind: 'answer'; readonly json?: string }
  /** It was only to be loaded, and has a function. */
  | { readonly kind: 'loaded' }
  | { readonly kind: 'noFunction' }
  | { readonly kind: 'failure'; readonly reason: string };
