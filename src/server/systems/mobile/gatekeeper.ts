import { COMMON_SECRETS } from '../../../core/redaction/namedSecrets';
import { SentSecrets } from '../../../core/redaction/sentSecrets';
import type { ServerFunctions } from '../../kernel/code/serverFunctions';
import { isLoopback } from '../../kernel/guard/peer';
import type { Trace } from '../../kernel/journal/trace';
import { type Decision, decisionOf } from './decision';
import { EmailPolicy } from './emailPolicy';
import { AUTHENTICATION_HOOK, HookModule } from './hookModule';
import type { LoginOrigin } from './login';
import type { LoginRequest } from './loginRequest';
import type { MobileOptions } from './mobileOptions';
import { refuse } from './mobileRestError';
import { ModuleCalls } from './moduleCalls';
import { note } from './note';

/**
 * Decides logins. With `acceptLocalhost`, logins from this machine are accepted. Others are decided by the authentication
 * module, or by the e-mail policy when there is no module.
 */
export class Gatekeeper {
  private readonly policy: EmailPolicy;
  private readonly module: HookModule | undefined;
  private readonly acceptLocalhost: boolean;
  /** The last problem of the module that was logged. Undefined when the module answers. */
  private told: string | undefined;

  constructor(
    options: MobileOptions,
    private readonly log: (message: string) => void,
    private readonly functions: ServerFunctions,
  ) {
    const { authenticationModule: file, authenticationTimeoutMs: timeoutMs, authenticationLimits: limits } = options;
    this.policy = new EmailPolicy(options.policy);
    this.module =
      file === undefined ? undefined : new HookModule({ kind: AUTHENTICATION_HOOK, file, timeoutMs, limits, log });
    this.acceptLocalhost = options.acceptLocalhost ?? false;
  }

  /** @throws MobileError 1902, 1903 or 1905 when the module is missing, fails, takes too long, or has too much to do */
  async decide(login: LoginRequest, { ip, signal }: LoginOrigin, trace: Trace): Promise<Decision> {
    if (this.acceptLocalhost && isLoopback(ip)) {
      note(trace, 'mobile.policy.localhost');
      return { outcome: 'accept' };
    }
    return this.module ? this.askModule(this.module, login, ip, trace, signal) : this.policy.decide(login.email, trace);
  }

  /** Ends what the authentication module keeps in its processes. */
  async restored(): Promise<void> {
    this.told = undefined;
    await this.module?.renew('The state of the server was replaced while the module ran.');
  }

  async dispose(): Promise<void> {
    await this.module?.dispose();
  }

  private async askModule(
    module: HookModule,
    { sent, email, parameters, sessionId }: LoginRequest,
    ip: string,
    trace: Trace,
    signal: AbortSignal,
  ): Promise<Decision> {
    const { application, device, team, language } = sent;
    const input = { email, application, device, language, parameters, session: { id: sessionId, ip } };
    const calls = new ModuleCalls(this.functions, trace);
    const outcome = await module
      .ask({ ...input, ...(team !== undefined && { team }) }, signal, (asked) => calls.answer(asked))
      .finally(() => calls.end());
    if (outcome.kind !== 'answer' && outcome.kind !== 'left') {
      // The message of the developer's error may repeat a password.
      const body = JSON.stringify({ parameters });
      this.tell(SentSecrets.of('', { headers: {}, body }, COMMON_SECRETS.asLogin()).covered(outcome.reason));
    }
    const { retryAfter = undefined, option = undefined } = outcome.kind === 'answer' ? {} : outcome;
    const remedy = option === undefined ? undefined : { option };
    const later = { remedy, ...(retryAfter !== undefined && { retryAfter }) };
    switch (outcome.kind) {
      case 'missing':
        return refuse(trace, 'mobile.module.missing', 1902, undefined, { told: outcome.reason, remedy });
      case 'failed':
        return refuse(trace, 'mobile.module.failed', 1903, undefined, { told: outcome.reason, remedy });
      case 'timeout':
        return refuse(trace, 'mobile.module.timeout', 1905, undefined, { told: outcome.reason, ...later });
      case 'memory':
        return refuse(trace, 'mobile.module.memory', 1903, undefined, { told: outcome.reason, remedy });
      case 'tooLarge':
        return refuse(trace, 'mobile.module.tooLarge', 1903, undefined, { told: outcome.reason, remedy });
      case 'left':
        return refuse(trace, 'mobile.module.left', 1905, undefined, { told: outcome.reason, ...later });
      case 'busy':
        return refuse(trace, 'mobile.module.busy', 1905, outcome.reason, later);
    }
    const decision = decisionOf(outcome.result);
    if (decision) {
      this.told = undefined;
      note(trace, 'mobile.module.answered', `The authentication module says: ${decision.outcome}.`);
      return decision;
    }
    const reason = invalidReason(outcome.result);
    this.tell(reason);
    note(trace, 'mobile.module.invalid', reason);
    return { outcome: 'refuse' };
  }

  /** Logs a problem of the module for its developer. It is logged once, because a device repeats its request. */
  private tell(reason: string): void {
    if (reason === this.told) return;
    this.told = reason;
    this.log(`The authentication module: ${reason}`);
  }
}

/** Says why a result is invalid, without its values: they may be personal data. */
function invalidReason(result: unknown): string {
  const found = result === null ? 'null' : Array.isArray(result) ? 'an array' : typeof result;
  const isObject = found === 'object';
  const detail = isObject ? 'an object whose success, verify, statusText or userInfo has another type' : found;
  return `The authentication module returned ${detail}; that counts as a refusal.`;
}
