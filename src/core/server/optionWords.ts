import { optionSetting } from './optionSetting';

/**
 * Names an option as its reader can set it, for a message: by its key in the file of `serve --config`, and by its setting in
 * VS Code, which may hold more. The MobileApps folders of a workspace serve more than the server, so their setting is elsewhere.
 * @param option such as `web.bodyMb`
 */
export function optionWords(option: string): string {
  return `the option ${option} (in VS Code ${settingWords(option)})`;
}

/** The same for a limit that a message names in brackets. */
export function limitWords(option: string): string {
  return `the option ${option}, in VS Code ${settingWords(option)}`;
}

/** The first of these options that a message names as a limit. */
export function limitIn(message: string, options: readonly string[]): string | undefined {
  return options.find((option) => message.includes(`(${limitWords(option)})`));
}

function settingWords(option: string): string {
  const [name] = optionSetting(option);
  return `the setting sessionWorkbench.${name === 'mobileApps' ? 'mobileApps.folders' : `server.${name}`}`;
}
