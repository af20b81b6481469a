import type * as vscode from 'vscode';
import { Command } from '../contract/command';
import { ContextKey } from '../contract/contextKey';
import type { ContractPart } from '../contract/part';

export const SCENARIO_COMMANDS = {
  scenarioRun: new Command<[uri?: vscode.Uri | undefined]>('sessionWorkbench.scenario.run'),
  scenarioOpenFlow: new Command<[item?: vscode.TestItem | undefined]>('sessionWorkbench.scenario.openFlow'),
  recordingStart: new Command('sessionWorkbench.recording.start'),
  recordingStop: new Command<[uri?: vscode.Uri | undefined]>('sessionWorkbench.recording.stop'),
} as const;

export const SCENARIO_KEYS = {
  /** Paths of the open scenarios that are ours. */
  files: ContextKey.list('sessionWorkbench.scenarios'),
  /** Whether what the dev server is asked is recorded. */
  isRecording: ContextKey.flag('sessionWorkbench.recording'),
} as const;

/** Of those *.scenario.json that are ours: VS Code's own JSON support would say every fault a second time. */
export const SCENARIO_LANGUAGE = 'session-scenario';

/** Test controller. */
export const SCENARIO_TESTS = 'sessionWorkbench.scenarios';

/** The test item that holds the shipped scenarios. */
export const SHIPPED_ITEM = 'shipped';

export const SCENARIO_DIAGNOSTICS = 'sessionWorkbench.scenarios';

export const SCENARIO_CONTRACT: ContractPart = {
  commands: SCENARIO_COMMANDS,
  contextKeys: SCENARIO_KEYS,
  languages: [SCENARIO_LANGUAGE],
  testControllers: [SCENARIO_TESTS],
  testItems: [SHIPPED_ITEM],
  diagnostics: [SCENARIO_DIAGNOSTICS],
};
