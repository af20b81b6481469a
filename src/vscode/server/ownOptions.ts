import type { HttpsFiles, ServerOptions } from '../../server/kernel/options/options';
import { hostOf } from './lanHost';
import type { ServerSettings } from './serverSettings';

/** The options of the server itself that follow from its settings. What holds unless given is left out. */
export function ownOptions(settings: ServerSettings): ServerOptions {
  const { port, bodyMb, platformOptions, seed, allowedHosts, https, httpsCertificate, upstream, upstreamOptions } =
    settings;
  return {
    host: hostOf(settings),
    port,
    bodyMb,
    ...(!isEmpty(platformOptions) && { platform: platformOptions }),
    ...(seed !== '' && { seed }),
    ...(allowedHosts.length > 0 && { allowedHosts }),
    // The check of the settings has seen to it that a certificate is whole.
    ...(https && { https: isEmpty(httpsCertificate) ? true : (httpsCertificate as HttpsFiles) }),
    ...(upstream !== '' && { upstream: isEmpty(upstreamOptions) ? upstream : { ...upstreamOptions, url: upstream } }),
  };
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
