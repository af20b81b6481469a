import type { FindingCode } from '../../core/compliance/finding';
import type { HandlerCode } from '../../core/handlers/handlerFinding';
import { Command } from '../contract/command';
import { ContextKey } from '../contract/contextKey';
import type { ContractPart } from '../contract/part';
import type { TreeArguments } from '../sessions/targets';

/** As from the tree, which codes alone are to be fixed, and whether the changes are shown first. */
export type FixAllArguments = [...TreeArguments, only?: readonly FindingCode[] | undefined, shown?: boolean];

export const FINDING_COMMANDS = {
  findingFixAll: new Command<FixAllArguments>('sessionWorkbench.finding.fixAll'),
  findingApplyFixes: new Command('sessionWorkbench.finding.applyFixes'),
  findingUndoFix: new Command('sessionWorkbench.finding.undoFix'),
  findingExplain: new Command<[code?: FindingCode | HandlerCode | undefined]>('sessionWorkbench.finding.explain'),
} as const;

export const FINDING_KEYS = {
  /** Whether the tab in front shows changes that *Fix All* would make. */
  isFixPreview: ContextKey.flag('sessionWorkbench.fixPreview'),
  /** Whether this window has made a fix that can be taken back. */
  hasFixToUndo: ContextKey.flag('sessionWorkbench.fixToUndo'),
} as const;

export const FINDING_DIAGNOSTICS = 'sessionWorkbench';

export const FINDING_CONTRACT: ContractPart = {
  commands: FINDING_COMMANDS,
  contextKeys: FINDING_KEYS,
  diagnostics: [FINDING_DIAGNOSTICS],
};
