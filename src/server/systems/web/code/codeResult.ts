import { isObject } from '../../../kernel/code/isObject';
import { CODE_REFUSALS, type CodeResult } from './codeProtocol';

/** Whether this is a result of code. Code may write one itself into the channel of its process. */
export function isCodeResult(value: unknown): value is CodeResult {
  if (!isObject(value)) return false;
  switch (value.kind) {
    case 'answer':
      return isAnswer(value.answer) && isOptional(value.unused, 'string');
    case 'result':
      return (
        typeof value.json === 'string' &&
        isOptional(value.isNothing, 'boolean') &&
        isOptional(value.unsayable, 'string') &&
        isOptional(value.unused, 'string')
      );
    default:
      return (
        (CODE_REFUSALS as readonly unknown[]).includes(value.kind) &&
        typeof value.reason === 'string' &&
        (value.error === undefined || isError(value.error))
      );
  }
}

function isOptional(value: unknown, type: 'boolean' | 'string'): boolean {
  return value === undefined || typeof value === type;
}

function isAnswer(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { status, headers, body, cookies = [], sendsPage = false, isChunked = false, hasTags = false } = value;
  if (typeof status !== 'number' || !isObject(headers) || !(body instanceof Uint8Array)) return false;
  if (!Array.isArray(cookies) || cookies.some((each) => typeof each !== 'string')) return false;
  if ([sendsPage, isChunked, hasTags].some((each) => typeof each !== 'boolean')) return false;
  return Object.values(headers).every((each) => typeof each === 'string');
}

function isError(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { message, errCode } = value;
  return typeof message === 'string' && (errCode === undefined || typeof errCode === 'number');
}
