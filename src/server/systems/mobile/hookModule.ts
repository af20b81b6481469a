import fs from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from '../../../core/json/parseJson';
import { limitWords } from '../../../core/server/optionWords';
import { type CodeLimitOptions, type CodeLimits, MEBIBYTE } from '../../kernel/code/codeLimits';
import { codeMessage, type MessageLimit } from '../../kernel/code/codeMessage';
import { CodePool, type PoolFailure, type PoolJob, type PoolOutcome } from '../../kernel/code/codePool';
import { faultSentence, moduleFault, packageFault } from '../../kernel/code/moduleFault';
import { withSyntaxPlace } from '../../kernel/code/syntaxPlace';
import type { HookInput, ModuleData, ModuleRequest, ModuleResult } from './hookProtocol';
import { isModuleResult } from './moduleResult';

/** The result of a call of the module. */
export type ModuleOutcome =
  /**
   * What the module returned. It is undefined when the module returned nothing, or a value that JSON cannot represent. Then
   * `unwritable` says what in it.
   */
  { readonly kind: 'answer'; readonly result: unknown; readonly unwritable?: string } | ModuleFailure;

export interface ModuleFailure {
  readonly kind: 'missing' | 'failed' | Exclude<PoolFailure['kind'], 'lost'>;
  readonly reason: string;
  /** Seconds after which the client may try again. */
  readonly retryAfter?: number;
  /** The option that sets the limit. */
  readonly option?: string;
}

/** A database method of 4D that a module stands for, and the names of its options. */
export interface HookKind {
  /** The name under which a module may export its function. It may also be the default export. */
  readonly exportName: string;
  /** The options, such as `mobile.authenticationModule`. */
  readonly option: string;
  readonly limitsOption: string;
  readonly timeoutOption: string;
  /** How lines of its log begin, such as `Authentication module`. */
  readonly logName: string;
}

export const AUTHENTICATION_HOOK: HookKind = {
  exportName: 'onMobileAppAuthentication',
  option: 'mobile.authenticationModule',
  limitsOption: 'mobile.authenticationLimits',
  timeoutOption: 'mobile.authenticationTimeoutMs',
  logName: 'Authentication module',
};

export const ACTION_HOOK: HookKind = {
  exportName: 'onMobileAppAction',
  option: 'mobile.actionModule',
  limitsOption: 'mobile.actionLimits',
  timeoutOption: 'mobile.actionTimeoutMs',
  logName: 'Action module',
};

export interface ModuleOptions {
  readonly kind: HookKind;
  /** Absolute path. */
  readonly file: string;
  /** Limit for loading and answering, in real milliseconds. The default is 5000. */
  readonly timeoutMs?: number | undefined;
  /** The other limits. Each has a default. */
  readonly limits?: CodeLimitOptions | undefined;
  /** Called with what the module prints. */
  readonly log: (message: string) => void;
}

/**
 * Files whose change means that the module must be loaded again: the module itself, and files beside it that it may
 * import.
 */
const SOURCE = /\.([cm]?js|json)$/i;

/** An answer is a decision and what goes with it, so it is small. */
const LIMITS: CodeLimits = {
  timeoutMs: 5000,
  processes: 4,
  waiting: 100,
  waitMs: 30_000,
  memoryMb: 256,
  answerMb: 1,
  logKb: 64,
  messageKb: 4,
};
const CALL_KB = 1024;

/**
 * Runs a JavaScript module that stands for a database method of 4D, in processes of its own.
 * The module is a CommonJS or ES module. It exports a function, as default or under the name of its kind, which may be
 * asynchronous.
 * A process runs one call at a time, and keeps running until the module or a file beside it changes.
 */
export class HookModule {
  private readonly file: string;
  private readonly pool: CodePool<ModuleResult>;
  private readonly message: MessageLimit;
  private readonly limitsOption: string;

  constructor({ kind, file, timeoutMs, limits: given, log }: ModuleOptions) {
    this.file = file;
    this.limitsOption = kind.limitsOption;
    const limits = { ...LIMITS, ...given, ...(timeoutMs !== undefined && { timeoutMs }) };
    this.message = { kb: limits.messageKb, name: `${kind.limitsOption}.messageKb` };
    this.pool = new CodePool<ModuleResult>({
      limits,
      names: { limits: kind.limitsOption, timeout: kind.timeoutOption },
      thread: path.join(__dirname, 'hookWorker.js'),
      data: {
        module: file,
        exportName: kind.exportName,
        answerBytes: limits.answerMb * MEBIBYTE,
        answerLimit: `${limits.answerMb} MiB (${limitWords(`${kind.limitsOption}.answerMb`)})`,
        message: this.message,
      } satisfies ModuleData,
      // A mail is the largest thing that a module passes on.
      callKb: CALL_KB,
      isResult: isModuleResult,
      // Modules read the address of a directory or a database from it.
      hasEnvironment: true,
      subject: 'The module',
      logName: kind.logName,
      log,
    });
  }

