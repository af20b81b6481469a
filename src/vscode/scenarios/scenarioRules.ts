import path from 'node:path';
import * as vscode from 'vscode';
import { RootFolder } from '../../disk/rootFolder';
import type { RunRules } from '../../scenario/runRules';
import { AllowedHosts } from '../../server/kernel/guard/allowedHosts';
import type { Setting } from '../contract/setting';
import { readSetting, writtenSetting } from '../host/settings';
import { SCENARIO_SETTINGS } from './scenarioContract';

/**
 * What a scenario may do, by the settings as they are now.
 * @param file absolute path of the scenario
 * @throws OptionsError for a name of a host that cannot be meant
 */
export function scenarioRules(file: string): RunRules {
  const { allowedHosts, environment, timeout, answerLimit } = SCENARIO_SETTINGS;
  const names = listOf(environment);
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file))?.uri.fsPath ?? path.dirname(file);
  return {
    hosts: new AllowedHosts(listOf(allowedHosts), allowedHosts.key),
    env: Object.fromEntries(names.map((name) => [name, process.env[name]])),
    root: new RootFolder(folder),
    answerMs: readSetting(timeout) * 1000,
    answerBytes: readSetting(answerLimit),
    waysOut: {
      host: (host) => `allow it with “${host}” in the setting ${allowedHosts.key}`,
      variable: (name) =>
        names.includes(name)
          ? `the environment variable ${name} is not set where VS Code was started; set it, and start VS Code again`
          : `a scenario reads the environment variable ${name} only with “${name}” in the setting ${environment.key}; add it there`,
      path: () => 'move it there, or open a folder that holds both',
      answerBytes: `raise the setting ${answerLimit.key}`,
      answerMs: `raise the setting ${timeout.key}`,
    },
  };
}

/** What else is written there is left out: VS Code marks it in settings.json. */
function listOf(setting: Setting<readonly string[]>): string[] {
  const written = writtenSetting(setting);
  return Array.isArray(written) ? written.filter((each) => typeof each === 'string' && each !== '') : [];
}
