/**
 * Names an option as its reader can set it, for a message: by its key in the file of `serve --config`, and by its setting in
 * VS Code. Each top-level option has a setting, which holds what is inside it.
 * @param option such as `web.bodyMb`
 */
export function optionWords(option: string): string {
  return `the option ${option} (in VS Code the setting sessionWorkbench.server.${option.split('.', 1).join()})`;
}
