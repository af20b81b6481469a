import { inOneLine } from '../../../core/base/fullStop';
import { OptionsError } from '../../../core/server/optionsError';
import type { ServerOptions } from '../../kernel/options/options';
import { AuthenticationModule } from './authenticationModule';
import './mobileOptions';

// A module that takes longer to load may still be good. The first login waits for it up to the configured timeout.
const LONGEST_LOOK_MS = 5000;

/**
 * Refuses an authentication module that cannot be loaded or has no function: every login would fail with it.
 * @param options the module that they name is an existing file
 * @param log called when the module was not loaded in time
 * @throws OptionsError
 */
export async function assertModule({ mobile = {} }: ServerOptions, log: (line: string) => void): Promise<void> {
  const { authenticationModule: file, authenticationTimeoutMs = LONGEST_LOOK_MS } = mobile;
  if (file === undefined) return;
  const where = `“mobile.authenticationModule” names ${file}, which`;
  // The running server logs what the module prints. Logging it here would show it twice.
  const module = new AuthenticationModule({
    file,
    timeoutMs: Math.min(authenticationTimeoutMs, LONGEST_LOOK_MS),
    limits: mobile.authenticationLimits,
    log: () => {},
  });
  try {
    const outcome = await module.load();
    switch (outcome.kind) {
      case 'timeout':
        return log(`${where} could not be loaded yet: ${outcome.reason}`);
      case 'missing':
        throw new OptionsError(
          `${where} exports no function; export one as the default, or as onMobileAppAuthentication`,
        );
      case 'failed':
      case 'memory':
        throw new OptionsError(
          `${where} cannot be loaded: ${inOneLine(outcome.reason)}; mend it, or give a JavaScript module that exports a function`,
        );
    }
  } finally {
    await module.dispose();
  }
}
