/** A system that is not switched on, and where clients look for it. */
export interface SwitchedOff {
  /** The option that switches it on, such as `web`. */
  readonly option: string;
  /** Paths that it has by default. It has what is below them, too. */
  readonly paths: readonly string[];
}

/** The system that would have this path, in any case of its letters. */
export function switchedOffAt(path: string, systems: readonly SwitchedOff[]): SwitchedOff | undefined {
  const asked = path.toLowerCase();
  return systems.find(({ paths }) => paths.some((each) => `${asked}/`.startsWith(`${each.toLowerCase()}/`)));
}
