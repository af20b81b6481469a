/** The setting that switches an emulated system on or off. `automatic` is on where its options say enough. */
export type SystemSwitch = 'automatic' | 'on' | 'off';

/** What the manifest says of such a setting. */
export const SYSTEM_SWITCH = { enum: ['automatic', 'on', 'off'] };

/**
 * The options of a system that is on automatically where any of them is set.
 * @returns undefined if it is off
 */
export function switchedOptions<O extends object>(state: SystemSwitch, options: O): O | undefined {
  const isOn = state === 'on' || (state === 'automatic' && Object.keys(options).length > 0);
  return isOn ? options : undefined;
}
