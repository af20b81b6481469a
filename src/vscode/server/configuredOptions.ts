import path from 'node:path';
import { isRecord } from '../../core/session/sessionFields';
import type { FollowedConfiguration } from '../../disk/configuration/followedConfigurations';
import type { ServerOptions } from '../../server/kernel/options/options';
import { optionsFault } from '../../server/kernel/options/optionsFault';
import { withAbsolutePaths } from '../../server/kernel/options/optionsPaths';
import { ServerStartError } from '../../server/kernel/start/startErrors';

/** Settings that an option follows from, besides those with its name. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  host: ['lan'],
  https: ['httpsCertificate'],
  mobile: ['outcome', 'mail'],
};

/**
 * The options of a configuration, below those of the settings. A setting that is written anywhere comes first. Where both have an
 * object, each member counts.
 * @param given the options that follow from the settings, with what holds unless given
 * @param written the settings as written, by their names below that of the server
 * @throws ServerStartError when the configuration has options that no server takes
 */
export function withConfigured(
  given: ServerOptions,
  written: Readonly<Record<string, unknown>>,
  configured: FollowedConfiguration | undefined,
): ServerOptions {
  if (!configured || Object.keys(configured.configuration.server).length === 0) return given;
  const { file, configuration } = configured;
  const fault = optionsFault(configuration.server);
  if (fault) throw new ServerStartError({ code: 'options', message: `${file}: ${fault.message}.` });
  const inFile = withAbsolutePaths(configuration.server, path.dirname(file));
  const merged: Record<string, unknown> = { ...given };
  for (const [name, value] of Object.entries(inFile)) {
    const own = merged[name];
    if (isWritten(name, written)) {
      if (isRecord(value) && isRecord(own)) merged[name] = { ...value, ...own };
    } else if (value === false) {
      delete merged[name];
    } else {
      merged[name] = value === true && name !== 'https' ? {} : value;
    }
  }
  return merged as ServerOptions;
}

function isWritten(option: string, written: Readonly<Record<string, unknown>>): boolean {
  return [option, `${option}Options`, ...(OTHERS[option] ?? [])].some((name) => written[name] !== undefined);
}
