import path from 'node:path';
import { line } from '../core/terminal/terminalLine';
import { SampleFolderError, sampleFolder, writeSample } from '../disk/writeSample';
import { CallError } from './callError';
import { ExitCode } from './exitCode';
import { ProgressLine } from './progressLine';
import type { Terminal } from './terminal';

/** Options of `sample`. */
export interface SampleArguments {
  readonly sessions: number;
  /** A percentage. */
  readonly faults: number;
  readonly seed: number;
}

/**
 * What `sample` does.
 * @throws CallError when the folder cannot be filled
 */
export async function sampleAction(
  terminal: Terminal,
  directory: string,
  { faults: damaged, ...others }: SampleArguments,
): Promise<ExitCode> {
  if (directory === '') throw new CallError('the folder for the sample is empty; give its path');
  const folder = sampleFolder(path.resolve(terminal.cwd, directory));
  const progress = new ProgressLine(terminal, 'Writing');
  try {
    await writeSample(folder, { ...others, damaged }, (files) => progress.report(files));
  } catch (error) {
    throw error instanceof SampleFolderError ? new CallError(error.message) : error;
  } finally {
    progress.end();
  }
  terminal.out(line`${folder}`);
  return ExitCode.fine;
}
