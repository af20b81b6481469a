import type { FunctionResource } from '../../../../core/systems/web/permissions';
import type { BridgeCalls, BridgeOperation } from './codeProtocol';
import { RefusedCall } from './refusedCall';

/** Asks the server, and blocks until the answer is there. */
export type AskServer = <O extends BridgeOperation>(
  operation: O,
  ...parameters: BridgeCalls[O]['parameters']
) => BridgeCalls[O]['result'];

/** A function that a request wants to run, as roles.json names it. */
export class FunctionCall {
  constructor(
    private readonly target: FunctionResource,
    /** Calls it. It is asked for only when roles.json lets the session run the function. */
    private readonly call: () => unknown,
  ) {}

  /** The function, as a message names it. */
  get subject(): string {
    return `${this.target.owner}.${this.target.name}()`;
  }

  /**
   * Runs the function with the privileges to which roles.json promotes it. They end with it, so they do not count for what
   * the session may read of its result.
   * @throws RefusedCall when roles.json does not let the session run it
   */
  async run(ask: AskServer): Promise<unknown> {
    const refusal = ask('beginFunction', this.target);
    if (refusal) throw RefusedCall.by(refusal);
    try {
      return await this.call();
    } finally {
      ask('endFunction');
    }
  }
}
