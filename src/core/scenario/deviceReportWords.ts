import type { ShownDevice } from './shownDevice';

/** Says in words what a device shows. */
export interface DeviceWords {
  state(name: string): string;
  screen(device: ShownDevice): string;
  /** Why the person must sign in, or what the screen says. */
  reason(name: string): string;
  access(device: ShownDevice): string;
  /** All that a person sees, as sentences: state, place, screen, reason. */
  picture(device: ShownDevice): string;
}

/** Says the names as they are, for a device that nobody has words for. */
export const NAMES_ONLY: DeviceWords = {
  state: (name) => name,
  screen: ({ screen }) => screen,
  reason: (name) => name,
  access: ({ access }) => access,
  picture: ({ state, screen, reason }) => `${[state, screen, reason].filter((each) => each !== undefined).join(', ')}.`,
};
