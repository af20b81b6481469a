import path from 'node:path';
import { limitIn, limitWords } from '../../../core/server/optionWords';
import type { Permissions } from '../../../core/systems/web/permissions';
import { codeMessage, type MessageLimit } from '../../kernel/code/codeMessage';
import type { CodePool, PoolOutcome } from '../../kernel/code/codePool';
import type { CodeHostCall } from '../../kernel/code/hostProtocol';
import { faultSentence, moduleFault, packageFault } from '../../kernel/code/moduleFault';
import type { ServerFunctions } from '../../kernel/code/serverFunctions';
import { withSyntaxPlace } from '../../kernel/code/syntaxPlace';
import type { Trace } from '../../kernel/journal/trace';
import { AccessControl } from './accessControl';
import { CodeBridge } from './code/codeBridge';
import { CodeFolder } from './code/codeFolder';
import { codeModules, filesOf } from './code/codeModules';
import { codeProcesses } from './code/codeProcesses';
import type { CodeCall, CodeJob, CodeResult, DataClassFiles, MethodCall } from './code/codeProtocol';
import type { CodeOrigins } from './codeOrigins';
import { CodeServer, type CodeServerParts } from './codeServer';
import { CodeServerCalls } from './codeServerCalls';
import type { SharedStorage } from './codeStorage';
import type { HandlerAnswer } from './currentSession';
import { note } from './note';
import type { Page } from './pages';
import { SESSION_LIMIT_OPTIONS } from './sessionLimits';
import { SessionOperations, type SessionParts } from './sessionOperations';
import { fileWords, UnloadableClasses } from './unloadableClasses';
import type { CodeCaller, CodeFailure, CodeOutcome, RestOutcome, RestTarget, WebCode } from './webCode';
import { WEB_CODE_LIMITS, WEB_CODE_LIMITS_OPTION, type WebCodeLimitOptions, type WebCodeLimits } from './webCodeLimits';

export interface CodeRunnerOptions {
  /** Absolute path of the folder of modules. It need not exist. */
  readonly folder: string;
  /** Real milliseconds that code may take for one request. The default is 5000. */
  readonly timeoutMs?: number;
  /** The other limits. Each has a default. */
  readonly limits?: WebCodeLimitOptions;
  /** Maximum number of parts of a form with files. The default is 1000. */
  readonly bodyParts?: number | undefined;
  /** What roles.json allows to whom. */
  readonly permissions: Permissions;
  /** Whether guests may always run `authentify` of the datastore. */
  readonly forceLogin: boolean;
  /** Called with what the code prints. */
  readonly log: (message: string) => void;
}

const BODY_PARTS = 1000;

/** How a run ends when a module that it loads never ends loading, or ends its process. */
const LOADING_ENDED: Readonly<Record<string, string>> = {
  timeout: 'takes longer than the code may take',
  memory: 'needs more memory than the code may have',
  lost: 'ends the process of the code',
};

/** What is loaded for a call. */
interface Loading {
  /** Of all files of the code. */
  readonly stamp: string;
  readonly dataClasses: readonly DataClassFiles[];
  readonly needed: ReadonlySet<string>;
  readonly bridge: CodeBridge;
  readonly trace: Trace;
}

/** What became of a run, with the file that its answer sends. */
type RunResult = CodeResult | CodeOutcome;

/** The class that stands for the datastore. 4D uses the same name. */
const DATASTORE_CLASS = 'DataStore';

/** The limits for which a call of the server can be refused. */
const CALL_LIMITS = [...SESSION_LIMIT_OPTIONS, `${WEB_CODE_LIMITS_OPTION}.callKb`];

/** Runs a developer's modules in processes of their own. Use it only in trusted workspaces: it does not check that itself. */
export class CodeRunner implements WebCode {
  private readonly folder: CodeFolder;
  private readonly pool: CodePool<CodeResult>;
  private readonly limits: WebCodeLimits;
  private readonly permissions: Permissions;
  private readonly forceLogin: boolean;
  private readonly unloadable = new UnloadableClasses();
  private readonly log: (message: string) => void;

