import { l10n } from '../../host/l10n';
import type { SystemView } from '../../server/systemView';

/**
 * What the editor shows of the stand-in for the external platform: the address of its pages, where the caught mails
 * are.
 */
export const PLATFORM_VIEW: SystemView = {
  name: 'platform',
  contract: {},
  addresses: ({ externalPlatformUrl }) => [
    { label: l10n.t('Mailbox and external platform'), icon: 'link-external', url: externalPlatformUrl },
  ],
};
