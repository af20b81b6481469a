import type { AccessRefusal, CodeResult } from './codeProtocol';

/** A call that ends while it runs, with a result of its own: roles.json forbids it, or an entity does not exist. */
export class RefusedCall extends Error {
  constructor(readonly result: CodeResult) {
    super('The call was refused.');
  }

  /** A refusal by roles.json. */
  static by({ reason, message, errCode }: AccessRefusal): RefusedCall {
    return new RefusedCall({
      kind: 'forbidden',
      reason,
      error: { message, ...(errCode !== undefined && { errCode }) },
    });
  }

  /** An entity that a request names, and that does not exist. Text and number are 4D's (docs/facts/4d-web.md#functions). */
  static noEntity(key: string, dataClass: string): RefusedCall {
    const message = `Cannot find entity with "${key}" key in the "${dataClass}" dataclass`;
    return new RefusedCall({ kind: 'noEntity', reason: `${message}.`, error: { message, errCode: 1542 } });
  }

  /** A parameter that a client may not send like this. */
  static badParameter(reason: string): RefusedCall {
    return new RefusedCall({ kind: 'badParameter', reason });
  }
}
