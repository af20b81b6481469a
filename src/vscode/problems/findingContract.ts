import type * as vscode from 'vscode';
import type { Finding, FindingCode } from '../../core/compliance/finding';
import type { HandlerCode } from '../../core/handlers/handlerFinding';
import { Command } from '../contract/command';
import { ContextKey } from '../contract/contextKey';
import { type ContractPart, declaredId } from '../contract/part';
import type { TreeArguments } from '../sessions/targets';

/** The arguments of tree commands, then which codes to fix, and whether to show the changes first. */
export type FixAllArguments = [...TreeArguments, only?: readonly FindingCode[] | undefined, shown?: boolean];

export const FINDING_COMMANDS = {
  findingFixAll: new Command<FixAllArguments>('sessionWorkbench.finding.fixAll'),
  /** Makes the preferred repair of one finding, in the editor. */
  findingFix: new Command<[uri: vscode.Uri, finding: Finding]>('sessionWorkbench.finding.fix', { isInternal: true }),
  findingApplyFixes: new Command('sessionWorkbench.finding.applyFixes'),
  findingShowAll: new Command('sessionWorkbench.finding.showAll'),
  findingShowFirst: new Command('sessionWorkbench.finding.showFirst'),
  findingExplain: new Command<[code?: FindingCode | HandlerCode | undefined]>('sessionWorkbench.finding.explain'),
} as const;

export const FINDING_KEYS = {
  isThere: ContextKey.flag('sessionWorkbench.hasFindings'),
  /** Whether the active tab shows the changes that *Fix All Findings* would make. */
  isFixPreview: ContextKey.flag('sessionWorkbench.fixPreview'),
} as const;

export const FINDING_DIAGNOSTICS = declaredId('diagnostics', 'sessionWorkbench');

export const FINDING_CONTRACT: ContractPart = {
  commands: FINDING_COMMANDS,
  contextKeys: FINDING_KEYS,
  diagnostics: [FINDING_DIAGNOSTICS],
};
