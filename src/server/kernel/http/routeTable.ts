import type { FastifyInstance, RouteOptions } from 'fastify';
import type { Face } from '../../../core/protocol/journal';
import { editDistance } from '../../../core/repair/nearestWord';

/** A route as it was registered. */
export interface KnownRoute {
  readonly method: string;
  /** The pattern: `/_workbench/v1/faults/:id`. */
  readonly path: string;
  readonly face: Face;
  readonly schema: RouteOptions['schema'];
}

// Comparing takes time that grows with the length, and nobody mistypes at such length.
const LONGEST_COMPARED = 120;

/** Every route of a server, and which of them was meant. */
export class RouteTable {
  private readonly known: KnownRoute[] = [];

  /** Must be called before the routes are added. */
  watch(app: FastifyInstance): void {
    app.addHook('onRoute', ({ method, url, config, schema }) => {
      for (const each of [method].flat()) {
        this.known.push({ method: each, path: url, face: config?.face ?? 'server', schema });
      }
    });
  }

  get routes(): readonly KnownRoute[] {
    return this.known;
  }

  /** Those that are one thing; what takes the rest is none that anybody means. */
  private get named(): KnownRoute[] {
    return this.known.filter(({ path }) => !path.endsWith('*'));
  }

  /** The methods that a path has. */
  methodsOf(path: string): string[] {
    return this.named.filter((route) => patternOf(route.path).test(path)).map(({ method }) => method);
  }

  /** The route that is nearest to what was asked, as `GET /mobileapp/`; a route of the same method is preferred. */
  nearest(method: string, path: string): string | undefined {
    const given = path.slice(0, LONGEST_COMPARED).toLowerCase();
    const far = ({ path, method: its }: KnownRoute) =>
      editDistance(given, path.toLowerCase()) + (its === method ? 0 : 0.5);
    let best: { route: KnownRoute; far: number } | undefined;
    for (const route of this.named) {
      // What only those with a token may call is no way out for those who are not looking for it.
      if (route.face === 'control' && !given.startsWith('/_')) continue;
      const distance = far(route);
      if (!best || distance < best.far) best = { route, far: distance };
    }
    return best && `${best.route.method} ${best.route.path}`;
  }
}

function patternOf(path: string): RegExp {
  const parts = path.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
