import type { FastifyInstance } from 'fastify';
import type { Face } from '../answer/face';
import type { ServerOptions } from '../options/options';
import { ServerStartError } from '../start/startErrors';
import type { SystemPlugin } from './emulatedSystem';

type Plugin = Pick<SystemPlugin, 'name' | 'paths' | 'singleRoutes'>;

/** What a first segment can be: Fastify decides by it alone who answers, so it has no parameter and no wildcard. */
const SEGMENT = /^[^/?#:*A-Z]+$/;

/**
 * Checks that each path belongs to one system only, so that no system answers what another one should.
 * @param server the first path segments that the server itself uses
 * @throws ServerStartError that names the first path that is wrong, and the way out
 */
export function assertPathNames(plugins: readonly Plugin[], server: readonly string[], options: ServerOptions): void {
  const owners = new Map(server.map((segment) => [segment, 'the server itself']));
  for (const { name, paths } of plugins) {
    for (const segment of paths(options)) {
      if (!SEGMENT.test(segment)) {
        throw problem(
          `The path “${segment}” of the system “${name}” must be one segment in lower case; mend \`paths\`.`,
        );
      }
      const owner = owners.get(segment);
      if (owner !== undefined) {
        throw problem(
          `The path “${segment}” of the system “${name}” belongs to ${owner}; choose another in \`paths\`.`,
        );
      }
      owners.set(segment, `the system “${name}”`);
    }
  }
  for (const { name, singleRoutes } of plugins) {
    for (const route of singleRoutes?.(options) ?? []) {
      const owner = owners.get(firstSegment(route)) ?? owners.get(route);
      if (owner !== undefined) {
        throw problem(
          `The route “${route}” of the system “${name}” belongs to ${owner}; choose another in \`singleRoutes\`.`,
        );
      }
      owners.set(route, `the system “${name}”`);
    }
  }
}

/** A face that may have routes in the paths of its system only. */
export class OwnPathsFace implements Face {
  private readonly segments: ReadonlySet<string>;
  private readonly routes: ReadonlySet<string>;

  constructor(
    private readonly face: Face,
    private readonly plugin: Plugin,
    options: ServerOptions,
  ) {
    this.segments = new Set(plugin.paths(options));
    this.routes = new Set(plugin.singleRoutes?.(options));
  }

  register(app: FastifyInstance): void {
    // The hook of a scope sees the routes of its face only.
    app.register(async (scope) => {
      scope.addHook('onRoute', ({ method, url }) => this.assertOwn(`${[method].flat()[0]} ${url}`, url));
      this.face.register(scope);
    });
  }

  dispose(): void | Promise<void> {
    return this.face.dispose();
  }

  /** @throws ServerStartError */
  private assertOwn(name: string, url: string): void {
    if (this.segments.has(firstSegment(url)) || this.routes.has(url)) return;
    throw problem(
      `The route ${name} of the system “${this.plugin.name}” is in none of its paths; add “${firstSegment(url)}” to \`paths\` of its plug-in.`,
    );
  }
}

function firstSegment(route: string): string {
  return route.toLowerCase().split('/')[1] ?? '';
}

function problem(message: string): ServerStartError {
  return new ServerStartError({ code: 'not-started', message });
}
