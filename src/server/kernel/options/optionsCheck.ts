import { OptionsError } from '../../../core/server/optionsError';
import { AllowedHosts } from '../guard/allowedHosts';
import { listenHost } from '../guard/listenHost';
import { upstreamTarget } from '../upstream/upstreamTarget';
import validate, { places } from './compiledOptionsSchema';
import type { ServerOptions } from './options';
import { optionsErrorText } from './optionsErrorText';
import { assertNoAddress, pathsIn } from './optionsPaths';

/**
 * Checks a value against schemas/server.schema.json, and the kernel's own options for what a schema cannot express. The
 * options of emulated systems are checked further when a server starts. Where a system is switched on by an
 * option, `false` is as if that were not there, and `true` takes all its defaults.
 * @throws OptionsError
 */
export function checkedOptions(value: unknown): ServerOptions {
  if (!validate(value)) throw new OptionsError(optionsErrorText(validate.errors ?? [], places));
  const options = takenOptions(value as object);
  for (const assertRule of ruleChecks(options)) assertRule();
  return options;
}

/** The options as a server takes them. */
export function takenOptions(value: object): ServerOptions {
  const given = Object.entries(value).filter(([name, each]) => name !== '$schema' && each !== false);
  return Object.fromEntries(given.map(([name, each]) => [name, each === true && name !== 'https' ? {} : each]));
}

/** What a schema cannot express: each throws OptionsError where its options are at fault. */
export function ruleChecks(options: ServerOptions): readonly (() => void)[] {
  const { allowedHosts = [], host, upstream, platform } = options;
  return [
    ...pathsIn(options).map(
      ([option, place]) =>
        () =>
          assertNoAddress(option, place),
    ),
    () => void new AllowedHosts(allowedHosts),
    () => void (host !== undefined && listenHost(host)),
    () => void (upstream !== undefined && upstreamTarget(upstream)),
    () => assertPlatform({ ...(host !== undefined && { host }), ...(platform && { platform }) }),
  ];
}

/**
 * Refuses a platform on the host of the server. A browser would take both for one site, and send a cookie that is `SameSite=Strict`.
 * @throws OptionsError
 */
function assertPlatform({ host = '127.0.0.1', platform }: ServerOptions): void {
  const given = platform?.host;
  if (given === undefined || given.toLowerCase() !== listenHost(host)) return;
  throw new OptionsError(
    `“platform.host” is “${given}”, which is the host of the server; give another name of this machine, such as pay.localhost`,
  );
}
