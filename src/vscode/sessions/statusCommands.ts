import { accept as acceptSession, setStatus } from '../../core/edit/sessionEdit';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import type { SessionStatus } from '../../core/session/session';
import type { ChangeKind } from '../changes/keptChange';
import type { SessionChanges } from '../changes/sessionChanges';
import type { CommandRegistry } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import type { SessionWriter } from '../mobileApps/sessionWriter';
import { changeMany } from './changeMany';
import { SESSION_COMMANDS } from './sessionsContract';
import type { SessionTargets, TreeArguments } from './targets';

/** Registers *Toggle Status of Session*, *Accept Session* and *Set Session Pending*. */
export function registerStatusCommands(
  commands: CommandRegistry,
  index: SessionIndex,
  targets: SessionTargets,
  writer: SessionWriter,
  changes: SessionChanges,
): void {
  const set =
    (kind: ChangeKind, status: (key: SessionKey) => SessionStatus, title: string) => async (args: TreeArguments) => {
      const keys = targets.all(args);
      const change = (key: SessionKey) =>
        status(key) === 'accepted' ? acceptSession : (text: string) => setStatus(text, 'pending');
      await changeMany(keys, { kind, title, changes }, (key, record) => writer.edit(key, change(key), record));
    };
  const other = (key: SessionKey): SessionStatus =>
    index.entry(key)?.fields.status === 'accepted' ? 'pending' : 'accepted';
  const toggle = set('toggle', other, l10n.t('Toggling the status'));
  const accept = set('accept', () => 'accepted', l10n.t('Accepting'));
  const setPending = set('setPending', () => 'pending', l10n.t('Setting pending'));
  commands.register(SESSION_COMMANDS.sessionToggleStatus, (...args: TreeArguments) => toggle(args));
  commands.register(SESSION_COMMANDS.sessionAccept, (...args: TreeArguments) => accept(args));
  commands.register(SESSION_COMMANDS.sessionSetPending, (...args: TreeArguments) => setPending(args));
}