  constructor(
    { folder, timeoutMs, limits, bodyParts = BODY_PARTS, permissions, forceLogin, log }: CodeRunnerOptions,
    private readonly parts: SessionParts,
    private readonly storage: SharedStorage,
    private readonly functions: ServerFunctions,
    private readonly web: CodeServerParts,
    private readonly origins: CodeOrigins,
  ) {
    this.folder = new CodeFolder(folder);
    this.limits = { ...WEB_CODE_LIMITS, ...limits, ...(timeoutMs !== undefined && { timeoutMs }) };
    this.permissions = permissions;
    this.forceLogin = forceLogin;
    this.log = log;
    this.pool = codeProcesses(this.limits, bodyParts, log);
  }

  async handler(className: string, method: string, caller: CodeCaller): Promise<CodeOutcome> {
    return answerOf(await this.run({ kind: 'handler', className, method }, caller));
  }

  async action(name: string, parameter: string, caller: CodeCaller): Promise<CodeOutcome> {
    return answerOf(await this.run({ kind: 'action', name, parameter }, caller));
  }

  async method(call: Omit<MethodCall, 'kind'>, caller: CodeCaller): Promise<RestOutcome | undefined> {
    const listing = await this.folder.list();
    const isThere = call.isDatabaseMethod ? listing.isDatabaseMethodThere(call.name) : listing.isMethodThere(call.name);
    return isThere ? this.run({ kind: 'method', ...call }, caller) : undefined;
  }

  async hasDatabaseMethod(name: string): Promise<boolean> {
    return (await this.folder.list()).isDatabaseMethodThere(name);
  }

  rest(
    { className, data, method }: RestTarget,
    parameters: readonly unknown[],
    caller: CodeCaller,
  ): Promise<RestOutcome> {
    const shared = { method, parameters, isGet: caller.request.verb === 'GET' };
    if (data) return this.run({ kind: 'data', ...data, ...shared }, caller);
    const type = className === undefined ? 'datastore' : 'singleton';
    return this.run({ kind: 'rest', type, className: className ?? DATASTORE_CLASS, ...shared }, caller);
  }

  /** Ends what the code keeps in its processes, such as singletons and variables of modules. */
  async restored(): Promise<void> {
    await this.pool.renew('The state of the server was replaced while the code ran.');
  }

  async dispose(): Promise<void> {
    await this.pool.dispose();
  }

  private async run(call: CodeCall, caller: CodeCaller): Promise<RunResult> {
    const { request, current, trace, signal } = caller;
    const origin = this.origins.of(call, request.verb, trace);
    const listing = await this.folder.list();
    const refused = async (kind: 'noModule' | 'threw', reason: string) => {
      await current.session();
      return { kind, reason } as const;
    };
    const found = codeModules(listing, call);
    if (typeof found === 'string') return refused('noModule', found);
    const { file, dataClasses, needed, all } = found;
    for (const each of all) {
      const fault = moduleFault(each);
      if (fault) return refused('noModule', faultSentence(each, fault));
    }
    const unreadable = all[0] === undefined ? undefined : packageFault(path.dirname(all[0]));
    if (unreadable !== undefined) return refused('threw', unreadable);
    const session = new SessionOperations(this.parts, current, trace);
    const access = new AccessControl(this.permissions, this.forceLogin, session, trace);
    const web = new CodeServer(this.web, request, trace);
    const server = new CodeServerCalls(this.functions, trace);
    const bridge = new CodeBridge(session, this.storage, access, server, web);
    try {
      const { stamp } = listing;
      const answer = (asked: CodeHostCall) => bridge.answer(asked);
      // A client that gets no turn gets no session. Otherwise a flood of requests would fill the memory though no code runs.
      const begin = () => current.session();
      const tryIt = (tried: readonly DataClassFiles[]) => {
        const job: CodeJob = { file, call, request, dataClasses: tried };
        return this.pool.run({ stamp, job, signal, answer, begin, origin });
      };
      const outcome = await this.withoutUnloadable(tryIt, { stamp, dataClasses, needed, bridge, trace });
      const result = await placed(this.resultOf(outcome), [[file, ...all], dataClasses.flatMap(filesOf)], signal);
      this.tellUnused(result, trace);
      return withPage(result, web.page);
    } finally {
      bridge.end();
    }
  }

