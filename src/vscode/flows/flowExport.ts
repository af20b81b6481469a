import type { ExportFormat } from '../../core/flows/flowMessages';
import { diagramOf, plannedDiagram } from '../../core/scenario/diagram';
import { htmlReport } from '../../core/scenario/htmlReport';
import { mermaidOf } from '../../core/scenario/mermaid';
import { secretsOfRun } from '../../core/scenario/runSecrets';
import { coveredJson } from '../../core/scenario/secrets';
import { svgOf } from '../../core/scenario/svg';
import { type FlowSession, runEventsIn } from './flowSession';

export const EXPORT_ENDINGS: Readonly<Record<ExportFormat, string>> = { mermaid: 'mmd', svg: 'svg', html: 'html' };

/** What was done so far, to show to others: secrets are covered. What is planned, when nothing was done. */
export function exportedFlow(session: FlowSession, format: ExportFormat): string {
  const events = runEventsIn(session.events);
  const { secrets } = session;
  if (format === 'html') return htmlReport(events, secrets);
  const hasRun = events.some(({ kind }) => kind === 'runStarted');
  const diagram = hasRun
    ? diagramOf(coveredJson(events, [...secretsOfRun(events), ...secrets]))
    : plannedDiagram(session.current);
  return format === 'svg' ? svgOf(diagram) : mermaidOf(diagram);
}
