import path from 'node:path';
import { workflowCommand } from '../../core/terminal/terminalLine';
import { findingsOf } from '../checkReport';
import type { Format } from './format';
import { under } from './pathUnder';

/** Workflow commands. GitHub Actions shows each as an annotation of its file. */
export const github: Format = function* (report, { cwd, env }) {
  const base = env.GITHUB_WORKSPACE || cwd;
  for (const { folder, file, finding } of findingsOf(report)) {
    const absolute = path.join(folder, file);
    const { code, severity, message, range } = finding;
    const properties = {
      file: under(base, absolute) ?? absolute,
      line: range.start.line + 1,
      endLine: range.end.line + 1,
      col: range.start.character + 1,
      endColumn: range.end.character + 1,
      title: code,
    };
    yield workflowCommand(severity === 'hint' ? 'notice' : severity, properties, message);
  }
};
