import type { Json } from '../../../../core/json/json';
import type { MessageLimit } from '../../../kernel/code/codeMessage';
import type { HandlerAnswer, HandlerRequest } from '../currentSession';
import type { SessionMembers } from '../sessionOperations';
import type { StorageChange } from './storageChanges';

/** Data for the thread that runs a developer's code. */
export interface CodeData {
  /** Maximum number of bytes of an answer. */
  readonly answerBytes: number;
  /** The name of the option for it, and its value, for the refusal. */
  readonly answerLimit: string;
  readonly message: MessageLimit;
}

/** The function to run. */
export type CodeCall =
  | { readonly kind: 'handler'; readonly className: string; readonly method: string }
  | { readonly kind: 'action'; readonly name: string }
  | {
      readonly kind: 'rest';
      readonly className: string;
      readonly method: string;
      readonly parameters: readonly unknown[];
    };

export interface CodeJob {
  /** Absolute path of the module. */
  readonly file: string;
  readonly call: CodeCall;
  readonly request: HandlerRequest;
}

export type CodeResult =
  | { readonly kind: 'answer'; readonly answer: HandlerAnswer }
  /** What a function returned, as JSON. */
  | { readonly kind: 'result'; readonly json: string }
  | { readonly kind: 'noSingleton' | 'noFunction' | 'threw' | 'tooLarge'; readonly reason: string };

/** Names a shared object: `Session.storage`, or `Storage`, which all sessions see. */
export type SharedName = 'session' | 'storage';

/** The state of a shared object. The storage of another session has another id. */
export interface SharedObjectState {
  readonly id: string;
  readonly value: { readonly [key: string]: Json };
}

/** The calls from the code to the server, with the types of parameters and results. */
export interface BridgeCalls {
  /** Undefined when scalable sessions are off. */
  info: { parameters: []; result: SessionMembers | undefined };
  isGuest: { parameters: []; result: boolean };
  setPrivileges: { parameters: [unknown]; result: boolean };
  clearPrivileges: { parameters: []; result: boolean };
  getPrivileges: { parameters: []; result: string[] };
  hasPrivilege: { parameters: [string]; result: boolean };
  promote: { parameters: [string]; result: number };
  demote: { parameters: [number]; result: undefined };
  setIdleTimeout: { parameters: [number]; result: undefined };
  createOtp: { parameters: [number | undefined]; result: string };
  restore: { parameters: [string]; result: boolean };
  read: { parameters: [SharedName]; result: SharedObjectState };
  /** Locks a shared object, so that nobody else changes it until `unlock`. */
  lock: { parameters: [SharedName]; result: SharedObjectState };
  unlock: { parameters: [SharedName, readonly StorageChange[]]; result: undefined };
}

export type BridgeOperation = keyof BridgeCalls;
