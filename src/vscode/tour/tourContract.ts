import { ContextKey } from '../contract/contextKey';
import type { ContractPart } from '../contract/part';

/** Steps of the walkthroughs. A key is true only for a moment, when its step is done. */
export const TOUR_KEYS = {
  folderShown: ContextKey.flag('sessionWorkbench.tour.folderShown'),
  faultSeen: ContextKey.flag('sessionWorkbench.tour.faultSeen'),
  sessionChanged: ContextKey.flag('sessionWorkbench.tour.sessionChanged'),
  changeUndone: ContextKey.flag('sessionWorkbench.tour.changeUndone'),
  serverStarted: ContextKey.flag('sessionWorkbench.tour.serverStarted'),
  webSessionMade: ContextKey.flag('sessionWorkbench.tour.webSessionMade'),
  flowPlayed: ContextKey.flag('sessionWorkbench.tour.flowPlayed'),
  pushed: ContextKey.flag('sessionWorkbench.tour.pushed'),
  terminalOpened: ContextKey.flag('sessionWorkbench.tour.terminalOpened'),
} as const;

export const TOUR_CONTRACT: ContractPart = {
  contextKeys: TOUR_KEYS,
  walkthroughs: [
    {
      id: 'firstMinute',
      steps: {
        open: TOUR_KEYS.folderShown,
        fault: TOUR_KEYS.faultSeen,
        mend: TOUR_KEYS.sessionChanged,
        undo: TOUR_KEYS.changeUndone,
      },
    },
    {
      id: 'secondMinute',
      steps: {
        server: TOUR_KEYS.serverStarted,
        web: TOUR_KEYS.webSessionMade,
        flow: TOUR_KEYS.flowPlayed,
        push: TOUR_KEYS.pushed,
        terminal: TOUR_KEYS.terminalOpened,
      },
    },
  ],
};
