/**
 * What can happen to an emulated system without a client, by the name that a scenario gives it; each system adds its own
 * with `declare module`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled where each system is declared
export interface SystemEventSources {}

/** An event of a system in a scenario: one member, named as the event. */
export type SystemEventSource = {
  readonly [K in keyof SystemEventSources]: { readonly [M in K]: SystemEventSources[M] };
}[keyof SystemEventSources];
