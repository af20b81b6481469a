import type { ServerState } from '../../../core/protocol/state';
import { shortId } from '../../../core/server/shortId';
import { l10n } from '../../host/l10n';
import type { OfferedEffect, OfferedScope, SystemFaults, SystemNode } from '../../server/systemView';
import { isMobileNode } from './mobileNode';
import { memoryDeviceParts, memorySessionName } from './mobileText';

/** Faults for mobile apps, which can be limited to a session. */
export const MOBILE_FAULTS: SystemFaults = {
  effects(): readonly OfferedEffect[] {
    return [
      {
        effect: { kind: 'status', status: 200, errCode: 1279 },
        detail: l10n.t('The apps reconnect as after 401.'),
      },
      { effect: { kind: 'status', status: 401, errCode: 1913 }, detail: l10n.t('There is no licence left.') },
    ];
  },

  /** The session of the row comes first. */
  scopes({ systems: { mobile } }: ServerState, row: SystemNode | undefined): readonly OfferedScope[] {
    const file = row && isMobileNode(row) && row.kind === 'session' ? row.file : undefined;
    return [...(mobile?.sessions ?? [])]
      .sort((a, b) => Number(b.file === file) - Number(a.file === file))
      .map((session) => ({
        label: memorySessionName(session),
        description: [...memoryDeviceParts(session), shortId(session.id)].join(' · '),
        scope: { session: session.id },
        isOfRow: session.file === file,
      }));
  },
};
