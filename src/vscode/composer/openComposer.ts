import type { Host } from '../host/createHost';
import { openPanel } from '../host/declared';
import { l10n } from '../host/l10n';
import { COMPOSER_COMMANDS, COMPOSER_PANEL } from './composerContract';
import type { ComposerNeeds } from './composerFeature';
import { ComposerPanel } from './composerPanel';
import { RequestComposer } from './requestComposer';
import { StepSaver } from './stepSaver';

/** Registers what opens the request composer. There is one tab, which is shown again while it is open. */
export function openComposer(
  host: Pick<Host, 'disposables' | 'commands' | 'dialogs' | 'extensionUri' | 'log'>,
  needs: ComposerNeeds,
): void {
  const { disposables, commands, dialogs } = host;
  let open: ComposerPanel | undefined;
  commands.register(COMPOSER_COMMANDS.requestCompose, () => {
    if (open) return open.reveal();
    const parts = {
      composer: new RequestComposer(needs.devServer),
      saver: new StepSaver(needs.pool, needs.devServer, dialogs),
      devServer: needs.devServer,
      starter: needs.starter,
    };
    const panel = new ComposerPanel(openPanel(COMPOSER_PANEL, l10n.t('Request to Dev Server')), parts, host);
    open = panel;
    panel.onDidClose(() => {
      open = undefined;
    });
  });
  disposables.add({ dispose: () => open?.dispose() });
}
