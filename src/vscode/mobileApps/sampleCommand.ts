import { SampleFolderError, sampleFolder, writeSample } from '../../disk/writeSample';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import type { FileDialogs } from '../host/fileDialogs';
import { l10n } from '../host/l10n';
import { requireTrust } from '../host/trust';
import { MOBILE_APPS_COMMANDS, SESSIONS_VIEW } from './mobileAppsContract';
import type { MobileAppsFolders } from './mobileAppsFolders';

/** One in five has errors. The seed makes the result the same for everybody, as in the walkthrough. */
const SAMPLE = { sessions: 60, damaged: 20, seed: 1 };

/** Registers *Create Sample Folder*. It creates sample sessions in a folder that the user picks, and shows them. */
export function registerSampleCommand(
  commands: CommandRegistry,
  folders: MobileAppsFolders,
  dialogs: FileDialogs,
): void {
  commands.register(MOBILE_APPS_COMMANDS.sampleCreate, async () => {
    requireTrust();
    const [chosen] = await dialogs.open({
      canSelectFiles: false,
      canSelectFolders: true,
      title: l10n.t('Folder for a MobileApps Folder with Sample Sessions'),
      openLabel: l10n.t('Create Sample Here'),
    });
    if (!chosen) return;
    if (chosen.scheme !== 'file') throw new Error(l10n.t('{0} is not on this machine.', chosen.toString(true)));
    const folder = sampleFolder(chosen.fsPath);
    await write(folder);
    await folders.open(folder);
    await execute(SESSIONS_VIEW.focus);
  });
}

async function write(folder: string): Promise<void> {
  try {
    await writeSample(folder, SAMPLE);
  } catch (error) {
    if (!(error instanceof SampleFolderError)) throw error;
    throw new Error(l10n.t('{0} is there and not empty, so nothing was written. Choose another folder.', folder));
  }
}
