/** How the room is divided between messages and panel: the share of the messages in per cent, beside the panel and above it. */
export interface FlowSplit {
  /** Absent when the panel is as wide as it is by itself. */
  readonly across?: number;
  /** The same of its height. */
  readonly down?: number;
}

/** Reads what was kept. What is wrong in it is left out. */
export function readFlowSplit(value: unknown): FlowSplit {
  const { across, down } = (value ?? {}) as Partial<Record<keyof FlowSplit, unknown>>;
  return { ...(isShare(across) && { across }), ...(isShare(down) && { down }) };
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 100;
}
