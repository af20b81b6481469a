import path from 'node:path';
import { type CodeLimits, MEBIBYTE } from '../../../kernel/code/codeLimits';
import { CodePool } from '../../../kernel/code/codePool';
import type { CodeData, CodeResult } from './codeProtocol';

const LIMITS_OPTION = 'web.codeLimits';

/** The processes that run a developer's code for web requests. */
export function codeProcesses(limits: CodeLimits, log: (line: string) => void): CodePool<CodeResult> {
  const { answerMb } = limits;
  return new CodePool<CodeResult>({
    limits,
    names: { limits: LIMITS_OPTION, timeout: 'web.codeTimeoutMs' },
    thread: path.join(__dirname, 'webCodeWorker.js'),
    data: {
      answerBytes: answerMb * MEBIBYTE,
      answerLimit: `${answerMb} MiB (${LIMITS_OPTION}.answerMb)`,
    } satisfies CodeData,
    // 4D code cannot see the environment either.
    hasEnvironment: false,
    subject: 'The code',
    logName: 'Web code',
    log,
  });
}
