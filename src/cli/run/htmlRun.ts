import { deviceVoiceOf } from '../../core/flows/deviceVoice';
import { flowStrings } from '../../core/flows/flowWords';
import { type ReportedRun, reportPage } from '../../core/scenario/reportPage';
import { DEVICE, SYSTEM_PARTS } from '../../core/systems';
import type { RunReport } from '../../scenario/batch/runReport';
import { xmlLines } from '../formats/xmlLines';
import type { RunContext, RunFormat } from './runFormat';
import { shownFile, shownPlace } from './shownPlace';

/** One web page with everything, for whoever looks at a run later. */
export const htmlRun: RunFormat = {
  end: (report, context) => xmlLines(pageOfRun(report, context)),
};

/** The page as a text. */
export function pageOfRun(report: RunReport, { terminal, at, linkTo }: RunContext): string {
  const { cwd } = terminal;
  const reported: ReportedRun = {
    at,
    ms: report.ms,
    notes: notesOf(report),
    scenarios: report.scenarios.map(({ file, findings, ...rest }) => ({
      ...rest,
      file: shownFile(cwd, file),
      findings: findings.map(({ message, range }) => ({ message, place: { file, range } })),
    })),
  };
  return reportPage(reported, {
    shownPlace: (place) => shownPlace(cwd, place),
    linkTo,
    words: deviceVoiceOf(SYSTEM_PARTS, flowStrings(SYSTEM_PARTS)),
    ...(DEVICE && { table: DEVICE.table }),
  });
}

function notesOf({ stopped, leftOut }: RunReport): string[] {
  return [
    ...(stopped === 'ended' ? ['The run was ended before all scenarios had run, so this report is only a part.'] : []),
    ...(stopped === 'bail' ? ['The run stopped at the first scenario that did not pass (--bail).'] : []),
    ...(leftOut > 0 ? [`Left out by name (--grep): ${leftOut}.`] : []),
  ];
}