  /**
   * Runs a call. If the process ended while it loaded a dataclass that the call does not name, the call runs once more without
   * that one, because its code may have nothing to do with it.
   */
  private async withoutUnloadable(
    tryIt: (tried: readonly DataClassFiles[]) => Promise<PoolOutcome<CodeResult>>,
    { stamp, dataClasses, needed, bridge, trace }: Loading,
  ): Promise<PoolOutcome<CodeResult>> {
    for (;;) {
      const tried = this.unloadable.without(stamp, dataClasses, needed);
      bridge.loading = '';
      const outcome = await tryIt(tried);
      const stopped = tried.find(({ name }) => name === bridge.loading);
      const why = LOADING_ENDED[outcome.kind];
      if (outcome.kind === 'done' || !stopped || why === undefined) return outcome;
      const words = `It was loading ${fileWords(stopped)}.`;
      if (needed.has(stopped.name.toLowerCase())) return { ...outcome, reason: `${outcome.reason} ${words}` };
      this.unloadable.add(stamp, stopped.name);
      const line = `Loading ${fileWords(stopped)} ${why}, so code runs without the classes of ${stopped.name} until a file of the code changes.`;
      this.log(line);
      note(trace, 'web.code.unloadable', line);
    }
  }

  /** Tells what the code has returned or sent for nothing. */
  private tellUnused(result: CodeResult | CodeFailure, trace: Trace): void {
    if (result.kind !== 'answer' && result.kind !== 'result') return;
    if (result.unused !== undefined) note(trace, 'web.code.unused', codeMessage(result.unused, this.messageLimit()));
  }

  private messageLimit(): MessageLimit {
    return { kb: this.limits.messageKb, name: `${WEB_CODE_LIMITS_OPTION}.messageKb` };
  }

  private resultOf(outcome: PoolOutcome<CodeResult>): CodeResult | CodeFailure {
    if (outcome.kind === 'done') return this.limited(outcome.result);
    const { kind, reason, option } = outcome;
    if (kind === 'lost') return { kind: 'threw', reason };
    return {
      kind,
      reason,
      ...(option !== undefined && { option }),
      ...((kind === 'busy' || kind === 'left') && { retryAfter: this.pool.retryAfter }),
    };
  }

  /** The result of code that can have forged it, as it may write into its channel. */
  private limited(result: CodeResult): CodeResult | CodeFailure {
    const { headersKb } = this.limits;
    if (result.kind === 'result') return result;
    if (result.kind !== 'answer') {
      const limit = this.messageLimit();
      const { reason, error } = result;
      const message = error && codeMessage(error.message, limit);
      // What a call was refused for is the message of an error in the code, which has passed it on.
      const option = result.kind === 'threw' ? limitIn(reason, CALL_LIMITS) : undefined;
      return {
        ...result,
        ...(option !== undefined && { option }),
        reason: codeMessage(reason, limit),
        ...(message !== undefined && { error: { ...error, message } }),
      };
    }
    if (headersLength(result.answer) <= headersKb * 1024) return result;
    const option = `${WEB_CODE_LIMITS_OPTION}.headersKb`;
    const reason = `The headers of the answer are larger than ${headersKb} KiB (${limitWords(option)}).`;
    return { kind: 'tooLarge', reason, option };
  }
}

/** The number of bytes of the headers as they are sent, each in a line of its own. */
function headersLength({ headers, cookies = [] }: HandlerAnswer): number {
  const all = [...Object.entries(headers), ...cookies.map((cookie) => ['Set-Cookie', cookie] as const)];
  return all.reduce((sum, [name, value]) => sum + name.length + value.length + ': \r\n'.length, 0);
}

/**
 * A result with the place of a syntax error.
 * @param groups files of modules. Those of an earlier group are likelier to have it
 */
async function placed<R extends CodeResult | CodeFailure>(
  result: R,
  groups: readonly (readonly string[])[],
  signal: AbortSignal,
): Promise<R> {
  if (result.kind !== 'threw') return result;
  let { reason } = result;
  for (const files of groups) reason = await withSyntaxPlace(reason, files, signal);
  return { ...result, reason };
}

/** The code can have forged that its answer sends a file. */
function withPage(result: CodeResult | CodeFailure, page: Page | undefined): RunResult {
  if (result.kind !== 'answer' || result.answer.sendsPage !== true) return result;
  return page ? { ...result, page } : unexpected();
}

function answerOf(outcome: RunResult): CodeOutcome {
  return outcome.kind === 'result' ? unexpected() : outcome;
}

function unexpected(): CodeFailure {
  return { kind: 'threw', reason: 'The process of the code answered something else.' };
}
