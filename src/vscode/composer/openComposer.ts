import type * as vscode from 'vscode';
import type { ComposerRecord } from '../../core/composer/composerRecord';
import type { Host } from '../host/createHost';
import { openPanel } from '../host/declared';
import { l10n } from '../host/l10n';
import { COMPOSER_COMMANDS, COMPOSER_PANEL } from './composerContract';
import type { ComposerNeeds } from './composerFeature';
import { ComposerMemory } from './composerMemory';
import { ComposerPanel } from './composerPanel';
import { RequestComposer } from './requestComposer';
import { StepSaver } from './stepSaver';

/**
 * Registers what opens the request composer. There is one tab, which is shown again while it is open.
 * @returns what brings it back with the window
 */
export function openComposer(
  host: Pick<Host, 'disposables' | 'commands' | 'dialogs' | 'extensionUri' | 'log' | 'memento'>,
  needs: ComposerNeeds,
): vscode.WebviewPanelSerializer {
  const { disposables, commands, dialogs } = host;
  const memory = new ComposerMemory(host.memento, needs.devServer);
  let open: ComposerPanel | undefined;
  const adopt = (webviewPanel: vscode.WebviewPanel, record?: ComposerRecord) => {
    const parts = {
      composer: new RequestComposer(needs.devServer),
      saver: new StepSaver(needs.pool, needs.devServer, dialogs),
      memory,
      devServer: needs.devServer,
      starter: needs.starter,
    };
    const panel = new ComposerPanel(webviewPanel, parts, host, record);
    open = panel;
    panel.onDidClose(() => {
      open = undefined;
    });
    // Not where the window ends: then it comes back with it.
    webviewPanel.onDidDispose(() => void memory.forget());
  };
  commands.register(COMPOSER_COMMANDS.requestCompose, () => {
    if (open) return open.reveal();
    adopt(openPanel(COMPOSER_PANEL, l10n.t('Request to Dev Server')));
  });
  disposables.add({ dispose: () => open?.dispose() });
  return {
    async deserializeWebviewPanel(panel) {
      if (open) return panel.dispose();
      panel.title = l10n.t('Request to Dev Server');
      adopt(panel, memory.record);
    },
  };
}
