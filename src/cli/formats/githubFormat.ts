import path from 'node:path';
import { countsFor } from '../../core/compliance/failOn';
import type { TerminalLine } from '../../core/terminal/terminalLine';
import { findingsOf } from '../checkReport';
import { type AnnotationKind, Annotations } from './annotations';
import { findingLine } from './findingLine';
import type { Format } from './format';
import { annotationRoot, repositoryRoot } from './repositoryRoot';

const KINDS = { error: 'error', warning: 'warning', hint: 'notice' } as const satisfies Record<string, AnnotationKind>;

/**
 * Annotations of the files. Behind them all findings as lines of the log, with file and line, which an annotation does not have
 * there.
 */
export const github: Format = function* (report, context) {
  const { env, isQuiet, failOn } = context;
  const root = repositoryRoot(report, context);
  // The runner knows files in its workspace by their path in it.
  const annotations = new Annotations(annotationRoot(env, root));
  const lines: TerminalLine[] = [];
  for (const { folder, file, reason } of report.unreadable) {
    yield* annotations.of('error', { file: path.join(folder, file), title: 'unreadable' }, reason);
  }
  for (const located of findingsOf(report)) {
    const { folder, file, finding } = located;
    const { severity, code, message, range } = finding;
    if (isQuiet && !countsFor(failOn, severity)) continue;
    yield* annotations.of(KINDS[severity], { file: path.join(folder, file), range, title: code }, message);
    lines.push(findingLine(located, root));
  }
  yield* lines;
};
