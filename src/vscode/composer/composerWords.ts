import type { ComposerStrings } from '../../core/composer/composerMessages';
import { flowStrings } from '../../core/flows/flowWords';
import { SYSTEM_PARTS } from '../../core/systems';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';

/** The words of the page, in the user's language. */
export function composerStrings(): ComposerStrings {
  // What the flow simulator says of a message, too.
  const {
    headers: headerList,
    noBody,
    body,
    cut,
    cutOne,
    causes,
    changes,
    copyCurl,
  } = flowStrings(SYSTEM_PARTS, phraseIn);
  return {
    headerList,
    noBody,
    body,
    cut,
    cutOne,
    causes,
    changes,
    copyCurl,
    title: l10n.t('Request to Dev Server'),
    route: l10n.t('Route'),
    ownRoute: l10n.t('Any other route'),
    method: l10n.t('Method'),
    path: l10n.t('Path and query'),
    as: l10n.t('In the session of'),
    headers: l10n.t('Headers, one a line'),
    send: l10n.t('Send'),
    sending: l10n.t('Sending…'),
    startServer: l10n.t('Start Dev Server'),
    noAnswer: l10n.t('Nothing was sent yet.'),
    answer: l10n.t('Answer'),
    history: l10n.t('Sent before'),
    saveStep: l10n.t('Save as Scenario Step…'),
    kept: l10n.t('From before the window was reloaded: its secrets are not kept.'),
    otherSender: l10n.t('A session that is not there'),
    noCauses: l10n.t('The journal has no reason for this answer.'),
  };
}
