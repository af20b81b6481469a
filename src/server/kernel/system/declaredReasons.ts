import { SERVER_WORDS } from '../../../core/protocol/reasonCode';
import type { PartReasons } from '../../../core/server/reasons';
import { SERVER_REASONS } from '../../../core/server/serverReasons';
import { ServerStartError } from '../start/startErrors';
import type { SystemPlugin } from './emulatedSystem';

/**
 * The reasons that a server with these systems can give. Each reason code belongs to one of them only.
 * @throws ServerStartError that names the first system whose reason codes are wrong, and the way out
 */
export function declaredReasons(
  plugins: readonly Pick<SystemPlugin, 'name' | 'reasonCodes'>[],
): ReadonlySet<PartReasons> {
  const known = new Set(Object.keys(SERVER_REASONS.codes));
  for (const { name, reasonCodes } of plugins) {
    if ((SERVER_WORDS as readonly string[]).includes(name)) {
      throw problem(
        `A system cannot have the name “${name}”, because reason codes of the server begin with it; rename it.`,
      );
    }
    if (reasonCodes.part !== name) {
      throw problem(
        `The reason codes of the system “${name}” are declared for “${reasonCodes.part}”; declare them for “${name}”.`,
      );
    }
    for (const code of Object.keys(reasonCodes.codes)) {
      if (known.has(code))
        throw problem(`The reason code “${code}” of the system “${name}” exists already; rename it.`);
      known.add(code);
    }
  }
  return new Set<PartReasons>([SERVER_REASONS, ...plugins.map(({ reasonCodes }) => reasonCodes)]);
}

function problem(message: string): ServerStartError {
  return new ServerStartError({ code: 'not-started', message });
}
