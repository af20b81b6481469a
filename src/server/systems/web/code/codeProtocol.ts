import type { MessagePort } from 'node:worker_threads';
import type { Json } from '../../../../core/json/json';
import type { HandlerAnswer, HandlerRequest } from '../currentSession';
import type { SessionMembers } from '../sessionOperations';
import type { StorageChange } from './storageChanges';

/** What a thread that runs a developer's code is started with. */
export interface CodeStart {
  /** Calls on the real session go through here. */
  readonly bridge: MessagePort;
  /** One 32-bit number: 1 when the answer of a call is there. */
  readonly signal: SharedArrayBuffer;
}

/** What is to be run. */
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
  /** Number of the run: what a thread still does for an earlier one is refused. */
  readonly run: number;
  /** Absolute path of the module. */
  readonly file: string;
  readonly call: CodeCall;
  readonly request: HandlerRequest;
}

export type CodeResult =
  | { readonly kind: 'answer'; readonly answer: HandlerAnswer }
  /** JSON of what a function returned. */
  | { readonly kind: 'result'; readonly json: string }
  | { readonly kind: 'noSingleton' | 'noFunction' | 'threw'; readonly reason: string };

export type CodeMessage =
  /** The thread is up; nothing of the developer's was run yet. */
  { readonly kind: 'ready' } | { readonly kind: 'done'; readonly run: number; readonly result: CodeResult };

/** Which shared object: `Session.storage`, or `Storage`, which all sessions see. */
export type SharedName = 'session' | 'storage';

/** A shared object as it is now; of another session it has another id. */
export interface SharedState {
  readonly id: string;
  readonly value: { readonly [key: string]: Json };
}

/** What code can ask of the server, and what that answers. */
export interface BridgeCalls {
  /** Undefined without scalable sessions. */
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
  read: { parameters: [SharedName]; result: SharedState };
  /** Nobody else changes it until `unlock`. */
  lock: { parameters: [SharedName]; result: SharedState };
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
