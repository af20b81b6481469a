/**
 * What each emulated system keeps, by its name. A system adds its own member with `declare module`, beside the types of its
 * slice (`core/systems/web/webSlice.ts`), so that nothing here names one.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled where each system is declared
export interface SystemStates {}

/** What can become different in the slice of each system, by its name; filled as `SystemStates`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled where each system is declared
export interface SystemChanges {}

/** Name of an emulated system. */
export type SystemName = keyof SystemStates & keyof SystemChanges;

/** A change in the slice of one system. */
export type SystemChange = {
  readonly [N in SystemName]: { readonly kind: 'system'; readonly system: N; readonly change: SystemChanges[N] };
}[SystemName];
