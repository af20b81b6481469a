import type { CodeResult } from './codeProtocol';
import { OutgoingMessage } from './outgoingMessage';
import type { WebCommands } from './webCommands';

/**
 * What a method has returned that should have sent its answer, in one sentence. Undefined when that is nothing.
 * Source: docs/facts/4d-web.md#database-methods
 * @param name of the method
 */
export function unusedValue(value: unknown, name: string, web: WebCommands): string | undefined {
  // An arrow function returns what its last command says, as webSendFile() does.
  if (value === undefined || (web.hasSent && typeof value === 'boolean')) return undefined;
  return `${name} has returned ${kindOf(value)}, which is not sent, as in 4D: send it with webSendText() or another command.`;
}

/** A result that tells what was not used. */
export function withUnused(result: CodeResult, unused: string | undefined): CodeResult {
  if (unused === undefined || (result.kind !== 'answer' && result.kind !== 'result')) return result;
  return { ...result, unused };
}

/** Tells the kind alone, as the value may be a secret, or too long. */
function kindOf(value: unknown): string {
  if (value instanceof OutgoingMessage) return 'an OutgoingMessage';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a collection';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
