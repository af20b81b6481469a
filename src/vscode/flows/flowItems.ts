import path from 'node:path';
import * as vscode from 'vscode';
import { boundCommand } from '../host/commandRegistry';
import { ICON_COLOURS } from '../host/iconColours';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';
import { setContextValue } from '../host/rowTokens';
import { visibleItem } from '../host/visibleItem';
import { timeText } from '../mobileApps/sessionText';
import type { ScenarioResults } from '../scenarios/scenarioResults';
import type { FlowAges } from './flowAges';
import { FLOW_COMMANDS, FLOW_ROWS } from './flowContract';
import type { FlowFault, FlowFaults } from './flowFaults';
import type { FlowFile, FlowGroup } from './flowFiles';
import type { FlowNode } from './flowTree';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** How a flow ended when it ran last. It is old if the flow, or what it needs, was changed since. */
interface LastResult {
  readonly verdict: 'passed' | 'failed' | 'never';
  readonly isOld: boolean;
  /** For tooltips and screen readers. */
  readonly words: string;
}

/**
 * The items of the view Flows. Each flow says by the shape and the colour of its icon how it ended last, or that it cannot
 * run as it is.
 */
export class FlowItems {
  constructor(
    private readonly results: Pick<ScenarioResults, 'of'>,
    private readonly ages: Pick<FlowAges, 'isOld'>,
    private readonly faults: Pick<FlowFaults, 'of'>,
  ) {}

  ofGroup({ folder, files, unread }: FlowGroup): vscode.TreeItem {
    const label = folder?.name ?? l10n.t('Shipped Flows');
    const item = new vscode.TreeItem(label, Expanded);
    item.id = `group:${folder?.uri.toString() ?? ''}`;
    item.iconPath = new vscode.ThemeIcon(folder ? 'root-folder' : 'library');
    setContextValue(item, FLOW_ROWS.value('group'));
    const more =
      unread === 0
        ? []
        : [
            isOne(unread)
              ? l10n.t('too many files: {0} more is not looked at', String(unread))
              : l10n.t('too many files: {0} more are not looked at', String(unread)),
          ];
    if (unread > 0) item.tooltip = l10n.t('Hide folders with files.exclude, so that the others are looked at.');
    this.count(item, label, files, more);
    return visibleItem(item);
  }

  ofTopic({ id, label }: Extract<FlowNode, { kind: 'topic' }>, flows: readonly FlowFile[]): vscode.TreeItem {
    const item = new vscode.TreeItem(label, Collapsed);
    item.id = id;
    setContextValue(item, FLOW_ROWS.value('topic'));
    this.count(item, label, flows);
    return visibleItem(item);
  }

  ofFlow({ flow, label, twins, isShipped }: Extract<FlowNode, { kind: 'flow' }>): vscode.TreeItem {
    const { file, name, description } = flow;
    const item = new vscode.TreeItem(label, twins.length > 0 ? Collapsed : None);
    const result = this.resultOf(flow);
    item.id = file;
    const fault = this.faults.of(file);
    item.iconPath = iconOf(result, fault);
    const notes = [
      ...(isShipped ? [] : [path.basename(file)]),
      ...(fault ? [l10n.t('at fault')] : []),
      ...(result.isOld ? [l10n.t('changed since')] : []),
      ...(twins.length > 0 ? this.badOf(twins.map((each) => each.flow)) : []),
    ];
    item.description = notes.join(' · ');
    const tooltip = new vscode.MarkdownString();
    tooltip.appendText([name, fault?.words, description, result.words].filter(Boolean).join('\n\n'));
    item.tooltip = tooltip;
    setContextValue(item, FLOW_ROWS.value('flow', isShipped && 'shipped', fault && 'atFault'));
    const twinText = isOne(twins.length)
      ? l10n.t('{0} variant', String(twins.length))
      : l10n.t('{0} variants', String(twins.length));
    const faultWords = fault ? [l10n.t('at fault'), fault.words] : [];
    const spoken = [
      l10n.t('Flow {0}', name),
      ...faultWords,
      result.words,
      description,
      ...(twins.length > 0 ? [twinText] : []),
    ];
    item.accessibilityInformation = { label: spoken.filter(Boolean).join(', ') };
    // One that cannot run is opened as a text, where it is to be mended.
    item.command = fault
      ? boundCommand(FLOW_COMMANDS.flowOpenFile, l10n.t('Open File'), { kind: 'flow', flow })
      : boundCommand(FLOW_COMMANDS.flowOpen, l10n.t('Open Flow'), { kind: 'flow', flow });
    return visibleItem(item);
  }

  /** Says how many flows are below a row, and how many of them failed or are at fault. */
  private count(
    item: vscode.TreeItem,
    label: string,
    flows: readonly FlowFile[],
    more: readonly (string | undefined)[] = [],
  ): void {
    const { length } = flows;
    const failures = this.badOf(flows);
    item.description = [...(length > 0 ? [String(length)] : []), ...failures, ...more].join(' · ');
    const counted = isOne(length)
      ? l10n.t('{0}, {1} flow', label, String(length))
      : l10n.t('{0}, {1} flows', label, String(length));
    const tooltip = more.length > 0 && typeof item.tooltip === 'string' ? [item.tooltip] : [];
    item.accessibilityInformation = { label: [counted, ...failures, ...more, ...tooltip].join(', ') };
  }

  private badOf(flows: readonly FlowFile[]): string[] {
    const atFault = flows.filter(({ file }) => this.faults.of(file)).length;
    const failed = flows.filter(({ file }) => this.results.of(file)?.verdict === 'failed').length;
    return [
      ...(atFault === 0 ? [] : [l10n.t('{0} at fault', String(atFault))]),
      ...(failed === 0 ? [] : [l10n.t('{0} failed', String(failed))]),
    ];
  }

  private resultOf({ file }: FlowFile): LastResult {
    const result = this.results.of(file);
    if (!result) return { verdict: 'never', isOld: false, words: l10n.t('Not run yet.') };
    const { verdict } = result;
    const isOld = this.ages.isOld(file);
    const at = timeText(result.at);
    const words = verdict === 'passed' ? l10n.t('Passed: {0}.', at) : l10n.t('Failed: {0}.', at);
    const note = isOld ? [l10n.t('The flow, or what it needs, was changed since.')] : [];
    return { verdict, isOld, words: [words, ...note].join(' ') };
  }
}

/** The shape says how it ended; one that is old has no colour of its own. One that cannot run has a sign of its own. */
function iconOf({ verdict, isOld }: LastResult, fault: FlowFault | undefined): vscode.ThemeIcon {
  if (fault) return new vscode.ThemeIcon('warning', ICON_COLOURS.bad);
  if (verdict === 'never') return new vscode.ThemeIcon('circle-outline', ICON_COLOURS.over);
  const colour = verdict === 'passed' ? ICON_COLOURS.good : ICON_COLOURS.bad;
  return new vscode.ThemeIcon(verdict === 'passed' ? 'pass' : 'error', isOld ? ICON_COLOURS.over : colour);
}
