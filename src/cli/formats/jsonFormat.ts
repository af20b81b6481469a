import { jsonLines } from '../../core/terminal/jsonLines';
import { findingsOf } from '../checkReport';
import type { Format } from './format';

/** For programs: docs/pipelines.md#what-programs-read. `unreadable` is present only when something could not be read. */
export const json: Format = (report) => {
  const findings = [];
  for (const { folder, file, finding } of findingsOf(report)) {
    const { code, severity, message, pointer, range } = finding;
    findings.push({ code, severity, folder, file, message, pointer, range });
  }
  const { folders, summary, unreadable } = report;
  return jsonLines({
    version: 1,
    folders: [...new Set(folders.flatMap(({ path, isNowhere }) => (isNowhere ? [] : [path])))],
    summary,
    findings,
    ...(unreadable.length > 0 && { unreadable }),
  });
};
