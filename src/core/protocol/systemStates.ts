/**
 * The state of each emulated system, by its name. A system adds its own member with `declare module`, next to the types
 * of its slice (`core/systems/web/webSlice.ts`), so that no system is named here.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled where each system is declared
export interface SystemStates {}

/** The changes in the slice of each system, by its name. Systems add their members as they do to `SystemStates`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled where each system is declared
export interface SystemChanges {}

/** Name of an emulated system. */
export type SystemName = keyof SystemStates & keyof SystemChanges;

/** A change in the slice of one system. */
export type SystemChange = {
  readonly [N in SystemName]: { readonly kind: 'system'; readonly system: N; readonly change: SystemChanges[N] };
}[SystemName];
