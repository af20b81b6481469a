import inspector from 'node:inspector';
import v8 from 'node:v8';

/** How often the functions of this product were called on this thread. */
export interface Steps {
  readonly all: number;
  /** The steps in the sources whose path ends so, without extension: `json/jsonText`. */
  in(source: string): number;
  /** How often the functions of this name were called. */
  callsOf(name: string): number;
}

/**
 * Counts the function calls that a piece of work takes on this thread. They are the same on every machine, however busy
 * it is. A loop counts when something is called in it. What V8 does itself, such as matching a pattern, does not count.
 */
export async function countSteps(run: () => unknown): Promise<Steps> {
  const counter = StepCounter.begun();
  try {
    await run();
    return counter.taken();
  } finally {
    counter.end();
  }
}

/**
 * V8 looks at each object in memory when counting begins and when it ends. One test counts again and again, so counting
 * ends when nobody has gone on with it by the end of the test, which leaves the turn of the event loop.
 */
class StepCounter {
  private static open: StepCounter | undefined;
  private readonly session = new inspector.Session();
  private ending: NodeJS.Immediate | undefined;

  private constructor() {
    this.session.connect();
    // Optimized code does not count.
    v8.setFlagsFromString('--no-opt');
    // In the same thread, each of these calls is done when it returns.
    this.session.post('Profiler.enable');
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  }

  static begun(): StepCounter {
    const { open } = StepCounter;
    clearImmediate(open?.ending);
    // What was called since then counts for nobody.
    open?.taken();
    StepCounter.open = open ?? new StepCounter();
    return StepCounter.open;
  }

  taken(): Steps {
    let scripts: inspector.Profiler.ScriptCoverage[] = [];
    this.session.post('Profiler.takePreciseCoverage', (error, taken) => {
      if (error) throw error;
      scripts = taken.result;
    });
    return new CountedSteps(scripts.filter(({ url }) => /[\\/]out[\\/]src[\\/]/.test(url)));
  }

  end(): void {
    this.ending = setImmediate(() => {
      StepCounter.open = undefined;
      this.session.post('Profiler.stopPreciseCoverage');
      v8.setFlagsFromString('--opt');
      this.session.disconnect();
    });
  }
}

class CountedSteps implements Steps {
  constructor(private readonly scripts: readonly inspector.Profiler.ScriptCoverage[]) {}

  get all(): number {
    return this.in('');
  }

  in(source: string): number {
    return this.scripts
      .filter(({ url }) => url.replaceAll('\\', '/').endsWith(`${source}.js`) || source === '')
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)))
      .reduce((sum, count) => sum + count, 0);
  }

  callsOf(name: string): number {
    return this.scripts
      .flatMap(({ functions }) => functions)
      .filter(({ functionName }) => functionName === name)
      .reduce((sum, { ranges }) => sum + (ranges[0]?.count ?? 0), 0);
  }
}
