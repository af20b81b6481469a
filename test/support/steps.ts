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
  const session = new inspector.Session();
  session.connect();
  // Optimized code does not count.
  v8.setFlagsFromString('--no-opt');
  try {
    // In the same thread, each of these calls is done when it returns.
    session.post('Profiler.enable');
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    await run();
    let scripts: inspector.Profiler.ScriptCoverage[] = [];
    session.post('Profiler.takePreciseCoverage', (error, taken) => {
      if (error) throw error;
      scripts = taken.result;
    });
    session.post('Profiler.stopPreciseCoverage');
    return new CountedSteps(scripts.filter(({ url }) => /[\\/]out[\\/]src[\\/]/.test(url)));
  } finally {
    v8.setFlagsFromString('--opt');
    session.disconnect();
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
