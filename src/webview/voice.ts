import { type DeviceVoice, deviceVoiceOf } from '../core/flows/deviceVoice';
import type { FlowStrings } from '../core/flows/flowWords';
import type { DeviceRow } from '../core/scenario/shownDevice';
import { SYSTEM_PARTS } from '../core/systems';

/** The voice for the devices of a run. One system has them. */
export function voiceIn(words: FlowStrings): DeviceVoice {
  return deviceVoiceOf(SYSTEM_PARTS, words);
}

/** The transition table of the devices. */
export const DEVICE_TABLE: readonly DeviceRow[] = SYSTEM_PARTS.find(({ device }) => device)?.device?.table ?? [];
