import type { FastifyInstance } from 'fastify';

/** How the routes of a face answer what none of them takes. */
type AddErrors = (scope: FastifyInstance) => void;

/**
 * Answers requests that no route takes, below the first segments of some paths, as the routes of these paths answer.
 * @param addErrors gives a scope the error handler of the routes
 */
export function refuseUnknown(app: FastifyInstance, paths: readonly string[], addErrors: AddErrors): void {
  for (const prefix of new Set(paths.map((path) => `/${path.split('/')[1] ?? ''}`))) {
    app.register(
      async (scope) => {
        addErrors(scope);
        scope.setNotFoundHandler((request) => {
          throw scope.unknownRoute(request);
        });
      },
      { prefix },
    );
  }
}
