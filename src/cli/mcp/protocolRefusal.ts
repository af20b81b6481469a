import type { ErrorCode } from '@modelcontextprotocol/sdk/types.js';

/** A request that is refused in the way of the protocol. The SDK's own error has its number in the sentence, which people read. */
export class ProtocolRefusal extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** Why there is nothing of a name, in one sentence. */
export function noneOfName(what: string, near: string | undefined, names: readonly string[]): string {
  const meant = near === undefined ? '' : ` “${near}” may be meant;`;
  return `There is no ${what} of this name;${meant} there are ${names.join(', ')}.`;
}
