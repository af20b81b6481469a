import type { MessagePort } from 'node:worker_threads';
import type { Json } from '../../../../core/json/json';
import type { HandlerAnswer, HandlerRequest } from '../currentSession';
import type { SessionMembers } from '../sessionOperations';
import type { StorageChange } from './storageChanges';

/** The data that a thread for a developer's code is started with. */
export interface CodeStart {
  /** The port for calls on the real session. */
  readonly bridge: MessagePort;
  /** One 32-bit integer. It becomes 1 when the answer of a call has arrived. */
  readonly signal: SharedArrayBuffer;
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
  /** Number of the run. Calls that the thread still makes for an earlier run are refused. */
  readonly run: number;
  /** Absolute path of the module. */
  readonly file: string;
  readonly call: CodeCall;
  readonly request: HandlerRequest;
}

export type CodeResult =
  | { readonly kind: 'answer'; readonly answer: HandlerAnswer }
  /** What a function returned, as JSON. */
  | { readonly kind: 'result'; readonly json: string }
  | { readonly kind: 'noSingleton' | 'noFunction' | 'threw'; readonly reason: string };

export type CodeMessage =
  /** The thread is running. No code of the developer has run yet. */
  { readonly kind: 'ready' } | { readonly kind: 'done'; readonly run: number; readonly result: CodeResult };

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

export interface BridgeRequest {
  readonly run: number;
  readonly operation: BridgeOperation;
  readonly parameters: readonly unknown[];
}

export type BridgeReply =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'failure'; readonly reason: string };
