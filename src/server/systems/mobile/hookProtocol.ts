import type { MessageLimit } from '../../kernel/code/codeMessage';

/** Data for the thread of a module. */
export interface ModuleData {
  /** Absolute path. */
  readonly module: string;
  /** The name under which it may export its function. */
  readonly exportName: string;
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

/** The input of *On Mobile App Action*. See docs/mobile-data.md#actions. */
export interface ActionInput {
  /** Name of the action. */
  readonly action: string;
  /** The id that the app gives the action, so that it can be told from others. */
  readonly id?: unknown;
  readonly session: { readonly id: string; readonly ip: string };
  readonly application: unknown;
  readonly device: unknown;
  readonly team?: unknown;
  readonly language: unknown;
  readonly email: string;
  readonly userInfo: unknown;
  readonly parameters: unknown;
  /** Data class, entity and parent, as the app sends them. */
  readonly context: unknown;
  /** How the app has encoded parameters, such as `uploaded` for the id of an upload. */
  readonly metadata?: unknown;
  /** The uploads of the session that its parameters name, by their id. */
  readonly uploads: Readonly<Record<string, UploadedFile>>;
}

/** What an app has uploaded. */
export interface UploadedFile {
  /** Absolute path of a file with the bytes. */
  readonly path: string;
  /** Its `Content-Type`, as the app has sent it. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

export type HookInput = AuthenticationInput | ActionInput;

/** A request to the thread: call the module, or only load it. */
export type ModuleRequest = { readonly kind: 'ask'; readonly input: HookInput } | { readonly kind: 'load' };

export type ModuleResult =
  /**
   * The result of the module as JSON. It is absent when the module returned nothing, or a value that JSON cannot
   * represent. Then `unwritable` says what in it.
   */
  | { readonly kind: 'answer'; readonly json?: string; readonly unwritable?: string }
  /** The module was only to be loaded, and it has a function. */
  | { readonly kind: 'loaded' }
  | { readonly kind: 'noFunction' }
  | { readonly kind: 'tooLarge' | 'failure'; readonly reason: string };
