import type * as vscode from 'vscode';
import { Command } from '../contract/command';
import { ContextKey } from '../contract/contextKey';
import { type ContractPart, declaredId } from '../contract/part';
import { Setting } from '../contract/setting';

export const SCENARIO_COMMANDS = {
  scenarioRun: new Command<[uri?: vscode.Uri | undefined]>('sessionWorkbench.scenario.run'),
  scenarioOpenFlow: new Command<[item?: vscode.TestItem | undefined]>('sessionWorkbench.scenario.openFlow'),
  recordingStart: new Command('sessionWorkbench.recording.start'),
  recordingStop: new Command<[uri?: vscode.Uri | undefined]>('sessionWorkbench.recording.stop'),
} as const;

/** What scenarios may do, and how much of an answer they get. */
export const SCENARIO_SETTINGS = {
  allowedHosts: new Setting<readonly string[]>('sessionWorkbench.scenarios.allowedHosts', 'array', [], {
    schema: { items: { type: 'string', minLength: 1 } },
  }),
  environment: new Setting<readonly string[]>('sessionWorkbench.scenarios.environment', 'array', [], {
    schema: { items: { type: 'string', minLength: 1 } },
  }),
  timeout: new Setting<number>('sessionWorkbench.scenarios.timeout', 'integer', 30, {
    schema: { minimum: 1, maximum: 86_400 },
  }),
  answerLimit: new Setting<number>('sessionWorkbench.scenarios.answerLimit', 'integer', 16_777_216, {
    schema: { minimum: 1, maximum: 536_870_000 },
  }),
  runShipped: new Setting<boolean>('sessionWorkbench.scenarios.runShipped', 'boolean', false),
  diskLimit: new Setting<number>('sessionWorkbench.scenarios.diskLimit', 'integer', 268_435_456, {
    schema: { minimum: 1, maximum: 1_099_511_627_776 },
  }),
} as const;

export const SCENARIO_KEYS = {
  /** Paths of the open scenario files of ours. */
  files: ContextKey.list('sessionWorkbench.scenarios'),
  /** Whether requests to the dev server are being recorded. */
  isRecording: ContextKey.flag('sessionWorkbench.recording'),
} as const;

/**
 * The language of the *.scenario.json files that are ours. With the language JSON, VS Code's own JSON support would
 * report each error a second time.
 */
export const SCENARIO_LANGUAGE = declaredId('language', 'session-scenario');

/** Id of the test controller. */
export const SCENARIO_TESTS = declaredId('testController', 'sessionWorkbench.scenarios');

/** Id of the test item above the scenarios that ship with the extension. */
export const SHIPPED_ITEM = declaredId('testItem', 'shipped');

export const SCENARIO_DIAGNOSTICS = declaredId('diagnostics', 'sessionWorkbench.scenarios');

export const SCENARIO_CONTRACT: ContractPart = {
  commands: SCENARIO_COMMANDS,
  settings: SCENARIO_SETTINGS,
  contextKeys: SCENARIO_KEYS,
  languages: [SCENARIO_LANGUAGE],
  testControllers: [SCENARIO_TESTS],
  testItems: [SHIPPED_ITEM],
  diagnostics: [SCENARIO_DIAGNOSTICS],
};
