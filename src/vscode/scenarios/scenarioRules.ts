import path from 'node:path';
import * as vscode from 'vscode';
import { RootFolder } from '../../disk/rootFolder';
import type { RunRules } from '../../scenario/runRules';
import { AllowedHosts } from '../../server/kernel/guard/allowedHosts';
import type { Setting } from '../contract/setting';
import { l10n } from '../host/l10n';
import { readSetting, writtenSetting } from '../host/settings';
import { SCENARIO_SETTINGS } from './scenarioContract';

/**
 * What a scenario may do, by the settings as they are now.
 * @param file absolute path of the scenario
 * @throws OptionsError for a name of a host that cannot be meant
 */
export function scenarioRules(file: string): RunRules {
  const { allowedHosts, environment, timeout, answerLimit, diskLimit } = SCENARIO_SETTINGS;
  const names = listOf(environment);
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file))?.uri.fsPath ?? path.dirname(file);
  return {
    hosts: new AllowedHosts(listOf(allowedHosts), allowedHosts.key),
    env: Object.fromEntries(names.map((name) => [name, process.env[name]])),
    root: new RootFolder(folder),
    answerMs: readSetting(timeout) * 1000,
    answerBytes: readSetting(answerLimit),
    diskBytes: readSetting(diskLimit),
    waysOut: {
      host: (host) => l10n.t('allow it with “{0}” in the setting {1}', host, allowedHosts.key),
      variable: (name) =>
        names.includes(name)
          ? l10n.t(
              'the environment variable {0} is not set where VS Code was started; set it, and start VS Code again',
              name,
            )
          : l10n.t(
              'a scenario reads the environment variable {0} only if the setting {1} names it; add it there',
              name,
              environment.key,
            ),
      path: () => l10n.t('move it there, or open a folder that holds both'),
      answerBytes: l10n.t('raise the setting {0}', answerLimit.key),
      answerMs: l10n.t('raise the setting {0}', timeout.key),
      diskBytes: l10n.t('raise the setting {0}', diskLimit.key),
    },
  };
}

/** What else is written there is left out: VS Code marks it in settings.json. */
function listOf(setting: Setting<readonly string[]>): string[] {
  const written = writtenSetting(setting);
  return Array.isArray(written) ? written.filter((each) => typeof each === 'string' && each !== '') : [];
}
