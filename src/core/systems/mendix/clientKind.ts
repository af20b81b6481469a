/** Kinds of clients that differ in the life of their sessions (docs/facts/mendix.md#kinds-of-clients). */
export type ClientKind = 'online' | 'offline' | 'native';

/** The profile of a client that does not name its own. */
export const PROFILES: Readonly<Record<ClientKind, string>> = {
  online: 'Responsive',
  offline: 'ResponsiveOffline',
  native: 'NativePhone',
};

/** The kind of client that has a navigation profile such as `Responsive`; undefined if the name says nothing. */
export function kindOfProfile(profile: string): ClientKind | undefined {
  if (profile === '') return undefined;
  if (/^native/i.test(profile)) return 'native';
  return /offline/i.test(profile) ? 'offline' : 'online';
}