  /**
   * @param signal aborted when the client leaves
   * @param answer answers what the module asks of the server, such as to send a mail
   */
  ask(input: HookInput, signal?: AbortSignal, answer?: PoolJob['answer']): Promise<ModuleOutcome> {
    return this.run({ kind: 'ask', input }, signal, answer);
  }

  /** Loads the module without calling its function. The outcome is `answer` without a result when it has a function. */
  load(): Promise<ModuleOutcome> {
    return this.run({ kind: 'load' });
  }

  /** Ends all processes with what the module keeps in them. A call that runs in one fails with the reason. */
  renew(reason: string): Promise<void> {
    return this.pool.renew(reason);
  }

  dispose(): Promise<void> {
    return this.pool.dispose();
  }

  private async run(request: ModuleRequest, signal?: AbortSignal, answer?: PoolJob['answer']): Promise<ModuleOutcome> {
    const stamp = await this.currentStamp();
    if (stamp === undefined) return { kind: 'missing', reason: missingText(this.file) };
    const fault = packageFault(path.dirname(this.file));
    if (fault !== undefined) return { kind: 'failed', reason: fault };
    const outcome = this.outcome(await this.pool.run({ stamp, job: request, signal, ...(answer && { answer }) }));
    if (outcome.kind !== 'failed') return outcome;
    return { ...outcome, reason: await withSyntaxPlace(outcome.reason, [this.file], signal) };
  }

  private outcome(outcome: PoolOutcome<ModuleResult>): ModuleOutcome {
    if (outcome.kind === 'lost') return { kind: 'failed', reason: outcome.reason };
    if (outcome.kind !== 'done') {
      const { kind, reason, option } = outcome;
      const isBusy = kind === 'busy' || kind === 'timeout' || kind === 'left';
      return {
        kind,
        reason,
        ...(option !== undefined && { option }),
        ...(isBusy && { retryAfter: this.pool.retryAfter }),
      };
    }
    const { result } = outcome;
    switch (result.kind) {
      case 'answer':
        if (result.unwritable !== undefined) {
          return { kind: 'answer', result: undefined, unwritable: codeMessage(result.unwritable, this.message) };
        }
        return answerIn(result.json);
      case 'loaded':
        return { kind: 'answer', result: undefined };
      case 'noFunction':
        return { kind: 'missing', reason: `${this.file} exports no function.` };
      case 'tooLarge':
        return { kind: 'tooLarge', reason: result.reason, option: `${this.limitsOption}.answerMb` };
      case 'failure':
        return { kind: 'failed', reason: codeMessage(String(result.reason), this.message) };
    }
  }

  /** Different after every change of the module or of a file beside it. Undefined when the module does not exist. */
  private async currentStamp(): Promise<string | undefined> {
    const folder = path.dirname(this.file);
    try {
      const names = (await fs.readdir(folder)).filter((name) => SOURCE.test(name)).sort();
      const stamps = await Promise.all(names.map((name) => stampOf(path.join(folder, name))));
      // The thread could not be ended while it waits for somebody to write into a pipe.
      if (moduleFault(this.file)) return undefined;
      return [await stampOf(this.file, true), ...stamps].join('\n');
    } catch {
      return undefined;
    }
  }
}

/** The code may have written the JSON itself, into the channel of its process. */
function answerIn(json: string | undefined): ModuleOutcome {
  if (json === undefined) return { kind: 'answer', result: undefined };
  try {
    return { kind: 'answer', result: parseJson(json) };
  } catch (error) {
    return { kind: 'failed', reason: `The module answered what is no JSON: ${(error as Error).message}` };
  }
}

function missingText(file: string): string {
  return faultSentence(file, moduleFault(file) ?? { kind: 'missing' });
}

async function stampOf(file: string, required = false): Promise<string> {
  try {
    const { mtimeNs, ctimeNs, size, ino } = await fs.stat(file, { bigint: true });
    return `${file} ${mtimeNs} ${ctimeNs} ${size} ${ino}`;
  } catch (error) {
    if (required) throw error;
    return file;
  }
}
