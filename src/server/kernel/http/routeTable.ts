import type { FastifyInstance, RouteOptions } from 'fastify';
import type { FaceName } from '../../../core/protocol/journal';
import { isParameter, slipsBetween } from './pathSlips';

/** A registered route. */
export interface KnownRoute {
  readonly method: string;
  /** The pattern, such as `/_workbench/v1/faults/:id`. */
  readonly path: string;
  readonly face: FaceName;
  readonly schema: RouteOptions['schema'];
  /** Whether the journal omits its successful answers. */
  readonly quiet: boolean;
}

// The maximum length of a compared path. Comparing takes longer for longer paths, and they are hardly ever mistyped.
const LONGEST_COMPARED = 120;

/** All routes of a server. It finds the one that a client most likely meant. */
export class RouteTable {
  private readonly known: KnownRoute[] = [];

  /** Adds the hook. It must be called before the routes are added. */
  watch(app: FastifyInstance): void {
    app.addHook('onRoute', ({ method, url, config, schema }) => {
      for (const each of [method].flat()) {
        this.known.push({
          method: each,
          path: url,
          face: config?.face ?? 'server',
          schema,
          quiet: config?.quiet ?? false,
        });
      }
    });
  }

  get routes(): readonly KnownRoute[] {
    return this.known;
  }

  /** Routes of single resources. A wildcard route is never what a client means. */
  private get named(): KnownRoute[] {
    return this.known.filter(({ path }) => !path.endsWith('*'));
  }

  /** The methods for which a path exists. */
  methodsOf(path: string): string[] {
    return this.named.filter((route) => patternOf(route.path).test(path)).map(({ method }) => method);
  }

  /**
   * The route that a request most likely meant, such as `GET /mobileapp/`. Routes with the same method are preferred.
   * Undefined if none is near: one that has nothing in common would lead people astray.
   */
  nearest(method: string, path: string): string | undefined {
    const given = path.slice(0, LONGEST_COMPARED).toLowerCase();
    let best: { route: KnownRoute; far: number } | undefined;
    for (const route of this.named) {
      // Routes of the control API need its token, so they are proposed only if the client seems to look for them.
      if (route.face === 'control' && !given.startsWith('/_')) continue;
      const slips = slipsBetween(given, route.path.toLowerCase());
      if (slips === undefined) continue;
      const distance = slips + (route.method === method ? 0 : 0.5);
      if (!best || distance < best.far) best = { route, far: distance };
    }
    return best && `${best.route.method} ${best.route.path.replaceAll('::', ':')}`;
  }
}

function patternOf(path: string): RegExp {
  const parts = path.split('/').map((part) => {
    if (isParameter(part)) return '[^/]+';
    return part
      .replaceAll('::', ':')
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
