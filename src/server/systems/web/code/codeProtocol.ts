import type { Json } from '../../../../core/json/json';
import type { FunctionResource } from '../../../../core/systems/web/permissions';
import type { MessageLimit } from '../../../kernel/code/codeMessage';
import type { MailStatus } from '../../../kernel/outbox/codeMail';
import type { ServerAddresses } from '../../../kernel/system/emulatedSystem';
import type { HandlerAnswer, HandlerRequest } from '../currentSession';
import type { SessionMembers } from '../sessionOperations';
import type { QuotaName } from '../sessionQuotas';
import type { WebServerMembers } from '../webServerMembers';
import type { StorageChange } from './storageChanges';

/** Data for the thread that runs a developer's code. */
export interface CodeData {
  /** Maximum number of bytes of an answer. */
  readonly answerBytes: number;
  /** The name of the option for it, and its value, for the refusal. */
  readonly answerLimit: string;
  readonly message: MessageLimit;
  /** Maximum number of parts of a form with files, and the words for the option that sets it. */
  readonly form: { readonly parts: number; readonly option: string };
}

/** The function to run. */
export type CodeCall =
  | { readonly kind: 'handler'; readonly className: string; readonly method: string }
  | ActionCall
  | MethodCall
  | (RestCall & {
      readonly kind: 'rest';
      readonly type: 'datastore' | 'singleton';
      readonly className: string;
    })
  | (RestCall & DataTarget & { readonly kind: 'data' });

/** A project method that a path names. */
export interface ActionCall {
  readonly kind: 'action';
  readonly name: string;
  /** The text that follows the name in the path. Empty when there is none. */
  readonly parameter: string;
}

/** A method that the server calls itself: a database method, or one that a tag of a page names. */
export interface MethodCall {
  readonly kind: 'method';
  readonly name: string;
  readonly isDatabaseMethod: boolean;
  readonly parameters: readonly string[];
  /** What is wanted: what the method sends, which is the result null when it sends nothing, or what it returns. */
  readonly wanted: 'answer' | 'value';
}

/** What all calls through REST have. */
interface RestCall {
  readonly method: string;
  readonly parameters: readonly unknown[];
  /** Whether the request is a GET, for which a function needs a mark of its own. */
  readonly isGet: boolean;
}

/** The dataclass of a call, and which of its entities the function is called on. */
export interface DataTarget {
  readonly dataClass: string;
  /** The key of one entity. Without it, the function belongs to the selection or to the dataclass. */
  readonly key?: string;
  /** `$filter`, `$orderby` and the number of an entity set, as they were sent. */
  readonly filter?: string;
  readonly orderBy?: string;
  readonly entitySet?: string;
}

/** The modules of a dataclass: absolute paths. */
export interface DataClassFiles {
  readonly name: string;
  readonly dataClass?: string;
  readonly entity?: string;
  readonly selection?: string;
}

/** A refusal by roles.json. */
export interface AccessRefusal {
  /** What the journal says: the privilege and the resource. */
  readonly reason: string;
  /** 4D's text and number, which the client gets. */
  readonly message: string;
  readonly errCode?: number;
}

export interface CodeJob {
  /** Absolute path of the module. Empty for a call of a dataclass, whose modules are in `dataClasses`. */
  readonly file: string;
  readonly call: CodeCall;
  /** The dataclasses of the call and of its parameters, and all that have a class of entities or selections. */
  readonly dataClasses: readonly DataClassFiles[];
  readonly request: HandlerRequest;
}

export type CodeResult =
  | { readonly kind: 'answer'; readonly answer: HandlerAnswer; readonly unused?: string }
  /** What a function returned, as the JSON that REST answers with. */
  | {
      readonly kind: 'result';
      readonly json: string;
      /** Whether a method that the server called itself has returned nothing, or sent nothing, as was wanted. */
      readonly isNothing?: boolean;
      /** What a database method has returned, such as `a function`, when JSON is without words for it. */
      readonly unsayable?: string;
      /** What the code returned or sent for nothing, in one sentence. */
      readonly unused?: string;
    }
  | {
      readonly kind: CodeRefusalKind;
      /** What the journal says. */
      readonly reason: string;
      /** 4D's own text and number for the client, where they are known. */
      readonly error?: { readonly message: string; readonly errCode?: number };
    };

/** Why code gave no result. */
export type CodeRefusalKind = (typeof CODE_REFUSALS)[number];

export const CODE_REFUSALS = [
  'malformedForm',
  'tooManyParts',
  'noSingleton',
  'noDataClass',
  'noFunction',
  'notForGet',
  'noEntity',
  'noQuery',
  'badParameter',
  'forbidden',
  'threw',
  'tooLarge',
] as const;

/** Names a shared object: `Session.storage`, `Storage`, which all sessions see, or the storage of any session by its id. */
export type SharedName = 'session' | 'storage' | OtherStorage;

export type OtherStorage = `session:${string}`;

/** A file of the folder of pages that code has asked for: its type, or why it is not sent. */
export type FoundFile =
  | { readonly kind: 'page'; readonly type: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly reason: string };

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
  /** Asks roles.json whether a function may run, and promotes it. Undefined when it may. */
  beginFunction: { parameters: [FunctionResource]; result: AccessRefusal | undefined };
  endFunction: { parameters: []; result: undefined };
  /** The attributes of a dataclass that the session may not read. */
  hiddenAttributes: { parameters: [string, readonly string[]]; result: AccessRefusal | readonly string[] };
  /** A dataclass, its attribute that is not sent, and the dataclass of the entity that the attribute names. */
  leftOut: { parameters: [string, string, string]; result: undefined };
  setQuota: { parameters: [QuotaName, number | undefined]; result: undefined };
  /** Undefined when there is no session with this id. */
  infoOf: { parameters: [string]; result: SessionMembers['info'] | undefined };
  webServer: { parameters: []; result: WebServerMembers };
  /** Looks for a file of the folder of pages, which the answer then can send. */
  findFile: { parameters: [string]; result: FoundFile };
  /** Tells which dataclass is being loaded, by its name. Empty when it is done. */
  loading: { parameters: [string]; result: undefined };
  /** Tells the journal that a command for legacy sessions was ignored. */
  ignored: { parameters: []; result: undefined };
  /** Undefined when it is the storage of a session that is not there. */
  read: { parameters: [SharedName]; result: SharedObjectState | undefined };
  /** Locks a shared object, so that nobody else changes it until `unlock`. */
  lock: { parameters: [SharedName]; result: SharedObjectState };
  unlock: { parameters: [SharedName, readonly StorageChange[]]; result: undefined };
  sendMail: { parameters: [unknown]; result: MailStatus };
  addresses: { parameters: []; result: ServerAddresses };
  /** A command of another system, by its name. */
  command: { parameters: [string]; result: Json };
}

export type BridgeOperation = keyof BridgeCalls;
