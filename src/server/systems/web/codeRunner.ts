import type { Trace } from '../../kernel/journal/trace';
import { CodeBridge } from './code/codeBridge';
import { CodeFolder, METHODS_FOLDER } from './code/codeFolder';
import { CodePool, type PoolOutcome } from './code/codePool';
import type { CodeCall } from './code/codeProtocol';
import type { SharedStorage } from './codeStorage';
import type { CurrentSession, HandlerRequest } from './currentSession';
import { SessionOperations, type SessionParts } from './sessionOperations';
import type { CodeFailure, CodeOutcome, WebCode } from './webCode';

export interface CodeRunnerOptions {
  /** Absolute path of the folder of modules. It need not exist. */
  readonly folder: string;
  /** Real milliseconds that code may take for one request. The default is 5000. */
  readonly timeoutMs?: number;
  /** Number of requests whose code may run at the same time. The default is 4. */
  readonly threads?: number;
  /** Maximum number of requests that wait for a thread. The default is 100, the number of 4D's web processes. */
  readonly waiting?: number;
  /** Called with what the code prints. */
  readonly log: (message: string) => void;
}

/** The class that stands for the datastore. 4D uses the same name. */
const DATASTORE_CLASS = 'DataStore';

/** Runs a developer's modules in worker threads. Use it only in trusted workspaces: it does not check that itself. */
export class CodeRunner implements WebCode {
  private readonly folder: CodeFolder;
  private readonly pool: CodePool;

  constructor(
    { folder, timeoutMs = 5000, threads = 4, waiting = 100, log }: CodeRunnerOptions,
    private readonly parts: SessionParts,
    private readonly storage: SharedStorage,
  ) {
    this.folder = new CodeFolder(folder);
    this.pool = new CodePool({ timeoutMs, threads, waiting, log });
  }

  async handler(
    className: string,
    method: string,
    request: HandlerRequest,
    current: CurrentSession,
    trace: Trace,
  ): Promise<CodeOutcome> {
    return answerOf(await this.run({ kind: 'handler', className, method }, request, current, trace));
  }

  async action(name: string, request: HandlerRequest, current: CurrentSession, trace: Trace): Promise<CodeOutcome> {
    return answerOf(await this.run({ kind: 'action', name }, request, current, trace));
  }

  async rest(
    { className = DATASTORE_CLASS, method }: { readonly className?: string; readonly method: string },
    parameters: readonly unknown[],
    request: HandlerRequest,
    current: CurrentSession,
    trace: Trace,
  ): Promise<{ readonly kind: 'result'; readonly result: unknown } | CodeFailure> {
    const outcome = await this.run({ kind: 'rest', className, method, parameters }, request, current, trace);
    if (outcome.kind === 'result') return { kind: 'result', result: JSON.parse(outcome.json) };
    return outcome.kind === 'answer' ? unexpected() : outcome;
  }

  /** Ends what the code keeps in its threads, such as singletons and variables of modules. */
  async restored(): Promise<void> {
    await this.pool.renew('The state of the server was replaced while the code ran.');
  }

  async dispose(): Promise<void> {
    await this.pool.dispose();
  }

  private async run(
    call: CodeCall,
    request: HandlerRequest,
    current: CurrentSession,
    trace: Trace,
  ): Promise<PoolOutcome | CodeFailure> {
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
      return await this.pool.run({ file, call, request, stamp: listing.stamp }, bridge);
    } finally {
      bridge.end();
    }
  }
}

function answerOf(outcome: PoolOutcome | CodeFailure): CodeOutcome {
  return outcome.kind === 'result' ? unexpected() : outcome;
}

function unexpected(): CodeFailure {
  return { kind: 'threw', reason: 'The thread of the code answered something else.' };
}
