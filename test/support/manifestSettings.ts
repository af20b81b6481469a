/** What tests read of the sections of settings in package.json. */
export interface SettingsManifest<P> {
  readonly contributes: { readonly configuration: readonly { readonly properties: Readonly<Record<string, P>> }[] };
}

const SERVER = 'sessionWorkbench.server.';

/** The schemas of all settings of a manifest, by their keys. */
export function manifestSettings<P>({ contributes }: SettingsManifest<P>): Readonly<Record<string, P>> {
  return Object.assign({}, ...contributes.configuration.map(({ properties }) => properties));
}

/** Those of the dev server, by their names below `sessionWorkbench.server`. */
export function serverSettingSchemas<P>(manifest: SettingsManifest<P>): [name: string, schema: P][] {
  return Object.entries(manifestSettings(manifest)).flatMap(([key, schema]) =>
    key.startsWith(SERVER) ? [[key.slice(SERVER.length), schema] as [string, P]] : [],
  );
}
