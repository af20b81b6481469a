import * as vscode from 'vscode';
import { TEMPLATE_STEMS } from '../../core/scenario/newScenario';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { FLOW_AREAS, flowAreaOf, flowAreaText } from './flowAreas';
import type { FlowFile, FlowFiles } from './flowFiles';
import { stemOf } from './flowStem';

/** What a new scenario is made from. Undefined is the empty one. */
export interface ChosenTemplate {
  readonly flow: FlowFile | undefined;
}

type TemplateItem = vscode.QuickPickItem & Partial<ChosenTemplate>;

/** Asks what a new scenario is made from. Undefined when the user cancels. */
export async function askTemplate(files: Pick<FlowFiles, 'groups'>): Promise<ChosenTemplate | undefined> {
  const shipped = (await files.groups()).find(({ folder }) => folder === undefined)?.files ?? [];
  const known = TEMPLATE_STEMS.flatMap((stem) => shipped.find(({ file }) => stemOf(file) === stem) ?? []);
  const items: TemplateItem[] = [
    { label: l10n.t('Empty Scenario'), detail: l10n.t('One request, and what is expected of its answer.') },
    ...FLOW_AREAS.flatMap((area) => itemsOf(area, known)),
  ];
  const title = l10n.t('New Scenario (1 of 2): What Is It Made From?');
  const chosen = await pick(items, { title, matchOnDetail: true, matchOnDescription: true });
  return chosen && { flow: chosen.flow };
}

function itemsOf(area: (typeof FLOW_AREAS)[number], known: readonly FlowFile[]): TemplateItem[] {
  const own = known.filter(({ file }) => flowAreaOf(stemOf(file)) === area);
  if (own.length === 0) return [];
  const separator = { label: flowAreaText(area), kind: vscode.QuickPickItemKind.Separator };
  const items = own.map((flow) => ({
    label: flow.name,
    description: stemOf(flow.file),
    detail: flow.description,
    flow,
  }));
  return [separator, ...items];
}
