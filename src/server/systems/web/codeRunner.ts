import type { CodeLimitOptions, CodeLimits } from '../../kernel/code/codeLimits';
import type { CodePool, PoolOutcome } from '../../kernel/code/codePool';
import type { CodeHostCall } from '../../kernel/code/hostProtocol';
import { CodeBridge } from './code/codeBridge';
import { CodeFolder, METHODS_FOLDER } from './code/codeFolder';
import { codeProcesses } from './code/codeProcesses';
import type { CodeCall, CodeJob, CodeResult } from './code/codeProtocol';
import type { SharedStorage } from './codeStorage';
import { SessionOperations, type SessionParts } from './sessionOperations';
import type { CodeCaller, CodeFailure, CodeOutcome, WebCode } from './webCode';

export interface CodeRunnerOptions {
  /** Absolute path of the folder of modules. It need not exist. */
  readonly folder: string;
  /** Real milliseconds that code may take for one request. The default is 5000. */
  readonly timeoutMs?: number;
  /** The other limits. Each has a default. */
  readonly limits?: CodeLimitOptions;
  /** Called with what the code prints. */
  readonly log: (message: string) => void;
}

/** 100 requests may wait, because 4D has 100 web processes. */
const LIMITS: CodeLimits = { timeoutMs: 5000, processes: 4, waiting: 100, memoryMb: 256, answerMb: 16, logKb: 64 };

/** The class that stands for the datastore. 4D uses the same name. */
const DATASTORE_CLASS = 'DataStore';

/** Runs a developer's modules in processes of their own. Use it only in trusted workspaces: it does not check that itself. */
export class CodeRunner implements WebCode {
  private readonly folder: CodeFolder;
  private readonly pool: CodePool<CodeResult>;

  constructor(
    { folder, timeoutMs, limits, log }: CodeRunnerOptions,
    private readonly parts: SessionParts,
    private readonly storage: SharedStorage,
  ) {
    this.folder = new CodeFolder(folder);
    this.pool = codeProcesses({ ...LIMITS, ...limits, ...(timeoutMs !== undefined && { timeoutMs }) }, log);
  }

  async handler(className: string, method: string, caller: CodeCaller): Promise<CodeOutcome> {
    return answerOf(await this.run({ kind: 'handler', className, method }, caller));
  }

  async action(name: string, caller: CodeCaller): Promise<CodeOutcome> {
    return answerOf(await this.run({ kind: 'action', name }, caller));
  }

  async rest(
    { className = DATASTORE_CLASS, method }: { readonly className?: string; readonly method: string },
    parameters: readonly unknown[],
    caller: CodeCaller,
  ): Promise<{ readonly kind: 'result'; readonly json: string } | CodeFailure> {
    const outcome = await this.run({ kind: 'rest', className, method, parameters }, caller);
    return outcome.kind === 'answer' ? unexpected() : outcome;
  }

  /** Ends what the code keeps in its processes, such as singletons and variables of modules. */
  async restored(): Promise<void> {
    await this.pool.renew('The state of the server was replaced while the code ran.');
  }

  async dispose(): Promise<void> {
    await this.pool.dispose();
  }

  private async run(call: CodeCall, caller: CodeCaller): Promise<CodeResult | CodeFailure> {
    const { request, current, trace, signal } = caller;
    const listing = await this.folder.list();
    const isAction = call.kind === 'action';
    const name = isAction ? call.name : call.className;
    const file = isAction ? listing.methodFile(name) : listing.classFile(name);
    if (file === undefined) {
      const place = isAction ? `${METHODS_FOLDER}/${name}.js` : `${name}.js`;
      return { kind: 'noModule', reason: `There is no ${place} in ${this.folder.folder}.` };
    }
    const bridge = new CodeBridge(new SessionOperations(this.parts, current, trace), this.storage);
    try {
      const job: CodeJob = { file, call, request };
      const answer = (asked: CodeHostCall) => bridge.answer(asked);
      return this.resultOf(await this.pool.run({ stamp: listing.stamp, job, signal, answer }));
    } finally {
      bridge.end();
    }
  }

  private resultOf(outcome: PoolOutcome<CodeResult>): CodeResult | CodeFailure {
    if (outcome.kind === 'done') return outcome.result;
    const { kind, reason } = outcome;
    if (kind === 'lost') return { kind: 'threw', reason };
    return { kind, reason, ...(kind === 'busy' && { retryAfter: this.pool.retryAfter }) };
  }
}

function answerOf(outcome: CodeResult | CodeFailure): CodeOutcome {
  return outcome.kind === 'result' ? unexpected() : outcome;
}

function unexpected(): CodeFailure {
  return { kind: 'threw', reason: 'The process of the code answered something else.' };
}
