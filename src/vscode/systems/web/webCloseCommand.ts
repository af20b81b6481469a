import { WEB_CALLS } from '../../../core/systems/web/webCalls';
import type { CommandRegistry } from '../../host/commandRegistry';
import { confirmed } from '../../host/confirmed';
import { l10n } from '../../host/l10n';
import { namesText } from '../../host/namesText';
import { oneAfterTheOther } from '../../host/oneAfterTheOther';
import { numberText } from '../../host/treeRow';
import type { OnRows } from '../../server/meantRows';
import { WEB_COMMANDS } from './webContract';
import { type WebParts, webClient, webSessionsFor } from './webTargets';
import { apartText, webSessionName } from './webText';

/** Registers *Close Web Session*. Several are closed after one question; of one, nobody is asked. */
export function registerCloseCommand(commands: CommandRegistry, parts: WebParts): void {
  commands.register(WEB_COMMANDS.webClose, async (...rows: OnRows) => {
    const client = await webClient(parts);
    const sessions = client ? await webSessionsFor(parts, rows, client) : [];
    if (!client || sessions.length === 0) return;
    if (sessions.length > 1) {
      const question = l10n.t('Close {0} web sessions?', numberText(sessions.length));
      const names = sessions.map((session) => [webSessionName(session), apartText(session)].join(' · '));
      const detail = [...namesText(names), l10n.t('Their storage and their passcodes go with them.')].join('\n');
      if (!(await confirmed(question, detail, l10n.t('Close Web Sessions')))) return;
    }
    await oneAfterTheOther(sessions, ({ id }) => client.ask(WEB_CALLS.close(id)));
  });
}
