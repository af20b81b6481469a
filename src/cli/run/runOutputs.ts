import { linesWithoutTokens, type TerminalLine } from '../../core/terminal/terminalLine';
import type { RunReport, ScenarioReport } from '../../scenario/batch/runReport';
import { writeOutput } from '../outputs/outputFile';
import { type OutputOrder, outputOrders } from '../outputs/outputOrder';
import { type OutputPlace, outputPlaces } from '../outputs/outputPlace';
import { reportPlace } from './reportFolder';
import { type RunContext, type RunFormat, type RunFormatName, runFormatNamed, showsMessages } from './runFormat';

interface RunOutput {
  readonly format: RunFormat;
  /** Undefined for stdout. */
  readonly place?: OutputPlace;
  /** What is written at the end. */
  readonly lines: TerminalLine[];
}

/** Everything that a run writes: formats on stdout and in files, and the report. */
export class RunOutputs {
  private constructor(
    private readonly outputs: readonly RunOutput[],
    /** Whether one of them shows the messages of the run. */
    readonly needsMessages: boolean,
  ) {}

  /**
   * @param report folder of the report
   * @throws CallError for places that cannot be written to, before anything runs
   */
  static async of(
    cwd: string,
    format: readonly OutputOrder<RunFormatName>[] | undefined,
    report: string | undefined,
  ): Promise<RunOutputs> {
    const orders = outputOrders(format === undefined ? {} : { format }, 'pretty');
    const inFiles = orders.filter(
      (order): order is OutputOrder<RunFormatName> & { file: string } => order.file !== undefined,
    );
    const isOnStdout = inFiles.length < orders.length;
    const pages = report === undefined ? [] : [reportPlace(cwd, report)];
    const files = [...inFiles.map(({ file }) => file), ...pages.map(({ given }) => given)];
    const places = outputPlaces(cwd, files, isOnStdout);
    const named = [...inFiles.map(({ format: name }) => name), ...pages.map(() => 'html' as const)];
    const outputs = await Promise.all([
      ...orders.filter(({ file }) => file === undefined).map(({ format: name }) => outputOf(name)),
      ...named.map((name, at) => outputOf(name, places[at])),
    ]);
    return new RunOutputs(outputs, pages.length > 0 || orders.some(({ format: name }) => showsMessages(name)));
  }

  /** To be called with each scenario as soon as it is done. */
  scenario(report: ScenarioReport, { terminal }: RunContext): void {
    for (const { format, place, lines } of this.outputs) {
      const own = [...linesWithoutTokens(format.scenario?.(report, terminal) ?? [])];
      if (place) lines.push(...own);
      else terminal.out(own);
    }
  }

  /** @returns whether all could be written */
  async end(report: RunReport, context: RunContext): Promise<boolean> {
    const { terminal } = context;
    let isWritten = true;
    for (const { format, place, lines } of this.outputs) {
      const own = [...linesWithoutTokens(format.end(report, context))];
      if (!place) terminal.out(own);
      else if (!(await writeOutput(terminal, place, [...lines, ...own]))) isWritten = false;
    }
    for (const { format } of this.outputs) format.beside?.(report, context);
    return isWritten;
  }
}

async function outputOf(name: RunFormatName, place?: OutputPlace): Promise<RunOutput> {
  return { format: await runFormatNamed(name), lines: [], ...(place && { place }) };
}
