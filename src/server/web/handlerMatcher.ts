import vm from 'node:vm';

/** Milliseconds that one expression may take on one path. */
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
    try {
      return this.script.runInContext(this.context, { timeout: LIMIT_MS }) === true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
      throw error;
    }
  }
}
