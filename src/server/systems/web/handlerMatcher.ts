import process from 'node:process';
import vm from 'node:vm';

/** Milliseconds of the processor that one expression may take on one path. */
const LIMIT_MS = 50;

/** A path longer than this is not even tried: browsers and servers give up far earlier. */
const LIMIT_LENGTH = 8192;

/**
 * Tries a developer's regular expressions on whatever paths clients send. An expression like `(a+)+$` needs minutes for
 * sixty characters, and the thread that tries it serves everybody: it is ended when its time is over.
 */
export class BoundedMatcher {
  private readonly context = vm.createContext(Object.create(null) as { expression?: RegExp; path?: string });
  private readonly script = new vm.Script('expression.test(path)');

  /** Undefined when it takes too long. */
  test(expression: RegExp, path: string): boolean | undefined {
    if (path.length > LIMIT_LENGTH) return undefined;
    // What repeats at most once cannot explode, and the guard costs a quarter of a millisecond.
    if ((expression.source.match(/[*+?{]/g) ?? []).length <= 1) return expression.test(path);
    this.context.expression = expression;
    this.context.path = path;
    // The only alarm goes by the clock on the wall, and on a busy machine that runs while nothing is tried: what an
    // expression is found to fit must not hang on that. So it is tried again, for longer, until it has had its time.
    for (let alarmMs = LIMIT_MS; ; alarmMs *= 4) {
      const before = processorMs();
      const answer = this.tryFor(alarmMs);
      if (answer !== undefined) return answer;
      // Where only the whole process tells its time, other threads had a part of it: the first try decides nothing.
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

/** Of this thread where Node tells it (from 22.19 and 23.9), else of the process. */
function processorMs(): number {
  const told = process as typeof process & { threadCpuUsage?: typeof process.cpuUsage };
  const { user, system } = told.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
}
