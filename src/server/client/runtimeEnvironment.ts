/**
 * The environment of a program that runs with the runtime of this process. An editor's own runtime is told to be Node, or it
 * would open a window.
 */
export function runtimeEnvironment<Env extends Readonly<Record<string, string | undefined>>>(
  env: Env,
  versions: Readonly<Record<string, string | undefined>> = process.versions,
): Env & { readonly ELECTRON_RUN_AS_NODE?: string } {
  return versions.electron === undefined ? env : { ...env, ELECTRON_RUN_AS_NODE: '1' };
}
