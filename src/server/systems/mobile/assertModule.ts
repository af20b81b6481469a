import { OptionsError } from '../../../core/server/optionsError';
import type { ServerOptions } from '../../kernel/options/options';
import { AuthenticationModule } from './authenticationModule';
import './mobileOptions';

// One that takes longer to load may still be good: the first login waits for it as long as it may.
const LONGEST_LOOK_MS = 5000;

/**
 * Refuses an authentication module with which every login would fail: one that cannot be loaded, or has no function.
 * @param options whose module is a file that is there
 * @param log told of a module that was not loaded in time
 * @throws OptionsError
 */
export async function assertModule({ mobile = {} }: ServerOptions, log: (line: string) => void): Promise<void> {
  const { authenticationModule: file, authenticationTimeoutMs = LONGEST_LOOK_MS } = mobile;
  if (file === undefined) return;
  const where = `“mobile.authenticationModule” names ${file}, which`;
  // What it prints is for the server that runs: here it would be told twice.
  const module = new AuthenticationModule(file, Math.min(authenticationTimeoutMs, LONGEST_LOOK_MS), () => {});
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
        throw new OptionsError(
          `${where} cannot be loaded: ${inOneLine(outcome.reason)}; mend it, or give a JavaScript module that exports a function`,
        );
    }
  } finally {
    await module.dispose();
  }
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\.$/, '');
}
