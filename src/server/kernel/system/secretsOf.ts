import { NamedSecrets } from '../../../core/redaction/namedSecrets';
import type { LiveSecrets } from '../journal/liveSecrets';
import type { ServerOptions } from '../options/options';
import type { SystemPlugin } from './emulatedSystem';

/** Tells what is secret in a server with these systems and options. */
export function secretsOf(plugins: readonly SystemPlugin[], options: ServerOptions, live: LiveSecrets): NamedSecrets {
  return new NamedSecrets({
    names: plugins.flatMap(({ secretNames }) => secretNames?.(options) ?? []),
    shapes: plugins.flatMap(({ secretShapes }) => secretShapes?.(options) ?? []),
    logins: plugins.flatMap(({ logins }) => logins?.(options) ?? []),
    isLive: (word) => live.has(word),
  });
}
