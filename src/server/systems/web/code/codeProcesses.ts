import path from 'node:path';
import { limitWords, optionWords } from '../../../../core/server/optionWords';
import { MEBIBYTE } from '../../../kernel/code/codeLimits';
import { CodePool } from '../../../kernel/code/codePool';
import { WEB_CODE_LIMITS_OPTION, type WebCodeLimits } from '../webCodeLimits';
import type { CodeData, CodeResult } from './codeProtocol';
import { isCodeResult } from './codeResult';

/** The processes that run a developer's code for web requests. */
export function codeProcesses(
  limits: WebCodeLimits,
  bodyParts: number,
  log: (line: string) => void,
): CodePool<CodeResult> {
  const { answerMb, messageKb, callKb } = limits;
  return new CodePool<CodeResult>({
    limits,
    names: { limits: WEB_CODE_LIMITS_OPTION, timeout: 'web.codeTimeoutMs' },
    thread: path.join(__dirname, 'webCodeWorker.js'),
    data: {
      answerBytes: answerMb * MEBIBYTE,
      answerLimit: `${answerMb} MiB (${limitWords(`${WEB_CODE_LIMITS_OPTION}.answerMb`)})`,
      message: { kb: messageKb, name: `${WEB_CODE_LIMITS_OPTION}.messageKb` },
      form: { parts: bodyParts, option: optionWords('web.bodyParts') },
    } satisfies CodeData,
    callKb,
    callOption: `${WEB_CODE_LIMITS_OPTION}.callKb`,
    isResult: isCodeResult,
    // 4D code cannot see the environment either.
    hasEnvironment: false,
    subject: 'The code',
    logName: 'Web code',
    log,
  });
}
