import { deviceVoiceOf } from '../../core/flows/deviceVoice';
import type { ExportFormat } from '../../core/flows/flowMessages';
import { flowStrings } from '../../core/flows/flowWords';
import { coveredRun } from '../../core/scenario/coveredRun';
import { diagramOf } from '../../core/scenario/diagram';
import { htmlReport } from '../../core/scenario/htmlReport';
import { mermaidOf } from '../../core/scenario/mermaid';
import { svgOf } from '../../core/scenario/svg';
import { DEVICE, SLICES, SYSTEM_PARTS } from '../../core/systems';
import type { FlowSession } from '../../scenario/flowSession';

export const EXPORT_ENDINGS: Readonly<Record<ExportFormat, string>> = { mermaid: 'mmd', svg: 'svg', html: 'html' };

/**
 * A picture or report of the run so far, to show to others. Secrets are masked. When nothing has run yet, it shows the
 * planned steps.
 */
export function exportedFlow({ events, secrets, outline }: FlowSession, format: ExportFormat): string {
  const run = coveredRun(events, SLICES, secrets, outline);
  const words = deviceVoiceOf(SYSTEM_PARTS, flowStrings(SYSTEM_PARTS));
  if (format === 'html') return htmlReport(run, DEVICE?.table, words);
  const diagram = diagramOf(run, words);
  return format === 'svg' ? svgOf(diagram) : mermaidOf(diagram);
}
