import process from 'node:process';
import vm from 'node:vm';

/** Milliseconds of CPU time for matching one expression with one path. */
const LIMIT_MS = 50;

/** Longer paths are not matched. The limits of browsers and servers are far lower. */
const LIMIT_LENGTH = 8192;

/**
 * Matches the regular expressions of a developer with paths that clients send.
 * An expression like `(a+)+$` needs minutes for sixty characters, and would block the thread that serves all clients.
 * So matching has a time limit.
 */
export class BoundedMatcher {
  private readonly context = vm.createContext(Object.create(null) as { expression?: RegExp; path?: string });
  private readonly script = new vm.Script('expression.test(path)');

  /** Undefined when matching takes too long. */
  test(expression: RegExp, path: string): boolean | undefined {
    if (path.length > LIMIT_LENGTH) return undefined;
    // An expression with at most one repetition is never slow. The time limit itself costs a quarter of a millisecond.
    if ((expression.source.match(/[*+?{]/g) ?? []).length <= 1) return expression.test(path);
    this.context.expression = expression;
    this.context.path = path;
    // The timeout of `vm` measures elapsed time, which also passes while other programs use the processor. The result
    // must not depend on how busy the machine is. So matching is tried again with a longer timeout, until it has used
    // its CPU time.
    for (let alarmMs = LIMIT_MS; ; alarmMs *= 4) {
      const before = processorMs();
      const answer = this.tryFor(alarmMs);
      if (answer !== undefined) return answer;
      // If only the CPU time of the whole process is known, other threads used part of it. So the first try never gives
      // up.
      if (alarmMs > LIMIT_MS && processorMs() - before >= LIMIT_MS) return undefined;
    }
  }

  private tryFor(ms: number): boolean | undefined {
    try {
      return this.script.runInContext(this.context, { timeout: ms }) === true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
      throw error;
    }
  }
}

/** CPU time of this thread where Node provides it (from 22.19 and 23.9), else of the process. */
function processorMs(): number {
  const told = process as typeof process & { threadCpuUsage?: typeof process.cpuUsage };
  const { user, system } = told.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
}
