import { inOneLine } from '../../../core/base/fullStop';
import { OptionsError } from '../../../core/server/optionsError';
import type { CodeLimitOptions } from '../../kernel/code/codeLimits';
import { type HookKind, HookModule } from './hookModule';

// A module that takes longer to load may still be good. The first call waits for it up to the configured timeout.
const LONGEST_LOOK_MS = 5000;

/** The options of a module. */
export interface ModuleGiven {
  readonly file: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly limits: CodeLimitOptions | undefined;
}

/**
 * Refuses a module that cannot be loaded or has no function: every call would fail with it.
 * @param given the module that it names is an existing file
 * @param log called when the module was not loaded in time
 * @throws OptionsError
 */
export async function assertModule(
  kind: HookKind,
  { file, timeoutMs = LONGEST_LOOK_MS, limits }: ModuleGiven,
  log: (line: string) => void,
): Promise<void> {
  if (file === undefined) return;
  const where = `“${kind.option}” names ${file}, which`;
  // The running server logs what the module prints. Logging it here would show it twice.
  const module = new HookModule({
    kind,
    file,
    timeoutMs: Math.min(timeoutMs, LONGEST_LOOK_MS),
    limits,
    log: () => {},
  });
  try {
    const outcome = await module.load();
    switch (outcome.kind) {
      case 'timeout':
        return log(`${where} could not be loaded yet: ${outcome.reason}`);
      case 'missing':
        throw new OptionsError(`${where} exports no function; export one as the default, or as ${kind.exportName}`);
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
