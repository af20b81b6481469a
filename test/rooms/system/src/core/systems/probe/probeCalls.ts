import type { ControlCall } from '../../protocol/controlCall';

export const PROBE_CALLS = {
  clear: (): ControlCall<{ readonly removed: number }> => ({ method: 'POST', path: '/probe/clear' }),
} as const;
