import { jsonLines } from '../../core/terminal/jsonLines';
import { runReportJson } from '../../scenario/batch/runReportJson';
import type { RunFormat } from './runFormat';

/** For programs. */
export const jsonRun: RunFormat = {
  end: (report) => jsonLines(runReportJson(report)),
};
