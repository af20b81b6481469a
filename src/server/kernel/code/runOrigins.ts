import { withoutFullStop } from '../../../core/base/fullStop';

/** The request that a run of code is for. */
export interface RunOrigin {
  /** Names it in a sentence, such as `POST /rest/$singleton/Orders/pay`. Without what is secret. */
  readonly words: string;
  /** Called when something fails that the run has left behind, after its answer. */
  failedLate(reason: string): void;
}

/** More would only fill the memory, as hardly anything fails so late. */
const KEPT_RUNS = 100;

/** The requests of the last runs of one process, to say whose error comes after its answer. */
export class RunOrigins {
  private readonly origins = new Map<number, RunOrigin>();
  /** What has failed during a run, of runs before it. */
  private lateWords: string[] = [];

  /** @param log takes a line about an error that comes after its answer */
  constructor(private readonly log: (line: string) => void) {}

  /** A run begins. */
  begin(run: number, origin: RunOrigin | undefined): void {
    this.lateWords = [];
    if (!origin) return;
    const { origins } = this;
    origins.set(run, origin);
    if (origins.size > KEPT_RUNS) origins.delete(Math.min(...origins.keys()));
  }

  /** What an earlier run has left behind failed while this one went on. The code can have forged the run. */
  failedDuring(current: number, run: number | undefined, reason: string): void {
    const words = `What ${this.wordsOf(run)} has left behind failed after its answer: ${withoutFullStop(reason)}`;
    this.lateWords.push(words);
    const goesOn = `The process ends after ${this.wordsOf(current, 'the next request')}, which goes on.`;
    this.tell(run, `${words}. ${goesOn}`, reason);
  }

  /** The process has ended while no run went on, or by what an earlier run has left behind. */
  ended(run: number | undefined, reason: string): void {
    const to = this.origin(run) ? ` to ${this.wordsOf(run)}` : '';
    this.tell(run, `The process of the code ended after its answer${to}: ${reason}`, reason);
  }

  /** What a request is told that was lost with the process because of an earlier one. */
  lostBy(run: number | undefined, reason: string): string {
    return `What ${this.wordsOf(run)} has left behind ended the process of the code: ${withoutFullStop(reason)}. It is no error of this request, which can be sent again.`;
  }

  /** What a request is told that took too long. It may have waited for what had failed. Undefined if nothing had. */
  get late(): string | undefined {
    return this.lateWords.length > 0 ? this.lateWords.join(' ') : undefined;
  }

  private tell(run: number | undefined, line: string, reason: string): void {
    this.log(line);
    this.origin(run)?.failedLate(reason);
  }

  private wordsOf(run: number | undefined, unknown = 'an earlier request'): string {
    return this.origin(run)?.words ?? unknown;
  }

  private origin(run: number | undefined): RunOrigin | undefined {
    return run === undefined ? undefined : this.origins.get(run);
  }
}
