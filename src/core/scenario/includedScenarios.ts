import { type Phrase, phrase, shortened } from '../compliance/phrase';
import { PatternWork } from './patternWork';
import type { Scenario } from './scenario';
import { INCLUDE_DEPTH } from './scenarioLimits';
import type { ScenarioReading } from './scenarioReading';

/** A file that an include names, or why it is not read. */
export type IncludedText = { readonly file: string; readonly text: string } | { readonly fault: Phrase };

/** Finds the file that an include names. Undefined when there is none. */
export type FindInclude = (path: string, from: string) => IncludedText | undefined;

/** The longest path of an include that is shown. */
const SHOWN = 200;

/** The scenarios that one scenario includes, directly and through others. Each file is read once. */
export class IncludedScenarios {
  /** What the patterns of all these files cost. */
  readonly patterns = new PatternWork();
  private readonly readings = new Map<string, ScenarioReading>();
  /** The files from the scenario itself to the one that is being read. */
  private readonly underWay: Set<string>;

  /** @param main the file of the scenario itself */
  constructor(
    main: string,
    private readonly find: FindInclude = () => undefined,
  ) {
    this.underWay = new Set([main]);
  }

  /**
   * The scenario that an include names, or why it cannot be included.
   * @param from the file that includes it
   * @param read reads a file that was not read before
   */
  get(path: string, from: string, read: (text: string, file: string) => ScenarioReading): Scenario | Phrase {
    const shown = shortened(path, SHOWN);
    const there = this.find(path, from);
    if (!there) return phrase('There is no file "{0}".', shown);
    if ('fault' in there) return there.fault;
    const { file, text } = there;
    if (this.underWay.has(file)) return phrase('"{0}" includes this file again, in a circle.', shown);
    const reading = this.readings.get(file) ?? this.readOnce(file, text, read);
    if (reading === 'tooDeep') {
      const { count, name } = INCLUDE_DEPTH;
      return phrase(
        'The number of files that lead to "{1}" is above {0} ({2}); include it further up.',
        `${count}`,
        shown,
        name,
      );
    }
    const { scenario, findings } = reading;
    const error = findings.find(({ severity }) => severity === 'error');
    if (scenario && !error) return scenario;
    const line = String((error?.range.start.line ?? 0) + 1);
    return phrase('"{0}" is at fault in line {1}: {2}', shown, line, error?.phrase ?? '');
  }

  private readOnce(
    file: string,
    text: string,
    read: (text: string, file: string) => ScenarioReading,
  ): ScenarioReading | 'tooDeep' {
    if (this.underWay.size > INCLUDE_DEPTH.count) return 'tooDeep';
    this.underWay.add(file);
    const reading = read(text, file);
    this.underWay.delete(file);
    this.readings.set(file, reading);
    return reading;
  }
}
